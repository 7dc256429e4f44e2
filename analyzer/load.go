package analyzer

import (
	"cmp"
	"slices"

	"archlint/analyzer/capacity"
	"archlint/analyzer/facts"
)

// load is what the flows in which something starts ask of the platform.
func (r *job) load(flows []*reviewed, in *input) capacity.Load {
	l := capacity.Load{Gaps: r.gaps(flows, in)}
	// Without any flow that interactions start in, workflows stand for what they do,
	// unless an export tells what starts them.
	interactions := r.starts.interactions() || in.org.ExportedAt != ""
	for _, members := range r.starts.crowded {
		l.Entries = append(l.Entries, r.crowd(members, flows)...)
	}
	for _, i := range r.starts.alone() {
		kind := capacity.Interaction
		if isEvent(flows[i]) && (interactions || len(r.starts.points[i]) > 0) {
			kind = capacity.Event
		}
		l.Entries = append(l.Entries, r.entry(i, flows, kind))
	}
	return l
}

// entry gathers, by data action, the calls of all flows that an interaction
// reaches from flow i.
func (r *job) entry(i int, flows []*reviewed, kind capacity.EntryKind) capacity.Entry {
	f := flows[i]
	e := capacity.Entry{Flow: f.facts.Name, FlowID: f.part.ID, Kind: kind, Medium: mediumOf(f.part.Type), OnlyNamed: r.starts.named[i]}
	if kind == capacity.Event {
		e.Starts, e.Untriggered = r.starts.triggers(i)
	}
	byAction := make(map[dataActionKey]*capacity.Call)
	var order []dataActionKey
	for _, pass := range r.net.Passes(i) {
		other := flows[pass.Flow]
		if other.facts.InQueue {
			e.Queued += pass.Times
		}
		for site := range other.facts.Calls {
			c := &other.facts.Calls[site]
			key := keyOf(*c)
			call, ok := byAction[key]
			if !ok {
				one := newCall(c)
				call = &one
				byAction[key] = call
				order = append(order, key)
			}
			addCall(call, other, site, pass.Times)
		}
	}
	slices.SortFunc(order, func(a, b dataActionKey) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]), cmp.Compare(a[2], b[2]))
	})
	for _, key := range order {
		e.Calls = append(e.Calls, *byAction[key])
	}
	if note := r.counts.fill(&e, i, order); note != "" {
		r.notes = append(r.notes, note)
	}
	return e
}

// addCall adds a call site. In an in-queue flow, what stands where the interaction
// waits counts by its pace, and not by the rounds that the branch model assumes.
func addCall(call *capacity.Call, f *reviewed, site int, passes float64) {
	c := f.facts.Calls[site]
	if n := len(call.Flows); n == 0 || call.Flows[n-1] != f.facts.Name {
		call.Flows = append(call.Flows, f.facts.Name)
	}
	again, unbounded := retries(c, f)
	call.Retries, call.RetriesUnbounded = max(call.Retries, again), call.RetriesUnbounded || unbounded
	if p := f.pace(site); p.waits {
		call.RatePerMinute += p.mean * passes
		call.LeastPerMinute += p.least * passes
		if !p.known && !slices.Contains(call.Unpaced, f.facts.Name) {
			call.Unpaced = append(call.Unpaced, f.facts.Name)
		}
		return
	}
	call.PerInteraction.Mean += passes * c.PerRun.Expected
}

// ownTimeout is how long a data action itself waits for its endpoint, in seconds:
// one whose definition sets no timeout waits 60 s. nil where that is unknown.
func ownTimeout(d *facts.Definition) *float64 {
	switch {
	case d == nil || d.TimeoutUnknown:
		return nil
	case d.TimeoutSeconds != nil:
		return d.TimeoutSeconds
	}
	seconds := capacity.DefaultTimeoutSeconds
	return &seconds
}

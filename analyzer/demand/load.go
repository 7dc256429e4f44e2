package demand

import (
	"cmp"
	"slices"

	"archlint/analyzer/capacity"
	"archlint/analyzer/facts"
	"archlint/analyzer/intake"
)

// load is what the flows in which something starts ask of the platform.
func (j Joined) load(in intake.Decoded) (l capacity.Load, notes []string) {
	l.Gaps = j.missingCalls(in)
	// Without any flow that interactions start in, workflows stand for what they do,
	// unless an export tells what starts them.
	interactions := j.starts.interactions() || in.Org.ExportedAt != ""
	for _, members := range j.starts.grouped {
		entries, note := j.recursiveEntries(members)
		l.Entries, notes = append(l.Entries, entries...), append(notes, note)
	}
	for _, i := range j.starts.alone() {
		kind := capacity.Interaction
		if isEvent(j.Flows[i]) && (interactions || len(j.starts.points[i]) > 0) {
			kind = capacity.Event
		}
		entry, note := j.entry(i, kind)
		l.Entries = append(l.Entries, entry)
		if note != "" {
			notes = append(notes, note)
		}
	}
	return l, notes
}

// entry gathers, by data action, the calls of all flows that an interaction
// reaches from flow i. Where something about it is not known, note says what.
func (j Joined) entry(i int, kind capacity.EntryKind) (_ capacity.EntryFlow, note string) {
	f := j.Flows[i]
	e := capacity.EntryFlow{Flow: f.Facts.Name, FlowID: f.Part.ID, Kind: kind, Medium: mediumOf(f.Part.Type), OnlyNamed: j.starts.named[i]}
	if kind == capacity.Event {
		e.Starts, e.Untriggered = j.starts.triggers(i)
	}
	byAction := make(map[facts.DataActionKey]*capacity.Call)
	var order []facts.DataActionKey
	lead := j.leadBases(i)
	for _, pass := range j.Net.Passes(i) {
		other := j.Flows[pass.Flow]
		if other.Facts.InQueue {
			e.Queued += pass.Times
		}
		for site := range other.Facts.Calls {
			c := &other.Facts.Calls[site]
			key := c.Key()
			call, ok := byAction[key]
			if !ok {
				one := newCall(c)
				call = &one
				byAction[key] = call
				order = append(order, key)
			}
			addCall(call, other, site, pass.Times)
			addBasis(call, other, site, lead[pass.Flow])
		}
	}
	slices.SortFunc(order, func(a, b facts.DataActionKey) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]), cmp.Compare(a[2], b[2]))
	})
	for _, key := range order {
		e.Calls = append(e.Calls, *byAction[key])
	}
	note = j.counts.fill(&e, i, order)
	return e, note
}

// addCall adds a call site. In an in-queue flow, what stands where the interaction
// waits counts by its pace, and not by the rounds that the branch model assumes.
func addCall(call *capacity.Call, f *Flow, site int, passes float64) {
	c := f.Facts.Calls[site]
	if n := len(call.Flows); n == 0 || call.Flows[n-1] != f.Facts.Name {
		call.Flows = append(call.Flows, f.Facts.Name)
	}
	again, unbounded := retries(c, f)
	call.Retries, call.RetriesUnbounded = max(call.Retries, again), call.RetriesUnbounded || unbounded
	if p := f.Pace(site); p.Waits {
		call.RatePerMinute += p.Mean * passes
		call.LeastPerMinute += p.Least * passes
		if !p.Known && !slices.Contains(call.Unpaced, f.Facts.Name) {
			call.Unpaced = append(call.Unpaced, f.Facts.Name)
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

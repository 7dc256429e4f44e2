package analyzer

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/capacity"
	"archlint/analyzer/facts"
	"archlint/analyzer/interaction"
)

// join follows interactions through the flows, and fills in what one does that
// enters at each flow.
func (r *review) join(ctx context.Context, flows []*reviewed, in *input) {
	parts := make([]*interaction.Flow, len(flows))
	for i, f := range flows {
		parts[i] = f.part
		parts[i].Launches = launches(f)
	}
	net := interaction.Join(parts, r.org.Queues)
	each := func(n int, work func(int)) { r.each(ctx, n, work) }
	net.Solve(each)
	r.net = net
	for i, e := range r.entries(flows, net.Entered()) {
		flows[i].facts.Entry = e
	}
	for i, f := range flows {
		t := net.Total(i)
		f.facts.PerInteraction = rangeOf(t.Count)
		f.facts.OpenEnds = t.Open
		f.reaches, f.next = t.Reaches, net.After(i)
		f.passes = net.Passes(i)
		for _, to := range t.Reaches {
			f.facts.Reaches = append(f.facts.Reaches, flows[to].facts.Name)
		}
		slices.Sort(f.facts.Reaches)
		f.facts.Reaches = slices.Compact(f.facts.Reaches)
	}
	r.starts = starts(flows)
	r.variation = newVariation(net, flows, r.starts, each)
}

// starts are the flows, by index, in which something starts: interactions, or
// events that no other flow leads to.
func starts(flows []*reviewed) []int {
	var out []int
	reached := reachedBy(flows)
	for i, f := range flows {
		if f.facts.Entry || isEvent(f) && !reached[i] {
			out = append(out, i)
		}
	}
	return out
}

// entries tells where interactions enter: what the org's entry points name; if
// the export does not tell, or not for their medium, flows of a type that
// interactions start in and that no other flow leads to.
func (r *review) entries(flows []*reviewed, entered []bool) []bool {
	named := make(map[string]bool)
	for _, e := range r.org.EntryPoints {
		if e.Disabled {
			continue
		}
		named[e.FlowID] = e.FlowID != ""
		named[strings.ToLower(e.Flow)] = e.Flow != ""
	}
	out := make([]bool, len(flows))
	any := false
	for i, f := range flows {
		starts := f.part.Type.Info().Starts
		untold := len(named) == 0 || entriesUnknown(r.org, f.part.Type)
		out[i] = named[f.part.ID] || named[strings.ToLower(f.part.Name)] || starts && !entered[i] && untold
		any = any || out[i]
	}
	if any {
		return out
	}
	for i, f := range flows { // entry points are known, but none of these flows
		out[i] = f.part.Type.Info().Starts && !entered[i]
		any = any || out[i]
	}
	for i := range flows { // no flow that interactions start in: what nothing leads to
		out[i] = out[i] || !any && !entered[i]
	}
	return out
}

// interactionsEnter reports whether interactions start in any of the flows.
func interactionsEnter(flows []*reviewed) bool {
	return slices.ContainsFunc(flows, func(f *reviewed) bool { return f.facts.Entry && !isEvent(f) })
}

// entryKind tells interactions from events. Where the export holds nothing
// that interactions start in, its flows stand for what they do.
func entryKind(f *reviewed, interactions bool) capacity.EntryKind {
	if isEvent(f) && interactions {
		return capacity.Event
	}
	return capacity.Interaction
}

// load is what the entry flows ask of the platform.
func (r *review) load(flows []*reviewed) capacity.Load {
	l := capacity.Load{Gaps: r.gaps(flows, reachedBy(flows))}
	interactions := interactionsEnter(flows)
	for _, i := range r.starts {
		l.Entries = append(l.Entries, r.entry(i, flows, entryKind(flows[i], interactions)))
	}
	return l
}

// isEvent reports whether something other than an interaction starts the flow.
func isEvent(f *reviewed) bool { return f.part.Type == "workflow" || f.part.Type == "workitem" }

// reachedBy tells which flows some other leads to.
func reachedBy(flows []*reviewed) []bool {
	reached := make([]bool, len(flows))
	for _, f := range flows {
		for _, to := range f.reaches {
			reached[to] = true
		}
	}
	return reached
}

// entry gathers, by data action, the calls of all flows that an interaction
// reaches from flow i.
func (r *review) entry(i int, flows []*reviewed, kind capacity.EntryKind) capacity.Entry {
	f := flows[i]
	e := capacity.Entry{Flow: f.facts.Name, FlowID: f.part.ID, Kind: kind, Medium: mediumOf(f.part.Type)}
	byAction := make(map[dataActionKey]*capacity.Call)
	var order []dataActionKey
	for _, pass := range f.passes {
		other := flows[pass.Flow]
		for _, c := range other.facts.Calls {
			key := keyOf(c)
			call, ok := byAction[key]
			if !ok {
				call = &capacity.Call{DataAction: c.DataAction, Integration: c.Integration, Definition: c.Definition, OwnTimeoutSeconds: ownTimeout(c.Definition)}
				byAction[key] = call
				order = append(order, key)
			}
			r.addCall(call, c, other, pass.Times)
		}
	}
	slices.SortFunc(order, func(a, b dataActionKey) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]), cmp.Compare(a[2], b[2]))
	})
	for _, key := range order {
		e.Calls = append(e.Calls, *byAction[key])
	}
	if note := r.variation.fill(&e, i, f, order); note != "" {
		r.notes = append(r.notes, note)
	}
	return e
}

// addCall adds a call site. In an in-queue flow, what repeats while the
// interaction waits counts by its rate, and not by the rounds that the branch
// model assumes.
func (r *review) addCall(call *capacity.Call, c facts.Call, f *reviewed, passes float64) {
	if n := len(call.Flows); n == 0 || call.Flows[n-1] != f.facts.Name {
		call.Flows = append(call.Flows, f.facts.Name)
	}
	again, unbounded := retries(c, f)
	call.Retries, call.RetriesUnbounded = max(call.Retries, again), call.RetriesUnbounded || unbounded
	if repeatsWhileWaiting(f, c) {
		call.RatePerMinute += *c.RatePerMinute * passes
		return
	}
	sum := &call.PerInteraction
	sum.Mean += passes * c.PerRun.Expected
	sum.Unbounded = sum.Unbounded || c.BoundedBy == "platformLimit"
	sum.Max += c.PerRun.Max * int64(max(1, passes+0.999999))
	if passes >= 1 {
		sum.Min += c.PerRun.Min
	}
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

// describeEntries says in a sentence which flows the traffic is taken to enter.
func describeEntries(flows []*reviewed) string {
	var names, events []string
	interactions := interactionsEnter(flows)
	for _, f := range flows {
		switch {
		case !f.facts.Entry:
		case isEvent(f) && entryKind(f, interactions) == capacity.Event:
			events = append(events, f.facts.Name)
		default:
			names = append(names, f.facts.Name)
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case len(names) > 5:
		return fmt.Sprintf("Interactions enter %d flows, %s and others.", len(names), strings.Join(names[:3], ", "))
	default:
		return "Interactions enter " + strings.Join(names, ", ") + "."
	}
}

// openEnds says in a sentence what an interaction can go on in that the export
// does not hold.
func openEnds(flows []*reviewed) string {
	var open []facts.OpenEnd
	for _, f := range flows {
		if f.facts.Entry {
			open = append(open, f.facts.OpenEnds...)
		}
	}
	var ends []string
	for _, end := range facts.SortOpenEnds(open) {
		ends = append(ends, end.String())
	}
	switch {
	case len(ends) == 0:
		return ""
	case len(ends) > 5:
		return fmt.Sprintf("Not in the export, and so not counted: %s and %d more.", strings.Join(ends[:5], ", "), len(ends)-5)
	default:
		return "Not in the export, and so not counted: " + strings.Join(ends, ", ") + "."
	}
}

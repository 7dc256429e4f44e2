package flowfacts

import (
	"archlint/analyzer/cfg"
)

// Pace is how often a call of an in-queue flow runs in a minute while an
// interaction waits in it: by renewal, the mean number of calls over the mean time
// of a pass through the flow's waiting loop.
type Pace struct {
	Waits bool    // the call stands where somebody waits: its pace counts, not its number
	Mean  float64 // calls a minute
	Least float64 // less than Mean where the flow does not fix how long it waits
	Known bool    // else no time at all is fixed, and there is no pace to tell
}

// paces are those of all calls of an in-queue flow; nil for other flows, whose
// calls count as often as their runs make them. Prompts and questions take no time
// here, because no file says how long they last: the pace is too high then, never too
// low. unfixed is how long a wait lasts whose length the flow does not fix, in
// seconds, nil when unknown.
func (a *analysed) paces(waiting []bool, unfixed *float64) []Pace {
	if !a.flow.Type.Info().InQueue {
		return nil
	}
	fixed, open := a.passTime(waiting, unfixed)
	out := make([]Pace, len(a.sites))
	for i, n := range a.sites {
		if !waiting[n] {
			continue
		}
		out[i] = Pace{Waits: true, Known: fixed > 0}
		if fixed > 0 {
			out[i].Mean = 60 * a.calls.Visits(n) / fixed
		}
		if !open {
			out[i].Least = out[i].Mean
		}
	}
	return out
}

// passTime is how many seconds a run spends waiting on average, as far as that is
// fixed; open reports whether it also waits for a time that is not.
func (a *analysed) passTime(waiting []bool, unfixed *float64) (fixed float64, open bool) {
	for i := range a.graph.Nodes {
		one, known, passes := a.waitAt(cfg.NodeID(i))
		if !passes || !waiting[i] {
			continue
		}
		visits := a.calls.Visits(cfg.NodeID(i))
		switch {
		case known:
			fixed += visits * one
		case unfixed != nil:
			fixed += visits * *unfixed
		default:
			open = open || visits > 0
		}
	}
	return fixed, open
}

// waitAt is how long a node lets time pass; known is false where the flow does not
// fix it. Between two rounds of a recurring state the platform lets time pass: how
// much is documented nowhere that can be relied on (Resource Center, "In-queue
// message flows", whose section on the recurring state is cut off in what we have).
func (a *analysed) waitAt(id cfg.NodeID) (length float64, known, passes bool) {
	n := &a.graph.Nodes[id]
	switch {
	case n.Kind == cfg.Start && n.Container != nil && n.Container.Recurring:
		return 0, false, true
	case n.Kind == cfg.Act && n.Action.Kind.PassesTime():
		length, known = a.seconds(id)
		return length, known, true
	}
	return 0, true, false
}

// Pace is that of a call site, by index.
func (f *Flow) Pace(site int) Pace {
	if f.paces == nil {
		return Pace{}
	}
	return f.paces[site]
}

// Pause is a node at which a run lets time pass.
type Pause struct {
	Node    cfg.NodeID
	Seconds float64 // 0 where that is not known
	Known   bool    // the flow fixes how long it lasts
}

// pauses are where a graph lets time pass.
func (a *analysed) pauses() []Pause {
	var out []Pause
	for i := range a.graph.Nodes {
		if length, known, passes := a.waitAt(cfg.NodeID(i)); passes {
			out = append(out, Pause{cfg.NodeID(i), length, known})
		}
	}
	return out
}

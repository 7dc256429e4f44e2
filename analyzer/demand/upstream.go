package demand

import (
	"slices"

	"archlint/analyzer/facts"
	"archlint/analyzer/graph"
)

// mostUpstream is how many flows are named that call a data action before another flow
// does. Of more flows the report says only that there are more: to count them exactly
// takes the square of the number of flows.
const mostUpstream = 4

// upstream finds, for each flow, the data actions that it calls in every run and that
// flows before it call in every run as well. It visits each strongly connected component
// of the flows once, in topological order.
type upstream struct {
	flows  []*Flow
	graph  *graph.Directed
	parts  graph.Components
	sure   []map[sharedCall]bool // by flow: what it calls in every run, and others do
	before []callers             // by component: what ran before it; nil once nobody needs it
}

// sharedCall is a data action as call sites name it.
type sharedCall struct{ integration, dataAction string }

// callers holds, for a data action, the flows that call it, by index and in order: the
// first few, and one more where there are more.
type callers map[sharedCall][]int

// markUpstream fills in what ran before each flow.
func markUpstream(flows []*Flow) {
	var edges []graph.Edge
	for i, f := range flows {
		for _, to := range f.next {
			edges = append(edges, graph.Edge{From: int32(i), To: int32(to)})
		}
	}
	g := graph.New(len(flows), edges)
	u := &upstream{flows: flows, graph: g, parts: g.SCC(), sure: certainCalls(flows)}
	u.before = make([]callers, u.parts.Len())
	for c := range u.before {
		u.visit(int32(c))
	}
}

// certainCalls returns the calls of each flow that run in every run and that another flow
// makes as well.
func certainCalls(flows []*Flow) []map[sharedCall]bool {
	out, callers := make([]map[sharedCall]bool, len(flows)), map[sharedCall]int{}
	for i, f := range flows {
		out[i] = map[sharedCall]bool{}
		for _, c := range f.Facts.Calls {
			if key := (sharedCall{c.Integration, c.DataAction}); c.PerRun.Min > 0 && !out[i][key] {
				out[i][key] = true
				callers[key]++
			}
		}
	}
	for _, sure := range out {
		for key := range sure {
			if callers[key] < 2 {
				delete(sure, key)
			}
		}
	}
	return out
}

// visit records what ran before the flows of a component, and passes on what runs in it.
func (u *upstream) visit(c int32) {
	members := u.parts.Members(c)
	within := callers{}
	for key, list := range u.before[c] {
		within[key] = list
	}
	for _, i := range members {
		for key := range u.sure[i] {
			within[key] = first(append(slices.Clone(within[key]), int(i)))
		}
	}
	for _, i := range members {
		if u.parts.Cyclic[c] {
			u.record(i, within)
		} else {
			u.record(i, u.before[c])
		}
	}
	u.before[c] = nil
	for _, i := range members {
		for _, to := range u.graph.Succ(i) {
			if next := u.parts.Of[to]; next != c {
				u.lead(next, within)
			}
		}
	}
}

// lead adds calls that run before a component.
func (u *upstream) lead(to int32, more callers) {
	if u.before[to] == nil {
		u.before[to] = callers{}
	}
	for key, list := range more {
		if have := u.before[to][key]; !slices.Equal(have, list) {
			u.before[to][key] = first(append(slices.Clone(have), list...))
		}
	}
}

// first returns the first flows of a list, one more than are reported, so that a flow can
// be left out of its own list.
func first(list []int) []int {
	slices.Sort(list)
	list = slices.Compact(list)
	return list[:min(len(list), mostUpstream+2)]
}

// record writes what ran before a flow into its facts, by integration and name.
func (u *upstream) record(i int32, before callers) {
	f := &u.flows[i].Facts
	for key := range u.sure[i] {
		var names []string
		for _, other := range before[key] {
			if name := u.flows[other].Facts.Name; other != int(i) && name != f.Name {
				names = append(names, name)
			}
		}
		if len(names) == 0 {
			continue
		}
		more := len(names) > mostUpstream
		f.RanBefore = append(f.RanBefore, facts.RanBefore{
			DataAction: key.dataAction, Integration: key.integration, Flows: names[:min(len(names), mostUpstream)], More: more,
		})
	}
	slices.SortFunc(f.RanBefore, facts.RanBefore.Compare)
}

package demand

import (
	"slices"

	"archlint/analyzer/facts"
	"archlint/analyzer/graph"
)

// mostUpstream is how many flows are named that call a data action before another
// does. Where there are more, that there are is all that is told: to count them
// exactly takes the square of the number of flows.
const mostUpstream = 4

// upstream tells of each flow which of the data actions that it calls in every run
// run in every run of flows, too, that lead to it. It goes once over the components
// of the flows that lead back to one another, those that lead first.
type upstream struct {
	flows  []*Flow
	graph  *graph.Directed
	parts  graph.Components
	sure   []map[sharedCall]bool // by flow: what it calls in every run, and others do
	before []carried             // by component: what ran before it; nil once nobody needs it
}

// sharedCall is a data action as call sites name it.
type sharedCall struct{ integration, dataAction string }

// carried are flows, by index and in order, that call a data action: the first few,
// and one more where there are more.
type carried map[sharedCall][]int

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
	u.before = make([]carried, u.parts.Len())
	for c := range u.before {
		u.part(int32(c))
	}
}

// certainCalls are the calls of each flow that run in every run, as far as another
// flow has them as well.
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

// part tells the flows of a component, and those that it leads to.
func (u *upstream) part(c int32) {
	members := u.parts.Members(c)
	within := carried{}
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
			u.tell(i, within)
		} else {
			u.tell(i, u.before[c])
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

// lead adds what runs before a component.
func (u *upstream) lead(to int32, more carried) {
	if u.before[to] == nil {
		u.before[to] = carried{}
	}
	for key, list := range more {
		if have := u.before[to][key]; !slices.Equal(have, list) {
			u.before[to][key] = first(append(slices.Clone(have), list...))
		}
	}
}

// first keeps the first flows of a list, and one more than are told, so that a flow
// can be left out of its own.
func first(list []int) []int {
	slices.Sort(list)
	list = slices.Compact(list)
	return list[:min(len(list), mostUpstream+2)]
}

// tell writes what ran before a flow into its facts, by integration and name.
func (u *upstream) tell(i int32, before carried) {
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

// Package interaction joins flows: where an interaction goes on when a flow
// transfers it, calls a bot, launches a workflow, or puts it into a queue whose
// in-queue flow runs while it waits; and how often data actions run from an
// entry flow to the end.
//
// A transfer that succeeds ends the run of its flow, so that at most one hand
// over counts in a run; a bot returns, and so does the launch of a workflow, which
// runs beside the flow. What a name or id does not resolve to in the export is an
// open end: it is named, and counts nothing.
package interaction

import (
	"slices"
	"strings"
	"sync"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/facts"
	"archlint/analyzer/graph"
)

// link is a node at which the interaction goes on in one of other flows. A node
// may have several, one for each place that it goes on in.
type link struct {
	node    cfg.NodeID
	returns bool
	runs    bool  // what it leads to runs in the midst of the flow, and may end the interaction
	to      []int // indices of flows; more than one: which is not known
	certain bool  // one of to it is; else it may be none of them
}

// Net is the flows of an export, joined.
type Net struct {
	flows  []*Flow
	byID   map[string]int
	byName map[string][]int
	queues map[string]facts.Queue // by id and by lower-case name
	groups graph.Components       // flows that lead back to one another
	totals []Total

	mu    sync.Mutex        // of round
	round map[int32]*rounds // by group, of those that were asked for
}

// Total is what an interaction does that enters at a flow.
type Total struct {
	Count calls.Count
	// Reaches are the flows that it can go on in, by index, itself too where others
	// lead back to it; Open are the targets that the export does not hold. Flows
	// that lead back to one another share both, so that they must not be changed.
	Reaches []int
	Open    []facts.OpenEnd
	// Recursive is set when flows lead back to one another: only the platform
	// bounds such an interaction.
	Recursive bool
	// ByEnd are the bounds of Count, by whether the run comes back to a caller; it is empty
	// for flows that no flow calls.
	ByEnd calls.ByEnd
}

// Join links flows by the ids and names in their actions and the queues of the
// org. Flows keep their indices.
func Join(flows []*Flow, queues []facts.Queue) *Net {
	n := &Net{
		flows: flows, byID: make(map[string]int), byName: make(map[string][]int), queues: make(map[string]facts.Queue),
	}
	for i, f := range flows {
		if f.ID != "" {
			n.byID[f.ID] = i
		}
		key := strings.ToLower(f.Name)
		n.byName[key] = append(n.byName[key], i)
	}
	for _, q := range queues {
		if q.ID != "" {
			n.queues[q.ID] = q
		}
		n.queues[strings.ToLower(q.Name)] = q
	}
	for _, f := range flows {
		f.links, f.onError, f.open, f.called = nil, nil, nil, false
		n.link(f)
	}
	var edges []graph.Edge
	for i := range flows {
		for _, to := range n.After(i) {
			edges = append(edges, graph.Edge{From: int32(i), To: int32(to)})
		}
	}
	n.groups = graph.New(len(flows), edges).SCC()
	for _, f := range flows {
		for _, l := range f.links {
			for _, to := range l.to {
				flows[to].called = flows[to].called || l.runs
			}
		}
	}
	return n
}

// Groups are the flows, by index, that lead back to one another, most of them alone;
// a group comes before those that it leads to.
func (n *Net) Groups() [][]int {
	out := make([][]int, n.groups.Len())
	for c := range out {
		for _, i := range n.groups.Members(int32(c)) {
			out[c] = append(out[c], int(i))
		}
		slices.Sort(out[c])
	}
	return out
}

// After returns the flows, by index, that an interaction can go on in straight
// from flow i.
func (n *Net) After(i int) []int {
	next := slices.Clone(n.flows[i].onError)
	for _, l := range n.flows[i].links {
		next = append(next, l.to...)
	}
	slices.Sort(next)
	return slices.Compact(next)
}

// With is the same flows with other means of flow i; bounds stay as they are.
func (n *Net) With(i int, f *Flow) *Net {
	flows := slices.Clone(n.flows)
	flows[i] = f
	return &Net{flows: flows, byID: n.byID, byName: n.byName, queues: n.queues, groups: n.groups, totals: n.totals}
}

// Links calls visit for each flow that flow i leads to, with the node from which it does.
func (n *Net) Links(i int, visit func(node cfg.NodeID, to int)) {
	for _, l := range n.flows[i].links {
		for _, to := range l.to {
			visit(l.node, to)
		}
	}
}

// Next returns the flows that an interaction may go on in from a node, each as
// likely; none where it goes on nowhere else. Where a survey follows what runs in
// the queue, it is left out.
func (n *Net) Next(flow int, node cfg.NodeID) []int {
	for _, l := range n.flows[flow].links {
		if l.node == node {
			return l.to
		}
	}
	return nil
}

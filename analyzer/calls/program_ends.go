package calls

import (
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/graph"
)

// finish adds the ways out that no output shows, of vertices that nothing leads
// out of and of those at which a run may end, and the orders that the solvers go by.
func (b *builder) finish(r *region) {
	b.sinkVertex(r, cut)
	if r.loop != cfg.NoLoop {
		b.sinkVertex(r, again)
	}
	r.g, r.labels = graph.New(len(r.verts), b.edges), slices.Clone(b.labels)
	r.order = r.g.ReversePostorder(r.source)
	doomed := r.endless()
	r.stuck = len(doomed) > 0 || slices.Contains(r.order, r.sinks[cut].vertex)
	if ways := append(waysOut(doomed, ""), waysOut(b.mayEnd(r), hidden)...); len(ways) > 0 {
		var edges []graph.Edge
		edges, r.labels = withCut(b.edges, b.labels, ways, r.sinks[cut].vertex)
		r.g = graph.New(len(r.verts), edges)
		r.order = r.g.ReversePostorder(r.source)
	}
	r.scc = r.g.SCC()
	r.open = make([]bool, len(r.verts))
	for _, v := range r.order {
		r.open[v] = true
	}
}

// endless returns where a run that cannot escape is seen to go on for ever, or
// is stuck: every such run comes, after some way without a cycle, to an edge
// that leads backwards.
func (r *region) endless() []int32 {
	sinks := make([]int32, len(r.sinks))
	for i, s := range r.sinks {
		sinks[i] = s.vertex
	}
	escapes := r.g.Transpose().Reach(sinks...)
	number := filled32(len(r.verts), -1)
	for i, v := range r.order {
		number[v] = int32(i)
	}
	var out []int32
	for v, ok := range escapes {
		if ok || number[v] < 0 || r.verts[v].endsHidden() {
			continue
		}
		stuck := len(r.g.Succ(int32(v))) == 0
		for _, to := range r.g.Succ(int32(v)) {
			stuck = stuck || number[to] <= number[v]
		}
		if stuck {
			out = append(out, int32(v))
		}
	}
	return out
}

// hidden labels the edge to the cut of a node at which a run may end although no
// output shows it.
const hidden = "(ends)"

// mayEnd returns the vertices at which a run may end out of sight: those of nodes
// that are marked, and of the exits of calls and loops that hold one.
func (b *builder) mayEnd(r *region) []int32 {
	var out []int32
	for v, vx := range r.verts {
		head := vx.kind == plain && vx.node != cfg.None && b.p.g.Nodes[vx.node].MayEnd && !forks(&b.p.g.Nodes[vx.node])
		if head || vx.endsHidden() {
			out = append(out, int32(v))
		}
	}
	return out
}

// wayOut is an edge to the cut.
type wayOut struct {
	from  int32
	label string
}

func waysOut(from []int32, label string) []wayOut {
	out := make([]wayOut, len(from))
	for i, v := range from {
		out[i] = wayOut{v, label}
	}
	return out
}

// withCut adds edges to the cut, keeping edges and labels in ascending order of
// From.
func withCut(edges []graph.Edge, labels []string, ways []wayOut, to int32) ([]graph.Edge, []string) {
	slices.SortStableFunc(ways, func(a, b wayOut) int { return int(a.from) - int(b.from) })
	outE := make([]graph.Edge, 0, len(edges)+len(ways))
	outL := make([]string, 0, len(edges)+len(ways))
	i := 0
	for _, w := range ways {
		for ; i < len(edges) && edges[i].From <= w.from; i++ {
			outE, outL = append(outE, edges[i]), append(outL, labels[i])
		}
		outE, outL = append(outE, graph.Edge{From: w.from, To: to}), append(outL, w.label)
	}
	return append(outE, edges[i:]...), append(outL, labels[i:]...)
}

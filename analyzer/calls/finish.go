package calls

import (
	"archlint/analyzer/cfg"
	"archlint/analyzer/graph"
)

// finish adds the way out for vertices that nothing leads out of, and the
// orders that the solvers go by.
func (b *builder) finish(r *region, edges []graph.Edge) {
	b.sinkVertex(r, cut)
	if r.loop != cfg.NoLoop {
		b.sinkVertex(r, again)
	}
	g := graph.New(len(r.verts), edges)
	var out []int32
	for _, s := range r.sinks {
		out = append(out, s.vertex)
	}
	escapes := g.Transpose().Reach(out...)
	if doomed := endless(g, r.source, escapes); len(doomed) > 0 {
		edges, r.labels = withCut(edges, r.labels, doomed, r.sinks[cut].vertex)
		g = graph.New(len(r.verts), edges)
	}
	r.g = g
	r.scc = g.SCC()
	r.order = g.ReversePostorder(r.source)
	r.open = g.Reach(r.source)
}

// endless returns where a run that cannot escape is seen to go on for ever, or
// is stuck: every such run comes, after some way without a cycle, to an edge
// that leads backwards.
func endless(g *graph.Directed, source int32, escapes []bool) []int32 {
	number := filled32(g.Len(), -1)
	for i, v := range g.ReversePostorder(source) {
		number[v] = int32(i)
	}
	var out []int32
	for v, ok := range escapes {
		if ok || number[v] < 0 {
			continue
		}
		stuck := len(g.Succ(int32(v))) == 0
		for _, to := range g.Succ(int32(v)) {
			stuck = stuck || number[to] <= number[v]
		}
		if stuck {
			out = append(out, int32(v))
		}
	}
	return out
}

// withCut adds an edge to the cut for each doomed vertex, keeping edges and
// labels in ascending order of From.
func withCut(edges []graph.Edge, labels []string, doomed []int32, to int32) ([]graph.Edge, []string) {
	outE := make([]graph.Edge, 0, len(edges)+len(doomed))
	outL := make([]string, 0, len(edges)+len(doomed))
	i := 0
	for _, v := range doomed {
		for ; i < len(edges) && edges[i].From <= v; i++ {
			outE, outL = append(outE, edges[i]), append(outL, labels[i])
		}
		outE, outL = append(outE, graph.Edge{From: v, To: to}), append(outL, "")
	}
	return append(outE, edges[i:]...), append(outL, labels[i:]...)
}

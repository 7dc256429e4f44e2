package calls

import (
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/graph"
)

// finish adds the way out for vertices that nothing leads out of, and the
// orders that the solvers go by.
func (b *builder) finish(r *region) {
	b.sinkVertex(r, cut)
	if r.loop != cfg.NoLoop {
		b.sinkVertex(r, again)
	}
	r.g, r.labels = graph.New(len(r.verts), b.edges), slices.Clone(b.labels)
	r.order = r.g.ReversePostorder(r.source)
	if doomed := r.endless(); len(doomed) > 0 {
		var edges []graph.Edge
		edges, r.labels = withCut(b.edges, b.labels, doomed, r.sinks[cut].vertex)
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
		if ok || number[v] < 0 {
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

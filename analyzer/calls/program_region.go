package calls

import (
	"iter"
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/graph"
)

// stand is a node's vertex in one of the regions around it.
type stand struct {
	region *region
	vertex int32
}

// region is a procedure's top level or the body of one of its loops.
type region struct {
	number int32 // in program.regions
	proc   *proc
	loop   cfg.LoopID // NoLoop at top level
	rounds int64      // of the loop, the most where it runs either of two numbers
	mean   float64    // of the rounds
	verts  []vertex
	g      *graph.Directed
	source int32
	sinks  []sink // sinks[cut] is always there; in loops sinks[again] too
	scc    graph.Components
	order  []int32 // of the vertices, reverse postorder from the source
	open   []bool  // vertices that can be reached from the source
	stuck  bool    // the cut can be reached without an end that no output shows
	labels []string
	knots  [][]int32 // see inOrder
}

// inOrder returns the vertices of each component, those that can be reached from
// the source, as they come in r's order.
func (r *region) inOrder() [][]int32 {
	if r.knots == nil {
		edges := make([]graph.Edge, len(r.order))
		for i, v := range r.order {
			edges[i] = graph.Edge{From: r.scc.Of[v], To: v}
		}
		rows := graph.New(len(r.verts), edges)
		r.knots = make([][]int32, r.scc.Len())
		for c := range r.knots {
			r.knots[c] = rows.Succ(int32(c))
		}
	}
	return r.knots
}

// at returns the vertex of a node that stands directly in r, which is built.
func (r *region) at(n cfg.NodeID) (int32, bool) {
	i, ok := slices.BinarySearch(r.proc.nodes, n)
	if !ok || r.proc.stands[i].region != r {
		return 0, false
	}
	return r.proc.stands[i].vertex, true
}

// vertex is a node of the region's graph.
type vertex struct {
	node  cfg.NodeID // None for a loop's virtual source and for sinks
	child *region    // set on a loop's head, on a call, and on their exits
	exit  int32      // on an exit: index into child.sinks, or done
	kind  vertexKind
}

type vertexKind uint8

const (
	plain    vertexKind = iota // one cfg node; if child is set, its exits follow
	turns                      // where a loop that is no region comes back to: its node again, at no cost
	endsHere                   // the run ends at its node although no output shows it
	goesOn                     // it goes on after such a node
	leaves                     // an exit of a child region
	ends                       // a sink
)

// exits goes over the vertices that are the exits of vertex v.
func (r *region) exits(v int32) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for x := v + 1; int(x) < len(r.verts) && r.verts[x].kind == leaves && r.verts[x].node == r.verts[v].node; x++ {
			if !yield(x) {
				return
			}
		}
	}
}

// endsHidden reports whether a run ends at v out of sight: at a node, or by the
// exit of a child in which runs are cut short only by such ends.
func (v vertex) endsHidden() bool {
	return v.kind == endsHere || v.kind == leaves && v.exit == cut && !v.child.stuck
}

// forks reports whether a node has vertices of its own for ending out of sight
// and for going on. The head of a loop has none: it runs something besides.
func forks(n *cfg.Node) bool { return n.MayEnd && n.Head == cfg.NoLoop && n.Callee == cfg.None }

// takeable reports whether some run can leave v's child by v.
func (v vertex) takeable() bool {
	c := v.child
	if c.loop == cfg.NoLoop {
		return c.open[c.sinks[v.exit].vertex]
	}
	switch {
	case v.exit == done:
		return c.mean < 1 || c.open[c.sinks[again].vertex]
	case v.exit == early:
		return true
	default:
		return c.rounds > 0 && c.open[c.sinks[v.exit].vertex]
	}
}

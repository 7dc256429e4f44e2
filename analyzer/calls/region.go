package calls

import (
	"iter"
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/graph"
)

// A program is the control-flow graph of a flow cut into pieces that can be
// solved one by one. There is a procedure for the entry, the error handler and
// every called task or module; a procedure's loops with a known number of
// rounds are regions of their own, seen from outside as one vertex with an
// exit for each way out. What is left inside a region is a plain graph.
//
// Control enters a region by its source only, because jumps lead to the start
// of containers and never into a loop's body.
type program struct {
	g       *cfg.Graph
	procs   []*proc // callees before callers; of a recursive group those that are entered from outside
	byRoot  map[cfg.NodeID]int32
	regions []*region // children before parents
	// recursive are the roots of all procedures that can call themselves, ascending.
	recursive []cfg.NodeID

	met   []int32 // scratch of reach: the search that met a node last
	round int32

	free    [][]way // lists of ways that nobody uses at the moment, see capped
	scratch scratch
	work    *work
	room    *room // that the programs of an analysis are built in, one after the other
}

// proc is the part of the graph that runs between a root's Start and the
// return to its caller (or the end of the run).
type proc struct {
	g    *cfg.Graph
	root cfg.NodeID
	// recursive is set when the procedure can call itself, directly or through
	// others. Such calls are drawn as plain edges to the callee's start and
	// from its returns to every place that may have called: more runs than
	// there are, so bounds stay sound.
	recursive bool
	called    bool         // some call from outside its group leads here; the entry and the handler may be called too
	nodes     []cfg.NodeID // ascending
	stands    []stand      // of each of them
	top       *region
	loops     map[cfg.LoopID]*region
}

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
	rounds int64      // of the loop
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
		return c.rounds < 1 || c.open[c.sinks[again].vertex]
	case v.exit == early:
		return true
	default:
		return c.rounds > 0 && c.open[c.sinks[v.exit].vertex]
	}
}

// The sinks that have a fixed place, and the exit of a loop whose rounds are over.
const (
	cut   int32 = 0  // the run is cut short inside: by the cap, or because nothing leads out
	again int32 = 1  // the next round of the loop
	done  int32 = -1 // the loop's rounds are over
	early int32 = -2 // a loop's own further outputs, taken after any round
)

// over stands for the end of the interaction, by an action that ends it or by a
// transfer that succeeds: no run comes back from there.
const over cfg.NodeID = -2

// sink is a way out of a region: to a node outside, or back to a loop's head.
type sink struct {
	target cfg.NodeID // None for cut and again, over where the interaction ends
	back   bool
	vertex int32
}

// roundsOf tells which loops are regions, and how many rounds they run.
type roundsOf func(cfg.LoopID) (int64, bool)

// constantRounds makes regions of the loops whose count is constant.
func constantRounds(g *cfg.Graph) roundsOf {
	return func(l cfg.LoopID) (int64, bool) {
		if c := g.Loops[l].Count; c != nil {
			return *c, true
		}
		return 0, false
	}
}

func newProgram(g *cfg.Graph, rounds roundsOf, w *work) *program {
	p := &program{g: g, work: w, byRoot: make(map[cfg.NodeID]int32), met: make([]int32, len(g.Nodes))}
	p.addProcs()
	return p.cut(rounds)
}

// recut is the same program with other loops as regions; its procedures are
// found already. Without loops there is nothing to change.
func (p *program) recut(rounds roundsOf) *program {
	if len(p.g.Loops) == 0 {
		return p
	}
	q := &program{g: p.g, byRoot: p.byRoot, recursive: p.recursive, work: p.work, room: p.room}
	for _, pr := range p.procs {
		q.procs = append(q.procs, &proc{g: pr.g, root: pr.root, recursive: pr.recursive, called: pr.called, nodes: pr.nodes})
	}
	return q.cut(rounds)
}

func (p *program) cut(rounds roundsOf) *program {
	if p.room == nil {
		p.room = p.newRoom()
	}
	b := &builder{p: p, rounds: rounds, room: p.room}
	for _, pr := range p.procs {
		b.build(pr)
	}
	return p
}

// proc returns the procedure that starts at root.
func (p *program) proc(root cfg.NodeID) *proc {
	if i, ok := p.byRoot[root]; ok {
		return p.procs[i]
	}
	return nil
}

// addProcs finds the procedures and orders them callees first.
func (p *program) addProcs() {
	roots := []cfg.NodeID{}
	add := func(n cfg.NodeID) {
		if n == cfg.None {
			return
		}
		if _, ok := p.byRoot[n]; !ok {
			p.byRoot[n] = int32(len(roots))
			roots = append(roots, n)
		}
	}
	add(p.g.Entry)
	add(p.g.Handler)
	var calls []graph.Edge
	nodes, size := make(map[cfg.NodeID][]cfg.NodeID), 0
	for i := 0; i < len(roots); i++ {
		nodes[roots[i]] = p.reach(roots[i], nil)
		size += len(nodes[roots[i]])
		if all := len(p.g.Nodes); len(roots) > 1 && (size-all)*all > p.work.procs {
			p.mergeProcs()
			return
		}
		for _, n := range nodes[roots[i]] {
			if callee := p.g.Nodes[n].Callee; callee != cfg.None {
				add(callee)
				calls = append(calls, graph.Edge{From: int32(i), To: p.byRoot[callee]})
			}
		}
	}
	p.order(roots, graph.New(len(roots), calls), nodes)
	p.met = nil
}

// mergeProcs takes all procedures for one group whose members call one another. It is
// for flows whose called tasks all jump into the same tasks: a procedure each would
// hold all of those. More runs are allowed for than there are, so that greatest counts
// stay sound. Least counts are 0, and how often each caller is returned to on average
// is lost.
func (p *program) mergeProcs() {
	p.work.met, p.work.unsettled, p.work.merged = true, true, true
	callees := make(map[cfg.NodeID]bool)
	for i := range p.g.Nodes {
		if callee := p.g.Nodes[i].Callee; callee != cfg.None {
			callees[callee] = true
		}
	}
	var roots []cfg.NodeID
	nodes := make(map[cfg.NodeID][]cfg.NodeID)
	for _, root := range []cfg.NodeID{p.g.Entry, p.g.Handler} {
		if root != cfg.None && nodes[root] == nil {
			nodes[root] = p.reach(root, callees)
			roots = append(roots, root)
		}
	}
	for _, root := range slices.Clone(roots) {
		for _, n := range nodes[root] {
			if callees[n] && n != p.g.Entry && n != p.g.Handler {
				roots = append(roots, n)
				delete(callees, n)
			}
		}
	}
	round := make([]graph.Edge, len(roots))
	for i := range roots {
		round[i] = graph.Edge{From: int32(i), To: int32((i + 1) % len(roots))}
	}
	p.order(roots, graph.New(len(roots), round), nodes)
	p.met = nil
}

// order adds the procedures, callees first. Those that call one another have the
// same nodes: only such as are entered from outside their group get a program of
// their own, so that the group costs its size and not its size times its members.
func (p *program) order(roots []cfg.NodeID, calls *graph.Directed, nodes map[cfg.NodeID][]cfg.NodeID) {
	clear(p.byRoot)
	scc := calls.SCC()
	outside := calledFromOutside(calls, scc)
	for c := int32(scc.Len()) - 1; c >= 0; c-- {
		group := make(map[cfg.NodeID]bool)
		if scc.Cyclic[c] {
			for _, i := range scc.Members(c) {
				group[roots[i]] = true
				p.recursive = append(p.recursive, roots[i])
			}
		}
		for _, i := range scc.Members(c) {
			root := roots[i]
			if scc.Cyclic[c] && !outside[i] && root != p.g.Entry && root != p.g.Handler {
				continue
			}
			pr := &proc{g: p.g, root: root, recursive: scc.Cyclic[c], called: outside[i], nodes: nodes[root]}
			if pr.recursive {
				pr.nodes = p.reach(root, group)
			}
			p.byRoot[root] = int32(len(p.procs))
			p.procs = append(p.procs, pr)
		}
	}
	slices.Sort(p.recursive)
}

// calledFromOutside tells of each procedure whether one that it cannot call back
// calls it.
func calledFromOutside(calls *graph.Directed, scc graph.Components) []bool {
	outside := make([]bool, calls.Len())
	for from := int32(0); int(from) < calls.Len(); from++ {
		for _, to := range calls.Succ(from) {
			outside[to] = outside[to] || scc.Of[to] != scc.Of[from]
		}
	}
	return outside
}

// callsItself reports whether the procedure that starts at root can call itself.
func (p *program) callsItself(root cfg.NodeID) bool {
	_, found := slices.BinarySearch(p.recursive, root)
	return found
}

// reach returns the nodes that control can pass between root and its returns,
// in the order of the graph. Calls into the group are followed like jumps.
func (p *program) reach(root cfg.NodeID, group map[cfg.NodeID]bool) []cfg.NodeID {
	p.round++
	p.met[root] = p.round
	nodes := []cfg.NodeID{root}
	for i := 0; i < len(nodes); i++ {
		n := &p.g.Nodes[nodes[i]]
		if n.Callee != cfg.None && group[n.Callee] && p.met[n.Callee] != p.round {
			p.met[n.Callee] = p.round
			nodes = append(nodes, n.Callee)
		}
		for _, e := range n.Out {
			if p.met[e.To] != p.round {
				p.met[e.To] = p.round
				nodes = append(nodes, e.To)
			}
		}
	}
	slices.Sort(nodes)
	return nodes
}

// returnsTo are the edges of a call that are taken when the callee returns by output.
func returnsTo(out []cfg.Edge, output string) []cfg.Edge {
	var taken []cfg.Edge
	for _, k := range cfg.ReturnEdges(out, output) {
		taken = append(taken, out[k])
	}
	return taken
}

package calibrate

import (
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
)

// variable is how many runs pass an edge, or end at a node, in all runs.
type variable struct {
	from cfg.NodeID
	edge int // of from's edges, -1: runs that end at from although no output shows it, -2: calls that from makes
	seed float64
	low  float64
	high float64
	x    float64
}

const (
	endsHere = -1
	makesIt  = -2
)

// equation says that variables add up: those of in and a constant are as much as those
// of out, or, where target is counted, in and the constant are the target.
type equation struct {
	node    cfg.NodeID
	in, out []int32
	add     float64 // beside in
	counted bool
	target  float64
	slack   float64 // by which the target may be off
	loose   bool    // the target follows from a model
}

// network is the flow of runs through a graph.
type network struct {
	g         *cfg.Graph
	vars      []variable
	equations []equation
	edges     map[cfg.NodeID][]int32 // variables of a node's edges
	parts     map[cfg.NodeID][]part  // of a node's edges, one each
	ends      map[cfg.NodeID]int32
	entries   map[cfg.NodeID][]int32 // into a node, rounds of a loop left out
	backs     map[cfg.NodeID][]int32 // rounds of a loop
	passes    map[cfg.NodeID]float64
	counts    map[cfg.NodeID]float64
	// loose are the nodes whose passes follow from a model; settling is set while they
	// have not come to rest: no bound is drawn from them then.
	loose    map[cfg.NodeID]bool
	repeated map[cfg.NodeID]bool
	settling bool
	heads    heads
	off      float64 // by how much the worst equation cannot hold
	worst    int
}

// heads tells what executions of a loop action are.
type heads int

const (
	headsEnter   heads = iota // entries alone
	headsTurn                 // every round
	headsUnknown              // neither fits
)

// leaks tells where runs may end although no output shows it.
type leaks int

const (
	markedOnly  leaks = iota // where the graph says so
	wherePeople              // where people hear, say or type something, or wait
	everywhere               // at any action
)

// mayLeak reports whether runs may end at a node out of sight.
func mayLeak(n *cfg.Node, where leaks) bool {
	if n.Head != cfg.NoLoop {
		return false
	}
	switch {
	case n.MayEnd || n.Callee != cfg.None:
		return true
	case where == markedOnly:
		return false
	case n.Kind == cfg.Menu:
		return true
	case n.Kind != cfg.Act || n.Final:
		return false
	case where == wherePeople:
		return n.Action.Kind.Talks || n.Action.Kind.Waits || n.Action.Kind.Offers
	}
	return true
}

// newNetwork draws the flow of runs: the passes of counted nodes are its constants.
func newNetwork(g *cfg.Graph, c NodeCounts, passes map[cfg.NodeID]float64, how network, m calls.Model, where leaks) *network {
	w := &network{
		g: g, passes: passes, counts: c.Nodes,
		loose: how.loose, repeated: how.repeated, settling: how.settling, heads: how.heads,
		edges: map[cfg.NodeID][]int32{}, parts: map[cfg.NodeID][]part{}, ends: map[cfg.NodeID]int32{},
		entries: map[cfg.NodeID][]int32{}, backs: map[cfg.NodeID][]int32{},
	}
	made := map[cfg.NodeID]int32{} // calls by the nodes that make them
	for i := range g.Nodes {
		w.addNode(cfg.NodeID(i), c, m, where, made)
	}
	calledFrom := map[cfg.NodeID][]int32{}
	for n := range g.Nodes {
		if v, ok := made[cfg.NodeID(n)]; ok {
			calledFrom[g.Nodes[n].Callee] = append(calledFrom[g.Nodes[n].Callee], v)
		}
	}
	for i := range g.Nodes {
		w.conserve(cfg.NodeID(i), c, calledFrom[cfg.NodeID(i)], made)
	}
	return w
}

// addNode adds the variables of what leaves a node.
func (w *network) addNode(id cfg.NodeID, c NodeCounts, m calls.Model, where leaks, made map[cfg.NodeID]int32) {
	n := &w.g.Nodes[id]
	if !n.Live {
		return
	}
	size, counted := w.passes[id]
	if !counted {
		size = c.Runs
	}
	shares := seeds(w.g, id, c, m)
	for k, e := range n.Out {
		seed := max(size*shares[k], 1e-9*c.Runs)
		if at := parallel(n, k); at < k { // two ways to one place are one for what is counted
			first := w.parts[id][at].variable
			w.vars[first].seed += seed
			w.parts[id] = append(w.parts[id], part{first, seed})
			continue
		}
		v := w.add(variable{from: id, edge: k, seed: seed})
		w.edges[id] = append(w.edges[id], v)
		w.parts[id] = append(w.parts[id], part{v, seed})
		if n := &w.g.Nodes[e.To]; n.Head != cfg.NoLoop && (e.Kind == cfg.Back || e.Kind == cfg.Wrap) {
			w.backs[e.To] = append(w.backs[e.To], v)
		} else {
			w.entries[e.To] = append(w.entries[e.To], v)
		}
	}
	if n.Callee != cfg.None {
		made[id] = w.add(variable{from: id, edge: makesIt, seed: size})
	}
	if mayLeak(n, where) && n.Kind != cfg.End && n.Kind != cfg.Return {
		w.ends[id] = w.add(variable{from: id, edge: endsHere, seed: size * leakSeed})
	}
}

// part is what an edge has of a variable: in proportion to its seed.
type part struct {
	variable int32
	seed     float64
}

// share is what the k-th edge of a node has of its variable, of which it may be alone.
func (w *network) share(id cfg.NodeID, k int) (share float64, alone bool) {
	p := w.parts[id][k]
	all := 0.0
	for _, other := range w.parts[id] {
		if other.variable == p.variable {
			all += other.seed
		}
	}
	return p.seed / all, p.seed == all
}

// parallel is the first edge of a node that leads where the k-th one does.
func parallel(n *cfg.Node, k int) int {
	for i, e := range n.Out[:k] {
		if e.To == n.Out[k].To && e.Kind == n.Out[k].Kind && (e.Output == "loop") == (n.Out[k].Output == "loop") {
			return i
		}
	}
	return k
}

// leakSeed is the share of the passes of a node that are taken to end there before
// counts say more.
const leakSeed = 1e-3

func (w *network) add(v variable) int32 {
	v.x, v.high = v.seed, unlimited
	w.vars = append(w.vars, v)
	return int32(len(w.vars) - 1)
}

const unlimited = 1e18

// seeds are the shares of a node's edges before counts say more.
func seeds(g *cfg.Graph, id cfg.NodeID, c NodeCounts, m calls.Model) []float64 {
	n := &g.Nodes[id]
	if n.Head != cfg.NoLoop {
		return headSeeds(g, n, m)
	}
	p := m.Shares(id, outputsOf(n))
	if failed, ok := c.Trouble[id]; ok {
		troubled(p, outputsOf(n), failed)
	}
	return p
}

// headSeeds are passes by each edge of a loop's head for one entry.
func headSeeds(g *cfg.Graph, n *cfg.Node, m calls.Model) []float64 {
	p := make([]float64, len(n.Out))
	rounds := m.MeanRounds(g, n.Head)
	for i, e := range n.Out {
		if p[i] = 1 / float64(max(len(n.Out)-1, 1)); e.Output == "loop" || g.Loops[n.Head].Task {
			p[i] = max(rounds, 0.01)
		}
	}
	return p
}

// outputsOf are the outputs of a node's edges.
func outputsOf(n *cfg.Node) []string {
	out := make([]string, len(n.Out))
	for i, e := range n.Out {
		out[i] = e.Output
	}
	return out
}

// conserve adds the equations of a node: what comes in is its count, and leaves it.
func (w *network) conserve(id cfg.NodeID, c NodeCounts, calledFrom []int32, made map[cfg.NodeID]int32) {
	n := &w.g.Nodes[id]
	if !n.Live || n.Kind == cfg.End || n.Kind == cfg.Return {
		return
	}
	in := append(append([]int32{}, w.entries[id]...), calledFrom...)
	start := 0.0
	if id == w.g.Entry {
		start = c.Runs
	}
	if id == w.g.Handler && id != w.g.Entry {
		return // runs come there by errors, from anywhere
	}
	target, counted := w.passes[id]
	slack := w.slackOf(id, target)
	head := n.Head != cfg.NoLoop
	if head && c.Executions {
		switch w.heads {
		case headsTurn:
			in = append(in, w.backs[id]...)
		case headsUnknown:
			counted = false
		}
	}
	if counted {
		w.equations = append(w.equations, equation{node: id, in: in, add: start, counted: true, target: target, slack: slack, loose: w.loose[id]})
	}
	out := w.edges[id]
	if e, ok := w.ends[id]; ok {
		out = append(append([]int32{}, out...), e)
	}
	if call, ok := made[id]; ok {
		w.equations = append(w.equations, equation{node: id, in: in, out: []int32{call}, add: start})
	}
	if counted && !head && w.loose[id] { // what comes in leaves, whatever the count comes to
		w.equations = append(w.equations, equation{node: id, in: in, out: out, add: start})
	}
	switch {
	case counted && !head:
		w.equations = append(w.equations, equation{node: id, in: out, counted: true, target: target, slack: slack, loose: w.loose[id]})
	case head && c.Executions && w.heads == headsTurn:
		w.equations = append(w.equations, equation{node: id, in: in, out: out, add: start})
	default:
		w.equations = append(w.equations, equation{node: id, in: append(in, w.backs[id]...), out: out, add: start})
	}
}

// slackOf is by how much a count may be off: half a run, and more where it follows from
// a model.
func (w *network) slackOf(id cfg.NodeID, target float64) float64 {
	if w.loose[id] {
		return 1 + 0.02*target
	}
	return 0.5
}

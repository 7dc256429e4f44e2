package calls

import (
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/graph"
)

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

// calledFromOutside returns for each procedure whether one that it cannot call back
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

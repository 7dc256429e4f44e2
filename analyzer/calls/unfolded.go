package calls

import (
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/graph"
)

// unfolding is an analysis of an unfolded graph behind the one of the graph itself.
type unfolding struct {
	*cfg.Unfolded
	fine  *Analysis
	nodes [][]cfg.NodeID // that stand for each node, passes alone
	plain []BoundedBy    // what the graph itself bounds each node by
}

// NewUnfolded prepares the analysis of g, whose questions are answered from u as
// well: of two sound bounds the closer one counts, and means are those of u.
func NewUnfolded(g *cfg.Graph, u *cfg.Unfolded, m Model) *Analysis {
	a := New(g, m)
	un := &unfolding{Unfolded: u, nodes: make([][]cfg.NodeID, len(g.Nodes))}
	for i, n := range u.Origin {
		if !u.Turns[i] {
			un.nodes[n] = append(un.nodes[n], cfg.NodeID(i))
		}
	}
	un.fine = New(u.Graph, un.model(g, a.Model))
	un.fine.shownAs = u.Origin
	un.fine.whole = g
	a.unfolded = un
	return a
}

// model is the branch model of the unfolded graph: shares of outputs are those of the
// origin's, given that one of the outputs is taken that are left.
func (u *unfolding) model(g *cfg.Graph, m Model) Model {
	fine := m
	made := make(map[cfg.NodeID]map[string]float64)
	fine.Share = func(n cfg.NodeID, output string) (float64, bool) {
		shares, ok := made[n]
		if !ok {
			shares = u.shares(g, m, n)
			made[n] = shares
		}
		share, ok := shares[output]
		return share, ok
	}
	if m.Count != nil {
		fine.Count = func(head cfg.NodeID) (float64, bool) { return m.Count(u.Origin[head]) }
	}
	if m.Ends != nil {
		fine.Ends = func(n cfg.NodeID) float64 { return m.Ends(u.Origin[n]) }
	}
	return fine
}

// shares are those of the outputs of a node of the unfolded graph; none where its
// edges stand for no edges of the origin.
func (u *unfolding) shares(g *cfg.Graph, m Model, n cfg.NodeID) map[string]float64 {
	node, ways := &u.Graph.Nodes[n], u.Ways[n]
	from := &g.Nodes[u.Origin[n]]
	if len(ways) == 0 || slices.Contains(ways, -1) || node.Head != cfg.NoLoop || from.Kind == cfg.Return {
		return nil
	}
	var p []float64
	if from.Head != cfg.NoLoop {
		p = u.turnShares(g, m, u.Origin[n])
	} else {
		outputs := make([]string, len(from.Out))
		for i, e := range from.Out {
			outputs[i] = e.Output
		}
		p = m.shares(u.Origin[n], outputs)
	}
	same, names, sum := make(map[int32]float64), make(map[string]float64), 0.0
	for i, k := range ways {
		if same[k] == 0 { // in the order of the edges: sums of fractions depend on it
			sum += p[k]
		}
		same[k]++
		names[node.Out[i].Output]++
	}
	out := make(map[string]float64, len(ways))
	for i, k := range ways {
		share := 1 / float64(len(same))
		if sum > 0 {
			share = p[k] / sum
		}
		out[node.Out[i].Output] += share / same[k] / names[node.Out[i].Output]
	}
	return out
}

// turnShares are those of the head of a loop whose rounds are told apart: it goes
// round as often, on average, as the model says of the loop.
func (u *unfolding) turnShares(g *cfg.Graph, m Model, head cfg.NodeID) []float64 {
	rounds := m.meanRounds(g, g.Nodes[head].Head)
	p := make([]float64, len(g.Nodes[head].Out))
	again, others := rounds/(rounds+1), 0.0
	if most := g.Loops[g.Nodes[head].Head].Count; most != nil && rounds >= float64(*most) && m.given(head) {
		again = 1 // all rounds, none of them the last by chance
	}
	for _, e := range g.Nodes[head].Out {
		if e.Output != "loop" {
			others++
		}
	}
	for i, e := range g.Nodes[head].Out {
		if p[i] = (1 - again) / max(others, 1); e.Output == "loop" {
			p[i] = again
		}
	}
	return p
}

// each is a weighting of the nodes that stand for those of another one.
func each[T any](u *unfolding, of map[cfg.NodeID]T) map[cfg.NodeID]T {
	out := make(map[cfg.NodeID]T, len(of))
	for n, x := range of {
		for _, c := range u.nodes[n] {
			out[c] = x
		}
	}
	return out
}

// all are the nodes that stand for some nodes.
func (u *unfolding) all(nodes []cfg.NodeID) []cfg.NodeID {
	var out []cfg.NodeID
	for _, n := range nodes {
		out = append(out, u.nodes[n]...)
	}
	return out
}

// node bounds how often a node runs, on the unfolded graph.
func (u *unfolding) node(n cfg.NodeID) Count {
	if len(u.nodes[n]) == 1 {
		return u.fine.Node(u.nodes[n][0])
	}
	return u.fine.Group(u.nodes[n])
}

// closer names what a bound of the unfolded graph rests on, a bound for some nodes
// together. What the graph itself leaves to the platform's cap is bounded by a
// counter; counts of loops that follow from values are in the graph. Where only the
// cap bounds a large unfolded graph, the graph itself may know better.
func (u *unfolding) closer(fine Count, nodes []cfg.NodeID, coarse func() Count) Count {
	if fine.BoundedBy == PlatformLimit {
		u.fine.rebuild()
		if !u.fine.exact {
			if c := coarse(); c.Max < fine.Max {
				fine.Max, fine.BoundedBy = c.Max, c.BoundedBy
			}
		}
		return u.fine.consistent(fine)
	}
	if u.plain == nil {
		u.plain = groundsOf(u.fine.whole)
	}
	fine.BoundedBy = Acyclic
	for _, n := range nodes {
		if len(u.nodes[n]) > 0 {
			fine.BoundedBy = Weaker(fine.BoundedBy, u.plain[n])
		}
	}
	return fine
}

// groundsOf is what bounds how often each node runs, by the shape of the graph alone: a
// cycle leaves it to a counter, a loop with a count to that, and so for all that they
// call.
func groundsOf(g *cfg.Graph) []BoundedBy {
	out := make([]BoundedBy, len(g.Nodes))
	for i := range out {
		out[i] = Acyclic
	}
	mark := func(by BoundedBy, follow func(from *cfg.Node, e cfg.Edge) bool) {
		edges := make([]graph.Edge, 0, 2*len(g.Nodes))
		for i := range g.Nodes {
			n := &g.Nodes[i]
			for _, e := range n.Out {
				if follow(n, e) {
					edges = append(edges, graph.Edge{From: int32(i), To: int32(e.To)})
				}
			}
			if n.Callee != cfg.None {
				edges = append(edges, graph.Edge{From: int32(i), To: int32(n.Callee)})
			}
		}
		for n, in := range inCycles(graph.New(len(g.Nodes), edges), g) {
			if in {
				out[n] = by
			}
		}
	}
	mark(LoopCount, func(*cfg.Node, cfg.Edge) bool { return true })
	mark(Counter, func(from *cfg.Node, e cfg.Edge) bool {
		head := g.Nodes[e.To].Head
		return head == cfg.NoLoop || g.Loops[head].Count == nil || from.Loop == cfg.NoLoop || e.Kind != cfg.Back
	})
	return out
}

// inCycles reports which nodes stand in a cycle, or in a task that such a node calls.
func inCycles(d *graph.Directed, g *cfg.Graph) []bool {
	scc := d.SCC()
	in := make([]bool, d.Len())
	var called []int32
	for v := range in {
		in[v] = scc.Cyclic[scc.Of[v]]
		if callee := g.Nodes[v].Callee; in[v] && callee != cfg.None {
			called = append(called, int32(callee))
		}
	}
	for v, reached := range d.Reach(called...) {
		in[v] = in[v] || reached
	}
	return in
}

// rates leaves out what runs only once.
func (u *unfolding) rates(a *Analysis, rates []float64) []float64 {
	out := slices.Clone(rates)
	for n := range out {
		if out[n] > 0 && a.Node(cfg.NodeID(n)).Max <= 1 {
			out[n] = 0
		}
	}
	return out
}

// visits is how often a node is passed on average.
func (u *unfolding) visits(n cfg.NodeID) float64 {
	sum := 0.0
	for _, c := range u.nodes[n] {
		sum += u.fine.Visits(c)
	}
	return sum
}

// steps names the steps of a run of the unfolded graph as the graph does.
func (u *unfolding) steps(run []Step) []Step {
	for i := range run {
		if run[i].Node != cfg.None {
			run[i].Node = u.Origin[run[i].Node]
		}
		u.steps(run[i].Rounds)
	}
	return run
}

// ended reports whether a likely run of the unfolded graph comes to its end.
func (u *unfolding) ended(run []Step) bool {
	return len(run) > 0 && len(u.Graph.Nodes[run[len(run)-1].Node].Out) == 0
}

// adds are moments at the nodes that stand for others.
func (u *unfolding) adds(a Adds) Adds {
	return Adds{At: each(u, a.At), GoesOn: each(u, a.GoesOn), Ends: each(u, a.Ends)}
}

// witness is a run in which a node runs as often as the unfolded graph says.
func (u *unfolding) witness(n cfg.NodeID, c Count) []Step {
	if len(u.nodes[n]) == 1 {
		return u.steps(u.fine.Witness(u.nodes[n][0], c))
	}
	return u.steps(u.fine.WorstRun(u.nodes[n]))
}

// Unfolding returns the unfolded graph that questions are answered from, with the
// branch model of it and the origin of each node; nil where there is none.
func (a *Analysis) Unfolding() (g *cfg.Graph, m Model, origin []cfg.NodeID) {
	if a.unfolded == nil {
		return nil, Model{}, nil
	}
	return a.unfolded.Graph, a.unfolded.fine.Model, a.unfolded.Origin
}

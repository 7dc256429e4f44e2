package interaction

import (
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
)

// solveGroup bounds the interactions of flows that lead back to one another.
func (n *Net) solveGroup(group []int32) {
	most := n.mostOf(group)
	for k, i := range group {
		n.totals[i].Count = calls.Count{BoundedBy: most[k].BoundedBy}
		n.totals[i].ByEnd = calls.ByEnd{Returns: calls.Bound{Possible: true}, Ends: calls.Bound{Possible: true}}
	}
	n.leastOf(group)
	n.meanOf(group)
	for k, i := range group {
		c := &n.totals[i].Count
		c.Max = most[k].Max
		c.Min = min(c.Min, c.Max)
		c.Expected = min(max(c.Expected, float64(c.Min)), float64(c.Max))
		all := calls.Bound{Min: c.Min, Max: c.Max, Possible: true}
		n.totals[i].ByEnd = calls.ByEnd{Returns: all, Ends: all}
	}
}

// leastOf raises the least counts from nothing: each round uses the last round's counts
// of the other flows, so that every round is a lower bound.
func (n *Net) leastOf(group []int32) {
	for round := 0; round <= len(group) && round < 5; round++ {
		next := make([]int64, len(group))
		changed := false
		for k, i := range group {
			_, all, _ := n.flows[i].analysis().Weigh(n.tally(int(i)).weighing(least))
			next[k] = min(all.Min, calls.ActionCap)
			changed = changed || next[k] != n.totals[i].Count.Min
		}
		for k, i := range group {
			n.totals[i].Count.Min = next[k]
			all := calls.Bound{Min: next[k], Possible: true}
			n.totals[i].ByEnd = calls.ByEnd{Returns: all, Ends: all}
		}
		if !changed {
			return
		}
	}
}

// meanOf solves the means of the group's flows: each has its own calls and those
// of the flows behind its links.
func (n *Net) meanOf(group []int32) {
	r := n.rounds(n.groups.Of[group[0]])
	reward := make([]float64, len(r.members))
	for k, i := range r.members {
		f := n.flows[i]
		reward[k] = f.Own.Expected
		for _, l := range f.links { // those of the group count nothing yet
			reward[k] += f.visits[l.node] * n.tallyOf(f).behind(l).Expected
		}
	}
	means, ok := r.chain.Values(reward)
	for k, i := range r.members {
		c := &n.totals[i].Count
		if c.Expected = float64(calls.ActionCap); ok {
			c.Expected = min(means[k], float64(calls.ActionCap))
		}
	}
}

// mostOf bounds the calls of an interaction that enters at each of the group's flows. The
// group is analysed as one flow, and the cap on executed actions bounds the whole
// interaction: no document says that counting restarts in each flow. Flows outside of the
// group are added as to any flow. In large groups one bound holds for all entries.
func (n *Net) mostOf(group []int32) []calls.Count {
	most := make([]calls.Count, len(group))
	one, entries, plain := n.merge(group)
	if !plain {
		for k := range group {
			most[k].Max, most[k].BoundedBy = n.flat(group)
		}
		return most
	}
	for k := range group {
		if apart := len(group)*len(one.opened.Graph.Nodes) <= apartSize; apart || k == 0 {
			if apart {
				one.opened.Graph.Entry = entries[k]
			}
			one.opened = calls.New(one.opened.Graph, one.opened.Model)
			t := n.tallyOf(one)
			t.own = one.opened.Sum(t.weights())
			most[k].Max, _, most[k].BoundedBy = t.greatest()
			continue
		}
		most[k] = most[0]
	}
	return most
}

// apartSize is the number of nodes to look at up to which each flow of a group
// is bounded apart.
const apartSize = 100_000

// flat returns a bound for groups that are more than flows that hand over: every call
// costs an action.
func (n *Net) flat(group []int32) (int64, calls.BoundedBy) {
	own, besides := int64(0), int64(0)
	for _, i := range group {
		f := n.flows[i]
		own = plus(own, f.Own.Max)
		for _, l := range append(f.links, link{to: f.onError}) {
			if !n.inside(l, n.groups.Of[i]) {
				besides = plus(besides, n.tallyOf(f).behind(l).Max)
			}
		}
	}
	model := n.flows[group[0]].analysis().Model
	most := model.Cap + model.CapHandler
	if own == 0 && besides == 0 {
		return 0, calls.Acyclic
	}
	if besides > 0 { // each action may lead there
		return plus(most, product(most, besides)), calls.PlatformLimit
	}
	return most, calls.PlatformLimit
}

// inside reports whether a link leads to flows of that group alone.
func (n *Net) inside(l link, group int32) bool {
	for _, to := range l.to {
		if n.groups.Of[to] != group {
			return false
		}
	}
	return true
}

// merge draws the flows of a group as one: a hand over inside it is a jump, a
// bot is a called task, and the run may begin in each of them. Links that lead
// out of the group stay. It is not plain where more happens than that: errors
// that are handled, or one place that leads on twice.
func (n *Net) merge(group []int32) (one *Flow, entries []cfg.NodeID, plain bool) {
	m := merger{n: n, g: &cfg.Graph{Handler: cfg.None}, at: make(map[int]cfg.NodeID), one: &Flow{}}
	m.g.Nodes = append(m.g.Nodes, cfg.Node{Kind: cfg.Fork, Loop: cfg.NoLoop, Head: cfg.NoLoop, Callee: cfg.None, Live: true})
	for _, i := range group {
		f := n.flows[i]
		if f.analysis().Graph.Handler != cfg.None || len(f.onError) > 0 || f.analysis().Graph.Entry == cfg.None {
			return nil, nil, false
		}
		m.at[int(i)] = m.copy(f)
	}
	m.g.End = m.at[int(group[0])] + n.flows[group[0]].analysis().Graph.End
	for _, i := range group {
		entries = append(entries, m.entry(int(i)))
		m.g.Nodes[0].Out = append(m.g.Nodes[0].Out, cfg.Edge{To: m.entry(int(i)), Kind: cfg.Jump})
		if !m.link(int(i)) {
			return nil, nil, false
		}
	}
	model := n.flows[group[0]].analysis().Model
	m.one.opened = &calls.Analysis{Graph: m.g, Model: calls.Model{Rare: model.Rare, Rounds: model.Rounds, Cap: model.Cap,
		CapHandler: model.CapHandler}}
	return m.one, entries, true
}

// merger is the state of one merge: at is where the nodes of each flow begin.
type merger struct {
	n   *Net
	g   *cfg.Graph
	at  map[int]cfg.NodeID
	one *Flow
}

func (m *merger) entry(i int) cfg.NodeID { return m.at[i] + m.n.flows[i].analysis().Graph.Entry }

// copy adds the nodes and loops of f, and returns where they begin.
func (m *merger) copy(f *Flow) cfg.NodeID {
	from, at, loops := f.analysis().Graph, cfg.NodeID(len(m.g.Nodes)), cfg.LoopID(len(m.g.Loops))
	for _, node := range from.Nodes {
		out := make([]cfg.Edge, len(node.Out))
		for k, e := range node.Out {
			e.To += at
			out[k] = e
		}
		node.Out = out
		if node.Callee != cfg.None {
			node.Callee += at
		}
		if node.Loop != cfg.NoLoop {
			node.Loop += loops
		}
		if node.Head != cfg.NoLoop {
			node.Head += loops
		}
		m.g.Nodes = append(m.g.Nodes, node)
	}
	for _, l := range from.Loops {
		l.Head += at
		if l.Parent != cfg.NoLoop {
			l.Parent += loops
		}
		m.g.Loops = append(m.g.Loops, l)
	}
	for _, c := range f.Calls {
		m.one.Calls = append(m.one.Calls, c+at)
	}
	return at
}

// link draws the links of flow i that stay in the group, and keeps the others.
func (m *merger) link(i int) bool {
	group, seen := m.n.groups.Of[i], make(map[cfg.NodeID]bool)
	for _, l := range m.n.flows[i].links {
		node := l.node + m.at[i]
		var in, out []int
		for _, to := range l.to {
			if m.n.groups.Of[to] == group {
				in = append(in, to)
			} else {
				out = append(out, to)
			}
		}
		if len(out) > 0 {
			m.one.links = append(m.one.links, link{node: node, returns: l.returns, runs: l.runs, to: out})
		}
		if len(in) == 0 {
			continue
		}
		if seen[l.node] {
			return false
		}
		seen[l.node] = true
		for _, to := range in {
			if l.returns {
				m.call(node, to)
			} else {
				m.g.Nodes[node].Out = append(m.g.Nodes[node].Out, cfg.Edge{To: m.entry(to), Kind: cfg.Jump})
			}
		}
	}
	return true
}

// call lets a node run flow i and come back: every end of that flow returns.
func (m *merger) call(node cfg.NodeID, i int) {
	end := &m.g.Nodes[m.at[i]+m.n.flows[i].analysis().Graph.End]
	end.Kind, end.Output = cfg.Return, "default"
	from := m.g.Nodes[node]
	fork := cfg.NodeID(len(m.g.Nodes))
	m.g.Nodes = append(m.g.Nodes, cfg.Node{
		Kind: cfg.Fork, Loop: from.Loop, Head: cfg.NoLoop, Callee: m.entry(i), Live: from.Live, Out: from.Out,
	})
	m.g.Nodes[node].Out = append(append([]cfg.Edge(nil), from.Out...), cfg.Edge{To: fork})
}

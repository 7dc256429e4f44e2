package unfold

import (
	"slices"

	"archlint/analyzer/cfg"
)

// result draws the graph of the states; nil where values settled nothing.
func (x *explorer) result() *Unfolding {
	if !x.useful() {
		return nil
	}
	u := &Unfolding{Unfolded: cfg.Unfolded{
		Graph:  &cfg.Graph{Flow: x.p.g.Flow, Entry: cfg.NodeID(x.roots[0]), Handler: cfg.NodeID(x.roots[1]), End: cfg.None},
		Origin: make([]cfg.NodeID, len(x.states)), Turns: make([]bool, len(x.states)), Ways: make([][]int32, len(x.states)),
	}}
	loops := x.drawLoops(u.Graph)
	u.Graph.Nodes = make([]cfg.Node, len(x.states))
	edges, ways := make([]cfg.Edge, len(x.ways)), make([]int32, len(x.ways))
	for i := range x.states {
		lo, hi := x.first[i], x.first[i+1]
		x.draw(u, i, loops, edges[lo:lo:hi], ways[lo:lo:hi])
	}
	if u.Graph.End == cfg.None { // no run ends: the graph has an end all the same
		u.Graph.End = cfg.NodeID(len(u.Graph.Nodes))
		u.Graph.Nodes = append(u.Graph.Nodes, cfg.Node{Kind: cfg.End, Loop: cfg.NoLoop, Head: cfg.NoLoop, Callee: cfg.None})
		u.Origin, u.Turns, u.Ways = append(u.Origin, x.p.g.End), append(u.Turns, false), append(u.Ways, nil)
	}
	u.Settled, u.Rounds = x.settled(), x.settledRounds()
	mergeSame(u)
	return u
}

// drawLoops makes a loop of every pass of a loop that stays one.
func (x *explorer) drawLoops(g *cfg.Graph) map[*frame]cfg.LoopID {
	ids := make(map[*frame]cfg.LoopID)
	var add func(f *frame) cfg.LoopID
	add = func(f *frame) cfg.LoopID {
		if f == nil {
			return cfg.NoLoop
		}
		if id, ok := ids[f]; ok {
			return id
		}
		from := &x.p.g.Loops[f.loop]
		loop := cfg.Loop{Head: cfg.NodeID(x.heads[f]), Parent: add(f.parent.stays()), Depth: 1, Task: from.Task,
			Count: from.Count, Until: from.Until}
		if loop.Count == nil && f.most >= 0 {
			most := f.most
			loop.Count, loop.Until = &most, loop.Until || f.least < f.most
		}
		if loop.Parent != cfg.NoLoop {
			loop.Depth = g.Loops[loop.Parent].Depth + 1
		}
		ids[f] = cfg.LoopID(len(g.Loops))
		g.Loops = append(g.Loops, loop)
		return ids[f]
	}
	for _, s := range x.states {
		if f := s.frame.stays(); f != nil {
			add(f)
		}
	}
	return ids
}

// draw draws the node of a state, with room for its edges and their ways.
func (x *explorer) draw(u *Unfolding, i int, loops map[*frame]cfg.LoopID, edges []cfg.Edge, ways []int32) {
	s := x.states[i]
	node := x.p.g.Nodes[s.node]
	around := s.frame
	node.Live, node.Callee, node.Head, node.Out = true, cfg.None, cfg.NoLoop, edges
	switch {
	case node.Kind == cfg.End:
		u.Graph.End = cfg.NodeID(i)
	case node.Kind == cfg.Return && s.frame != nil:
		node.Kind, node.Output, around = cfg.Fork, "", s.frame.parent
	case x.p.g.Nodes[s.node].Head == cfg.NoLoop:
	case s.frame.kind == staying:
		node.Head, around = loops[s.frame], s.frame.parent
	default:
		u.Turns[i] = s.frame.round > 0
		around = s.frame.parent
		if u.Turns[i] {
			node.Cost = 0 // as for a loop that stays one, see cfg.Node.Cost
		}
	}
	node.Loop = cfg.NoLoop
	if f := around.stays(); f != nil {
		node.Loop = loops[f]
	}
	for _, w := range x.waysOf(i) {
		if (w.kind == cfg.Back || w.kind == cfg.Wrap) && !s.frame.stands(x.states[w.to].frame) {
			w.kind = cfg.Next // to another node: no loop of the graph is gone round
		}
		node.Out = append(node.Out, cfg.Edge{To: cfg.NodeID(w.to), Output: w.name, Kind: w.kind})
		ways = append(ways, w.edge)
	}
	u.Graph.Nodes[i], u.Origin[i], u.Ways[i] = node, s.node, ways
}

// settled lists the outputs of decisions that no state takes.
func (x *explorer) settled() []Untaken {
	taken := make(map[Untaken]bool)
	met := make(map[cfg.NodeID]bool)
	for i, s := range x.states {
		if x.p.conditions[s.node] == nil {
			continue
		}
		met[s.node] = true
		for _, w := range x.waysOf(i) {
			taken[Untaken{s.node, int(w.edge)}] = true
		}
	}
	var out []Untaken
	for n := range x.p.g.Nodes {
		id := cfg.NodeID(n)
		if !met[id] {
			continue
		}
		for k := range x.p.g.Nodes[n].Out {
			if !taken[Untaken{id, k}] {
				out = append(out, Untaken{id, k})
			}
		}
	}
	return out
}

// settledRounds are the numbers of rounds of each loop.
func (x *explorer) settledRounds() []Rounds {
	out := make([]Rounds, len(x.p.g.Loops))
	met := make([]bool, len(out))
	for _, s := range x.states {
		l := x.p.g.Nodes[s.node].Head
		if l == cfg.NoLoop || s.frame == nil {
			continue
		}
		one := Rounds{s.frame.least, s.frame.most, s.frame.most >= 0}
		if met[l] {
			one = Rounds{min(one.Least, out[l].Least), max(one.Most, out[l].Most), one.Settled && out[l].Settled}
		}
		out[l], met[l] = one, true
	}
	return out
}

// useful reports whether the graph says more than the flow's own: a decision has fewer
// ways out somewhere, a loop has a count, or no run comes to some node.
func (x *explorer) useful() bool {
	if x.leavesOut() {
		return true
	}
	for i, s := range x.states {
		if x.p.conditions[s.node] != nil && len(x.waysOf(i)) < len(x.p.g.Nodes[s.node].Out) {
			return true
		}
		l := x.p.g.Nodes[s.node].Head
		if l != cfg.NoLoop && x.p.g.Loops[l].Count == nil && s.frame.most >= 0 {
			return true
		}
		if s.frame != nil && s.frame.kind == turning && s.frame.least < s.frame.most {
			return true
		}
	}
	return false
}

// leavesOut reports whether some node that can be reached in the flow's own graph
// stands in no state: it is in a loop of no rounds.
func (x *explorer) leavesOut() bool {
	met := make([]bool, len(x.p.g.Nodes))
	for _, s := range x.states {
		met[s.node] = true
	}
	for i := range met {
		if n := &x.p.g.Nodes[i]; n.Live && n.Kind == cfg.Act && !met[i] {
			return true
		}
	}
	return false
}

// busiest returns the variable of which the most is known in different states, if
// that is what makes them many: more than the calls around them do.
func (x *explorer) busiest() (variable, bool) {
	type point struct {
		node  cfg.NodeID
		frame *frame
	}
	points := make(map[point]bool)
	for _, s := range x.states {
		f := s.frame
		for f != nil && f.kind != calling { // rounds are values, too
			f = f.parent
		}
		points[point{s.node, f}] = true
	}
	if 2*len(points) > len(x.states) {
		return 0, false
	}
	seen := make([]map[string]bool, len(x.p.vars))
	add := func(v variable, key string) {
		if seen[v] == nil {
			seen[v] = make(map[string]bool)
		}
		seen[v][key] = true
	}
	for _, s := range x.stores.all {
		for _, k := range s.known {
			if k.value != nil {
				add(k.v, k.value.key)
			}
		}
		for _, f := range s.facts {
			for v := range x.p.vars {
				if f.vars.has(variable(v)) {
					add(variable(v), f.key+string('0'+rune(f.kind))+f.text+f.num.text())
				}
			}
		}
	}
	best := slices.MaxFunc(indexes(len(seen)), func(a, b int) int { return len(seen[a]) - len(seen[b]) })
	return variable(best), len(seen[best]) > 0
}

func indexes(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

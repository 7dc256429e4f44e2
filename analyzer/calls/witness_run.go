package calls

import (
	"math"

	"slices"

	"archlint/analyzer/cfg"
)

// WorstRun returns a run in which the given nodes together run as often as Sum
// says they can: its choices, calls and jumps, loops folded. Where only the
// platform's cap bounds the sum, it is the cycle with the most of them for each
// action; in large flows the witness of the node that runs most.
func (a *Analysis) WorstRun(nodes []cfg.NodeID) []Step {
	if u := a.unfolded; u != nil {
		if of := u.all(nodes); u.fine.Group(of).BoundedBy != PlatformLimit || a.group(nodes).BoundedBy == PlatformLimit {
			return u.steps(u.fine.WorstRun(of))
		}
	}
	a.rebuild()
	pr := a.p.proc(a.Graph.Entry)
	if pr == nil || len(nodes) == 0 {
		return nil
	}
	w := make(weights, len(a.Graph.Nodes))
	for _, n := range nodes {
		w[n] = 1
	}
	c := a.group(nodes)
	if c.BoundedBy != PlatformLimit {
		return a.heaviest(a.summed(w).sums)
	}
	if steps := a.cycleRun(w, c.Max); steps != nil {
		return steps
	}
	return a.mostRun(nodes)
}

// mostRun is the witness of the node with the greatest count.
func (a *Analysis) mostRun(nodes []cfg.NodeID) []Step {
	best, count := cfg.None, Count{}
	for _, n := range nodes {
		if c := a.countNode(n); c.Max > count.Max {
			best, count = n, c
		}
	}
	if best == cfg.None {
		return nil
	}
	return a.Witness(best, count)
}

// worst lists the steps of a heaviest way from r's source to one of its sinks;
// to any vertex, for the cut.
func (s *sums) worst(r *region, sink int32) []Step {
	if !s.heavy(r) {
		return nil
	}
	defer s.p.scratch.release(s.p.scratch.used)
	dist, peak := s.greatest(r, s.weigh(r))
	to := r.sinks[sink].vertex
	for v := 0; sink == cut && v < len(dist); v++ {
		if dist[v] == peak && r.open[v] {
			to = int32(v)
			break
		}
	}
	path := s.tightPath(r, dist, to)
	steps := make([]Step, 0, len(path))
	for i, v := range path {
		steps = s.stepsAt(steps, r.verts[v], r.outputAt(path, i, -1))
	}
	return steps
}

// label is the output of an edge.
func (r *region) label(from, to int32) string {
	lo, hi := r.g.Edges(from)
	for i := lo; i < hi; i++ {
		if r.g.To(i) == to {
			return r.labels[i]
		}
	}
	return ""
}

// tightPath is a shortest path among those along which the weight adds up to
// dist everywhere, by breadth-first search from the source.
func (s *sums) tightPath(r *region, dist []int64, to int32) []int32 {
	parent := filled32(len(r.verts), -1)
	queue := []int32{r.source}
	for len(queue) > 0 && parent[to] < 0 && to != r.source {
		v := queue[0]
		queue = queue[1:]
		for _, next := range r.g.Succ(v) {
			if next != r.source && parent[next] < 0 && dist[next] != none &&
				plus(dist[v], s.vertexWeight(r.verts[next], true)) == dist[next] {
				parent[next] = v
				queue = append(queue, next)
			}
		}
	}
	path := []int32{to}
	for v := parent[to]; v >= 0; v = parent[v] {
		path = append(path, v)
	}
	slices.Reverse(path)
	return path
}

// stepsAt adds what passing a vertex adds to a path: its node with the output by
// which it is left, or, at an exit, the folded rounds of the loop that is left
// or the steps of the task that returns.
func (s *sums) stepsAt(steps []Step, v vertex, output string) []Step {
	loop := v.child != nil && v.child.loop != cfg.NoLoop && s.heavy(v.child) && v.child.rounds > 0
	switch {
	case v.kind == plain && v.node != cfg.None:
		if loop {
			return steps // its exit says what it does
		}
		return append(steps, Step{Node: v.node, Output: output})
	case v.kind != leaves || !s.heavy(v.child):
		return steps
	case v.child.loop == cfg.NoLoop:
		return append(steps, s.worst(v.child, v.exit)...)
	case !loop:
		return steps
	case v.exit == done || v.exit == early:
		return append(steps, foldRounds(v.node, v.child.rounds, s.worst(v.child, again)))
	}
	first := Step{Node: v.node, Output: "loop"}
	if n := v.child.rounds - 1; n > 0 && s.of(v.child).max[again] > 0 {
		first = foldRounds(v.node, n, s.worst(v.child, again))
	}
	return append(append(steps, first), s.worst(v.child, v.exit)...)
}

// LikelyRun returns the run that takes the most probable output everywhere,
// loops folded with the rounds of the branch model. It stops where it would
// come to a node a second time.
func (a *Analysis) LikelyRun() []Step {
	if u := a.unfolded; u != nil {
		if run := u.fine.LikelyRun(); u.ended(run) {
			return u.steps(run)
		}
	}
	seen := make(map[cfg.NodeID]bool)
	steps := make([]Step, 0, 32)
	for n := a.Graph.Entry; n != cfg.None && !seen[n]; {
		seen[n] = true
		node := &a.Graph.Nodes[n]
		if len(node.Out) == 0 {
			steps = append(steps, Step{Node: n})
			break
		}
		labels := make([]string, len(node.Out))
		for i, e := range node.Out {
			labels[i] = e.Output
		}
		best, p := 0, a.Model.shares(n, labels)
		for i := range p {
			if p[i] > p[best] {
				best = i
			}
		}
		if node.MayEnd && a.Model.endShare(n) > 0.5 {
			steps = append(steps, Step{Node: n})
			break
		}
		step := Step{Node: n, Output: labels[best]}
		if node.Head != cfg.NoLoop && len(node.Out) > 1 {
			best = a.afterLoop(node)
			step.Output = labels[best]
			step.Times = int64(math.Round(a.Model.meanRounds(a.Graph, node.Head)))
		}
		steps = append(steps, step)
		n = node.Out[best].To
	}
	return a.shorten(steps)
}

// afterLoop is the edge by which a loop is left when its rounds are over.
func (a *Analysis) afterLoop(head *cfg.Node) int {
	for i, e := range head.Out {
		if e.Output == "done" {
			return i
		}
	}
	return len(head.Out) - 1
}

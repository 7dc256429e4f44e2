package calls

import (
	"slices"

	"archlint/analyzer/cfg"
)

// through lists the steps of a run that passes a node as often as can be on the
// way to a sink. in is where the node stands, innermost first; the way begins at
// the source of its last region. To cut means to end there.
func (a *Analysis) through(in []nested, sink int32) []Step {
	last := len(in) - 1
	r, v := in[last].region, in[last].vertex
	to := a.tracks(r).to(v)
	if last == 0 {
		if sink == cut {
			return a.along(r, to, -1)
		}
		return a.along(r, append(to, a.tracks(r).from(v, r.sinks[sink].vertex)...), -1)
	}
	steps := a.along(r, to[:len(to)-1], v)
	inner := in[:last]
	if sink == cut {
		return append(steps, a.allRounds(inner, cut)...)
	}
	x := a.heaviestExit(r, v, inner[last-1].sum, sink)
	steps = append(steps, a.allRounds(inner, r.verts[x].exit)...)
	return append(steps, a.along(r, append([]int32{x}, a.tracks(r).from(x, r.sinks[sink].vertex)...), -1)...)
}

// allRounds lists what the loop of the last region does before it is left by an
// exit: rounds that are alike are folded into one step.
func (a *Analysis) allRounds(in []nested, exit int32) []Step {
	r, sum := in[len(in)-1].region, in[len(in)-1].sum
	head, n := a.Graph.Loops[r.loop].Head, r.rounds
	one := sum.max[again]
	before := max(times(n-1, one), 0)
	switch {
	case exit == done, exit == early, exit == cut && before > 0 && sum.max[cut]-before == one:
		return []Step{foldRounds(head, n, a.through(in, again))}
	case before == 0:
		return append([]Step{{Node: head, Output: "loop"}}, a.through(in, exit)...)
	}
	return append([]Step{foldRounds(head, n-1, a.through(in, again))}, a.through(in, exit)...)
}

// foldRounds returns one step for a number of rounds that are all alike.
func foldRounds(head cfg.NodeID, n int64, round []Step) Step {
	return Step{Node: head, Output: "loop", Times: n, Rounds: round}
}

// heaviestExit is the exit of the loop at v that counts most of those that lead
// on to a sink.
func (a *Analysis) heaviestExit(r *region, v int32, sum *summary, sink int32) int32 {
	reaches := a.single.shape(r).to[sink]
	best, most := int32(-1), none
	for x := range r.exits(v) {
		if w := sum.exit(r.verts[x], true); w != none && reaches[x] && r.open[x] && w > most {
			best, most = x, w
		}
	}
	return best
}

// along lists the steps of a path through a region; back, if not -1, is where it
// goes on after its last vertex.
func (a *Analysis) along(r *region, path []int32, back int32) []Step {
	steps := make([]Step, 0, len(path))
	for i, v := range path {
		if vx := r.verts[v]; vx.kind == plain && vx.node != cfg.None {
			steps = append(steps, Step{Node: vx.node, Output: r.outputAt(path, i, back)})
		}
	}
	return steps
}

// outputAt is the output by which a path leaves its i-th vertex; back, if not -1,
// is where it goes on after the last. A node may have a second vertex, which is
// left by its outputs.
func (r *region) outputAt(path []int32, i int, back int32) string {
	next := func(k int) int32 {
		if k < len(path) {
			return path[k]
		}
		return back
	}
	to := next(i + 1)
	if to < 0 {
		return ""
	}
	if vx := r.verts[to]; (vx.kind == turns || vx.kind == goesOn) && vx.node == r.verts[path[i]].node {
		if i+2 > len(path) || next(i+2) < 0 {
			return ""
		}
		return r.label(to, next(i+2))
	}
	return r.label(path[i], to)
}

// tracks finds ways inside one region, each with few vertices.
type tracks struct {
	r      *region
	before []int32           // on the way from the source
	after  map[int32][]int32 // by the vertex that ways lead to
}

func (a *Analysis) tracks(r *region) *tracks {
	if t, ok := a.ways[r]; ok {
		return t
	}
	t := &tracks{r: r, after: make(map[int32][]int32)}
	_, t.before = r.g.Shortest(ones(len(r.verts)), r.source)
	a.ways[r] = t
	return t
}

func ones(n int) []int64 { return filled(n, 1) }

// to lists the vertices from the source to v.
func (t *tracks) to(v int32) []int32 {
	var path []int32
	for ; v >= 0; v = t.before[v] {
		path = append(path, v)
	}
	slices.Reverse(path)
	return path
}

// from lists the vertices from v, itself left out, to a vertex that it leads to.
func (t *tracks) from(v, to int32) []int32 {
	after, ok := t.after[to]
	if !ok {
		_, after = t.r.g.Transpose().Shortest(ones(len(t.r.verts)), to)
		t.after[to] = after
	}
	var path []int32
	for v = after[v]; v >= 0; v = after[v] {
		path = append(path, v)
	}
	return path
}

// cycleRun is the way to the cycle that weighs most for what it costs, and that
// cycle as often as it weighs no more than most; nil where there is none.
func (a *Analysis) cycleRun(w weights, most int64) []Step {
	for _, root := range a.roots() {
		pr := a.p.proc(root)
		if pr == nil {
			continue
		}
		c := &capped{p: a.p, w: w, cost: a.cost, parts: []*proc{pr}, num: 1, den: 2 * ActionCap}
		if _, ok := c.lowestPrice(); !ok || c.best == nil || c.best.w < 1 || c.best.r.proc.recursive {
			continue // of a task that calls itself more runs are drawn than there are
		}
		first := c.best.turn()
		if first == cfg.None {
			continue
		}
		path := a.pathTo(first)
		spent := pair{}
		for _, s := range path[:len(path)-1] {
			spent = spent.plus(pair{w[s.Node], a.cost[s.Node]})
		}
		times := max(1, min((most-spent.w)/c.best.w, (a.budget(root)-spent.c)/max(c.best.c, 1)))
		return append(a.shorten(path[:len(path)-1]), Step{Node: first, Times: times, Rounds: a.shorten(c.best.steps())})
	}
	return nil
}

// turn lets the cycle begin at a node that it passes, and returns that.
func (c *ring) turn() cfg.NodeID {
	for i, v := range c.verts {
		if vx := c.r.verts[v]; vx.kind == plain && vx.node != cfg.None {
			c.verts = slices.Concat(c.verts[i:], c.verts[:i])
			return vx.node
		}
	}
	return cfg.None
}

// steps lists one round of the cycle.
func (c *ring) steps() []Step {
	steps := make([]Step, 0, len(c.verts))
	ahead := make([]int32, 0, 3) // as far as an output can depend on what comes
	for i, v := range c.verts {
		ahead = ahead[:0]
		for k := i; k < i+min(len(c.verts), cap(ahead)); k++ {
			ahead = append(ahead, c.verts[k%len(c.verts)])
		}
		steps = c.at(steps, c.r, v, c.r.outputAt(ahead, 0, v))
	}
	return steps
}

// at adds what passing a vertex adds to the steps.
func (c *ring) at(steps []Step, r *region, v int32, output string) []Step {
	vx := r.verts[v]
	switch {
	case vx.kind == plain && vx.node != cfg.None:
		return append(steps, Step{Node: vx.node, Output: output})
	case vx.kind != leaves || c.done[vx.child.number] == nil:
		return steps
	case vx.child.loop == cfg.NoLoop:
		return append(steps, c.best(vx.child, vx.exit)...)
	}
	in, n := c.done[vx.child.number], vx.child.rounds
	switch {
	case vx.exit == done && n > 0, vx.exit == early && in.pays:
		return append(steps, foldRounds(vx.node, n, c.best(vx.child, again)))
	case vx.exit == done || vx.exit == early:
		return steps
	case in.pays && n > 1:
		steps = append(steps, foldRounds(vx.node, n-1, c.best(vx.child, again)))
	}
	return append(steps, c.best(vx.child, vx.exit)...)
}

// best is the best way to a sink of a region.
func (c *ring) best(r *region, sink int32) []Step {
	var path []int32
	for v := r.sinks[sink].vertex; v >= 0; v = c.done[r.number].before[v] {
		path = append(path, v)
	}
	slices.Reverse(path)
	steps := make([]Step, 0, len(path))
	for i, v := range path {
		steps = c.at(steps, r, v, r.outputAt(path, i, -1))
	}
	return steps
}

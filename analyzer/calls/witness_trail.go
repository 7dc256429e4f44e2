package calls

import (
	"slices"

	"archlint/analyzer/cfg"
)

// trail knows which steps a witness keeps on the shortest way to each vertex of a
// region. The ways form a tree, so that what is known of a vertex holds for all that
// lie behind it: the first and the last steps of a way are listed without walking
// along it. Ten thousand calls in one cycle would else walk ten thousand steps each.
type trail struct {
	r      *region
	before []int32 // on the shortest way from the source
	keeps  func(v int32) bool

	known []bool
	count []int32    // kept vertices before each vertex
	last  []int32    // the nearest of them, -1 for none
	next  [][2]int32 // the two vertices behind that one on the way, -1 where it ends before
	lead  []int32    // a vertex whose last is the first kept one of the way
}

func (a *Analysis) trailOf(w *walks) *trail {
	if w.trail == nil {
		n := len(w.r.verts)
		w.trail = &trail{
			r: w.r, before: w.before,
			keeps: func(v int32) bool { return w.r.showable(v) && tells(a.original(w.r.verts[v].node), false) },
			known: make([]bool, n), count: make([]int32, n), last: filled32(n, -1), next: make([][2]int32, n), lead: filled32(n, -1),
		}
	}
	return w.trail
}

// showable reports whether a vertex stands for a node by itself.
func (r *region) showable(v int32) bool {
	return r.verts[v].kind == plain && r.verts[v].node != cfg.None
}

// steps lists what shorten leaves of the shortest way to v, of at most so many steps.
func (t *trail) steps(v int32, end *cfg.Node, most int) []Step {
	t.learn(v)
	var steps []Step
	if tells(end, true) {
		steps = append(steps, Step{Node: t.r.verts[v].node})
	}
	left := len(steps) + int(t.count[v]) - most
	stop := int32(0)
	if left > 0 {
		stop = int32(left) + 1
	}
	for at := v; t.count[at] > stop; at = t.last[at] {
		steps = append(steps, t.stepBefore(at))
	}
	if left > 0 {
		steps = append(steps, Step{Node: cfg.None, Left: left}, t.stepBefore(t.lead[v]))
	}
	slices.Reverse(steps)
	return steps
}

// stepBefore is the step of the nearest kept vertex before at.
func (t *trail) stepBefore(at int32) Step {
	u, next := t.last[at], t.next[at]
	path := []int32{u}
	for _, v := range next {
		if v >= 0 {
			path = append(path, v)
		}
	}
	return Step{Node: t.r.verts[u].node, Output: t.r.outputAt(path, 0, -1)}
}

// learn fills in what is kept before v, and before what lies on the way to it.
func (t *trail) learn(v int32) {
	var way []int32
	for ; v >= 0 && !t.known[v]; v = t.before[v] {
		way = append(way, v)
	}
	for _, v := range slices.Backward(way) {
		t.known[v] = true
		if u := t.before[v]; u >= 0 {
			t.follow(u, v)
		}
	}
}

// follow fills in what is kept before v, which comes straight after u.
func (t *trail) follow(u, v int32) {
	if t.keeps(u) {
		t.count[v], t.last[v], t.next[v] = t.count[u]+1, u, [2]int32{v, -1}
	} else {
		t.count[v], t.last[v], t.next[v] = t.count[u], t.last[u], t.next[u]
		if t.last[v] >= 0 && t.next[v][1] < 0 {
			t.next[v][1] = v
		}
	}
	t.lead[v] = v
	if t.count[v] > 1 {
		t.lead[v] = t.lead[t.last[v]]
	}
}

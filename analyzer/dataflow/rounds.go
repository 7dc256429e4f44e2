package dataflow

import (
	"container/heap"

	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
)

// hoistable returns the data action calls of the loop's own rounds whose
// inputs are known and that nothing in the loop can change.
func (c *classifier) hoistable() []cfg.NodeID {
	if c.opaque {
		return nil
	}
	var calls []cfg.NodeID
	for i := range c.list {
		n := c.list[i]
		if !c.on[i] || !c.own(n) || !c.ownLevel(int32(i)) || !isDataAction(c.action(int32(i))) {
			continue
		}
		if _, _, ok := c.question(cfg.NodeID(n)); ok && !c.traceUses(c.code.usesOf(n, asInput), nil).changes {
			calls = append(calls, cfg.NodeID(n))
		}
	}
	return calls
}

// pause returns the shortest time on purpose from a failure or timeout of the
// call (by the region's number) to its next run, over the ways on which every
// duration is known; unknown when there is no such way.
func (c *classifier) pause(call int32) Pause {
	best := make(map[int32]float64)
	var queue ways
	reach := func(i int32, seconds float64) {
		if known, seen := best[i]; !seen || seconds < known {
			best[i] = seconds
			heap.Push(&queue, way{i, seconds})
		}
	}
	for _, k := range c.byNode.of(call) {
		a := &c.arcs[k]
		if bad(a.output) && !a.isExit() {
			reach(a.to, 0)
		}
	}
	for queue.Len() > 0 {
		w := heap.Pop(&queue).(way)
		if w.seconds > best[w.at] {
			continue
		}
		if w.at == call {
			return Pause{Seconds: w.seconds, Known: true}
		}
		seconds, known := c.takes(w.at)
		if !known {
			continue
		}
		for _, k := range c.out.of(w.at) {
			a := &c.arcs[k]
			if !a.isExit() {
				reach(a.to, w.seconds+seconds)
			}
		}
	}
	return Pause{}
}

// takes returns the seconds that an action passes on purpose, and whether
// that is known: playing something or asking takes time, but how much is not.
func (c *classifier) takes(i int32) (float64, bool) {
	a := c.action(i)
	switch {
	case a == nil || !a.Kind.Waits && !a.Kind.Talks && !a.Kind.Opaque:
		return 0, true
	case pausesOn(a):
		return expr.SecondsOf(c.Folded(cfg.NodeID(c.list[i]), a.Value(a.Kind.Lasts)))
	}
	return 0, false
}

type way struct {
	at      int32
	seconds float64
}

// ways is a heap of ways, shortest first.
type ways []way

func (w ways) Len() int { return len(w) }
func (w ways) Less(i, j int) bool {
	return w[i].seconds < w[j].seconds || w[i].seconds == w[j].seconds && w[i].at < w[j].at
}
func (w ways) Swap(i, j int) { w[i], w[j] = w[j], w[i] }
func (w *ways) Push(x any)   { *w = append(*w, x.(way)) }
func (w *ways) Pop() any {
	old := *w
	last := old[len(old)-1]
	*w = old[:len(old)-1]
	return last
}

package calibrate

import "math"

// sweeps bounds how often bounds are drawn closer; flows are nearly trees, so that a
// few are enough.
const sweeps = 30

// tighten draws the bounds of the variables closer by the equations: a variable is no
// more than what the others of its equation leave, and no less. An equation that cannot
// hold is passed over, and the worst of them is kept.
//
// Counts that are certain go first. A count that follows from a model is then moved to
// what they leave, before bounds are drawn from it as well.
func (w *network) tighten() {
	w.draw(func(e *equation) bool { return !e.loose })
	for i := range w.equations {
		if e := &w.equations[i]; e.loose {
			low, high := w.side(e.in)
			e.target = min(max(e.target, low+e.add), high+e.add)
		}
	}
	if !w.settling {
		w.draw(func(*equation) bool { return true })
	}
}

// draw draws the bounds closer by the chosen equations until nothing moves.
func (w *network) draw(chosen func(*equation) bool) {
	for range sweeps {
		moved := false
		for i := range w.equations {
			if chosen(&w.equations[i]) {
				moved = w.tightenBy(i) || moved
			}
		}
		if !moved {
			return
		}
	}
}

// side is the sum of the bounds of some variables.
func (w *network) side(vars []int32) (low, high float64) {
	for _, v := range vars {
		low += w.vars[v].low
		high += w.vars[v].high
	}
	return low, high
}

func (w *network) tightenBy(i int) bool {
	e := &w.equations[i]
	inLow, inHigh := w.side(e.in)
	outLow, outHigh := w.side(e.out)
	if e.counted {
		outLow, outHigh = e.target-e.slack, e.target+e.slack
	}
	inLow, inHigh = inLow+e.add, inHigh+e.add
	if off := max(inLow-outHigh, outLow-inHigh); off > 1e-6*(1+math.Abs(e.target)) {
		if off > w.off {
			w.off, w.worst = off, i
		}
		return false
	}
	moved := false
	for _, v := range e.in {
		x := &w.vars[v]
		moved = x.within(outLow-(inHigh-x.high), outHigh-(inLow-x.low)) || moved
	}
	if !e.counted {
		for _, v := range e.out {
			x := &w.vars[v]
			moved = x.within(inLow-(outHigh-x.high), inHigh-(outLow-x.low)) || moved
		}
	}
	return moved
}

// within draws the bounds of a variable closer and reports whether that changed much.
func (x *variable) within(low, high float64) bool {
	moved := false
	if low = min(low, x.high); low > x.low+1e-6*(1+x.low) {
		x.low, moved = low, true
	}
	if high = max(high, x.low, 0); high < x.high-1e-6*(1+high) {
		x.high, moved = high, true
	}
	return moved
}

package calibrate

import "math"

// scalings bounds the sweeps of iterative proportional fitting.
const scalings = 200

// scale brings the variables to their equations by iterative proportional fitting
// (Deming and Stephan, Annals of Mathematical Statistics 11, 1940, pp. 427-444): each
// equation in turn multiplies what it adds up. For a counted node the factor is target
// over sum. For one that is only conserved it is the root of out over in, and its
// inverse on the other side: the projection of least divergence onto that equation
// (Csiszár, Annals of Probability 3, 1975, pp. 146-158). Bounds are kept.
func (w *network) scale() {
	for i := range w.vars {
		x := &w.vars[i]
		x.x = min(max(x.seed, x.low), x.high)
	}
	for range scalings {
		moved := 0.0
		for i := range w.equations {
			moved = max(moved, w.scaleBy(&w.equations[i]))
		}
		if moved < 1e-6 {
			return
		}
	}
}

// remain finds the equation that the fitted variables miss by the most: bounds alone do
// not show that sums contradict one another. Passes of nodes that a run can pass more
// than once are estimates, and no contradiction.
func (w *network) remain() {
	for i := range w.equations {
		e := &w.equations[i]
		if w.repeated[e.node] {
			continue
		}
		want := e.target + e.slack
		least := e.target - e.slack
		if !e.counted {
			want = w.sum(e.out)
			least = want
		}
		in := w.sum(e.in) + e.add
		if off := max(in-want, least-in); off > w.off {
			w.off, w.worst = off, i
		}
	}
}

func (w *network) sum(vars []int32) float64 {
	sum := 0.0
	for _, v := range vars {
		sum += w.vars[v].x
	}
	return sum
}

// scaleBy fits one equation and returns by which factor, as its distance from 1.
func (w *network) scaleBy(e *equation) float64 {
	in := w.sum(e.in)
	if e.counted {
		return w.multiply(e.in, e.target-e.add, in)
	}
	out := w.sum(e.out)
	both := in + e.add
	if both <= 0 && out <= 0 {
		return 0
	}
	// in * k + add = out / k
	k := 1.0
	switch {
	case in > 1e-12:
		k = (-e.add + math.Sqrt(e.add*e.add+4*in*out)) / (2 * in)
	case e.add > 0:
		k = out / e.add
	}
	k = max(k, 1e-9)
	moved := w.multiply(e.in, in*k, in)
	return max(moved, w.multiply(e.out, out/k, out))
}

// multiply brings the sum of some variables to a target, within their bounds: what one
// cannot take goes to the others.
func (w *network) multiply(vars []int32, target, sum float64) float64 {
	if len(vars) == 0 || sum <= 1e-12 {
		return 0
	}
	target = max(target, 0)
	first := math.Abs(target/sum - 1)
	if first < 1e-9 {
		return 0
	}
	for range 4 {
		free, bound := 0.0, 0.0
		k := target / sum
		for _, v := range vars {
			if x := &w.vars[v]; k > 1 && x.x >= x.high || k < 1 && x.x <= x.low {
				bound += x.x
			} else {
				free += x.x
			}
		}
		if free <= 1e-12 {
			return 0
		}
		k = max((target-bound)/free, 0)
		sum = 0
		for _, v := range vars {
			x := &w.vars[v]
			if !(target/(free+bound) > 1 && x.x >= x.high || target/(free+bound) < 1 && x.x <= x.low) {
				x.x = min(max(x.x*k, x.low), x.high)
			}
			sum += x.x
		}
		if math.Abs(sum-target) <= 1e-9*(1+target) {
			break
		}
	}
	return min(first, 1)
}

package walk

import (
	"fmt"
	"math"
	"math/rand/v2"

	"archlint/analyzer/capacity/simulate"
	"archlint/analyzer/cfg"
)

// entrance starts walkers at one flow of a net.
type entrance struct {
	net  *Net
	flow int
}

// Check reports a source or data action out of range.
func (s entrance) Check(actions int) error {
	if s.flow < 0 || s.flow >= len(s.net.flows) {
		return fmt.Errorf("walk: interactions enter flow %d of %d", s.flow, len(s.net.flows))
	}
	for i, f := range s.net.flows {
		for _, n := range f.nodes {
			if int(n.action) >= actions {
				return fmt.Errorf("walk: flow %d calls action %d of %d", i, n.action, actions)
			}
		}
	}
	return nil
}

// Start implements simulate.Source.
func (s entrance) Start(*rand.Rand) simulate.Walker {
	var w *walker
	if n := len(s.net.idle); n > 0 {
		w, s.net.idle = s.net.idle[n-1], s.net.idle[:n-1]
		clear(w.rounds)
		w.frames = w.frames[:0]
	} else {
		w = &walker{net: s.net, rounds: make([]int64, s.net.loops)}
	}
	w.flow, w.at, w.until, w.passed = s.flow, s.net.flows[s.flow].entry, math.Inf(1), false
	return w
}

// Done implements simulate.Source.
func (s entrance) Done(w simulate.Walker) {
	if mine, ok := w.(*walker); ok && mine.net == s.net {
		s.net.idle = append(s.net.idle, mine)
	}
}

// walker is one interaction. at is where it stands; passed is set when what
// happens there has happened and the next step is to leave.
type walker struct {
	net    *Net
	flow   int
	at     cfg.NodeID
	passed bool
	until  float64 // when the interaction leaves this flow, in seconds
	frames []frame
	rounds []int64
}

// maxSteps is how many nodes may be passed without time passing: the platform's
// cap on executed actions.
const maxSteps = 10_000

// justNow allows for rounding of times, in seconds.
const justNow = 1e-6

var end = simulate.Stage{Kind: simulate.End}

// Next implements simulate.Walker.
func (w *walker) Next(now float64, last simulate.Outcome, rng *rand.Rand) simulate.Stage {
	for range maxSteps {
		if now >= w.until-justNow || w.at == cfg.None {
			return end
		}
		n := &w.net.flows[w.flow].nodes[w.at]
		if !w.passed {
			w.passed = true
			if step, takesTime := w.happen(n, now); takesTime {
				return step
			}
		}
		if !w.leave(n, now, last, rng) {
			return end
		}
		last = simulate.None
	}
	return end
}

// happen does what a node does that takes time.
func (w *walker) happen(n *node, now float64) (simulate.Stage, bool) {
	switch {
	case n.action >= 0:
		return simulate.Stage{Kind: simulate.Call, Action: int(n.action)}, true
	case n.seconds > 0:
		return simulate.Stage{Kind: simulate.Wait, Seconds: math.Min(n.seconds, w.until-now)}, true
	}
	return simulate.Stage{}, false
}

// leave goes on to the next node and reports whether there is one.
func (w *walker) leave(n *node, now float64, last simulate.Outcome, rng *rand.Rand) bool {
	switch {
	case n.final:
		return w.endLaunched(rng)
	case n.gone > 0 && rng.Float64() < n.gone:
		return w.endLaunched(rng)
	case n.kind == cfg.End:
		return w.endRun(rng)
	case n.kind == cfg.Return:
		return w.comeBack(n, rng)
	case n.kind == cfg.Hand:
		w.frames = w.frames[:0]
		return w.enter(n.next, now, rng)
	case n.callee != cfg.None:
		w.frames = append(w.frames, frame{flow: w.flow, at: w.at, until: w.until})
		return w.to(n.callee, false) && len(w.frames) < maxSteps
	case len(n.next) > 0:
		w.frames = append(w.frames, frame{flow: w.flow, at: w.at, until: w.until, flows: true, beside: n.action >= 0})
		if len(w.frames) < maxSteps && w.enter(n.next, now, rng) {
			return true
		}
		w.frames = w.frames[:len(w.frames)-1]
		return w.take(n, w.branch(n, rng))
	case n.loop >= 0:
		return w.round(n, rng)
	case n.action >= 0:
		return w.take(n, w.after(n, last, rng))
	default:
		return w.take(n, w.branch(n, rng))
	}
}

// enter goes on in one of the target flows; the shares that are missing to 1
// lead nowhere.
func (w *walker) enter(targets []Target, now float64, rng *rand.Rand) bool {
	x := rng.Float64()
	for _, t := range targets {
		if x -= t.Probability; x >= 0 {
			continue
		}
		w.flow = t.Flow
		if t.Stay != nil {
			w.until = now + math.Max(t.Stay.Draw(rng), 0)
		}
		return w.to(w.net.flows[t.Flow].entry, false)
	}
	return false
}

// to moves to a node. Arriving at a loop's head by another edge than its back edge
// restarts its rounds.
func (w *walker) to(id cfg.NodeID, again bool) bool {
	w.at, w.passed = id, false
	if id == cfg.None {
		return false
	}
	if n := &w.net.flows[w.flow].nodes[id]; n.loop >= 0 && !again {
		w.rounds[n.loop] = 0
	}
	return true
}

func (w *walker) take(n *node, i int32) bool {
	if i < 0 {
		return false
	}
	return w.to(n.edges[i].to, n.edges[i].again)
}

// branch picks an edge by the shares, -1 when there is none.
func (w *walker) branch(n *node, rng *rand.Rand) int32 {
	if len(n.edges) <= 1 {
		return int32(len(n.edges)) - 1
	}
	x := rng.Float64() * n.total
	for i := range n.edges {
		if x -= n.edges[i].share; x < 0 {
			return int32(i)
		}
	}
	return int32(len(n.edges)) - 1
}

// after picks the edge for a call's outcome. An outcome without an output of its own
// takes any edge.
func (w *walker) after(n *node, last simulate.Outcome, rng *rand.Rand) int32 {
	edge := n.success
	switch last {
	case simulate.Timeout:
		edge = n.timeout
	case simulate.Failure, simulate.Refused:
		edge = n.failure
	}
	if edge < 0 {
		return w.branch(n, rng)
	}
	return edge
}

// edge returns the edge of an output, -1 when there is none.
func (n *node) edge(output string) int32 {
	for i := range n.edges {
		if n.edges[i].output == output {
			return int32(i)
		}
	}
	return -1
}

package walk

import (
	"math/rand/v2"

	"archlint/analyzer/cfg"
)

// frame is a place to come back to: after a called task, or a called flow.
type frame struct {
	flow  int
	at    cfg.NodeID
	until float64
	flows bool // a flow was called
	// beside is set where a data action launched the flow: the flow that launched it goes
	// on, however the launched one ends.
	beside bool
}

// comeBack ends a called task: on after the call, by one of the edges that an output of
// the task leads to. Of several, each is as likely, as in package calls.
func (w *walker) comeBack(n *node, rng *rand.Rand) bool {
	if len(w.frames) == 0 || w.frames[len(w.frames)-1].flows {
		return w.endRun(rng)
	}
	call := w.pop()
	edges := call.returns[n.output]
	switch len(edges) {
	case 0:
		return false
	case 1:
		return w.take(call, int32(edges[0]))
	}
	return w.take(call, int32(edges[rng.IntN(len(edges))]))
}

// endRun ends the run of a flow: on after the call, where a flow called it.
func (w *walker) endRun(rng *rand.Rand) bool {
	for len(w.frames) > 0 {
		called := w.frames[len(w.frames)-1].flows
		call := w.pop()
		if called {
			return w.take(call, w.branch(call, rng))
		}
	}
	return false
}

// endLaunched ends the interaction, or only the run of a workflow that was launched
// beside it.
func (w *walker) endLaunched(rng *rand.Rand) bool {
	for len(w.frames) > 0 {
		beside := w.frames[len(w.frames)-1].beside
		call := w.pop()
		if beside {
			return w.take(call, w.branch(call, rng))
		}
	}
	return false
}

// pop goes back to where the last frame stands and returns the node there.
func (w *walker) pop() *node {
	top := w.frames[len(w.frames)-1]
	w.frames = w.frames[:len(w.frames)-1]
	w.flow, w.at, w.until, w.passed = top.flow, top.at, top.until, true
	return &w.net.flows[w.flow].nodes[w.at]
}

package calls

import (
	"slices"

	"archlint/analyzer/cfg"
)

// Reached is the probability that a run passes node n at all: how often it is passed
// on average where every run ends there. The chain is that of Visits with the node made
// absorbing (Kemeny and Snell, Finite Markov Chains, 1960, chapter III).
func (a *Analysis) Reached(n cfg.NodeID) float64 {
	if u := a.unfolded; u != nil {
		return u.fine.reached(u.nodes[n])
	}
	return a.reached([]cfg.NodeID{n})
}

// reached is the probability that a run passes one of some nodes.
func (a *Analysis) reached(nodes []cfg.NodeID) float64 {
	ended := *a.Model.endings(a.Graph)
	ended.Nodes = slices.Clone(ended.Nodes)
	for _, n := range nodes {
		node := &ended.Nodes[n]
		node.Out, node.Callee, node.Head = []cfg.Edge{{To: ended.End, Kind: cfg.Exit}}, cfg.None, cfg.NoLoop
		node.MayEnd, node.Final = false, false
	}
	w := &work{limits: a.work.limits}
	visits := newExpectation(newProgram(&ended, a.Model.rounds(&ended), w), a.Model).visits(ended.Entry)
	sum := 0.0
	for _, n := range nodes {
		sum += visits[n]
	}
	return min(sum, 1)
}

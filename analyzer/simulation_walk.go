package analyzer

import (
	"archlint/analyzer/capacity/simulate"
	"archlint/analyzer/capacity/simulate/walk"
	"archlint/analyzer/cfg"
)

// walks makes the flows ready to be walked: branches by the branch model, waits
// as long as the flows fix them, an in-queue flow until somebody answers.
func (s *simulation) walks() (*walk.Net, error) {
	all := make([]walk.Flow, len(s.flows))
	for i, f := range s.flows {
		all[i] = walk.Flow{
			Graph: f.graph, Model: f.model, Action: s.dataActionOf(f),
			Seconds: func(n cfg.NodeID) float64 { return f.waitSeconds(&f.graph.Nodes[n]) },
			Next:    func(n cfg.NodeID) []walk.Target { return s.next(i, n) },
		}
	}
	return walk.New(all)
}

// next is where an interaction goes on: any of the flows behind the link, each
// as likely, as the formulas have it.
func (s *simulation) next(flow int, n cfg.NodeID) []walk.Target {
	to := s.net.Next(flow, n)
	targets := make([]walk.Target, 0, len(to))
	for _, t := range to {
		target := walk.Target{Flow: t, Probability: 1 / float64(len(to))}
		if s.rates.WaitSeconds != nil && s.flows[t].facts.InQueue {
			target.Stay = simulate.Exponential(*s.rates.WaitSeconds)
		}
		targets = append(targets, target)
	}
	return targets
}

// unfixedSeconds is how long a wait lasts in the simulation whose length nothing
// says: calls that it paces are left out, so that it need only pass.
const unfixedSeconds = 30

// waitSeconds is how long a node lets time pass.
func (f *reviewed) waitSeconds(n *cfg.Node) float64 {
	fixed, known, passes := waitAt(n)
	switch {
	case !passes:
		return 0
	case known:
		return fixed
	case f.unfixed != nil:
		return *f.unfixed
	}
	return unfixedSeconds
}

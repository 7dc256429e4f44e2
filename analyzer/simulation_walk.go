package analyzer

import (
	"archlint/analyzer/calls"
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
			Graph: f.walked.graph, Model: f.walked.model,
			Seconds: func(n cfg.NodeID) float64 { return f.waitSeconds(f.walked.of(n)) },
			Next:    func(n cfg.NodeID) []walk.Target { return s.next(i, f.walked.of(n)) },
		}
		action := s.dataActionOf(f)
		all[i].Action = func(n cfg.NodeID) int { return action(f.walked.of(n)) }
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

// walked is the graph of a flow that the simulation walks, unfolded where values settle
// something.
type walked struct {
	graph  *cfg.Graph
	model  calls.Model
	origin []cfg.NodeID // of the nodes; nil where the graph is the flow's own
	waits  map[cfg.NodeID]*float64
}

// of is the node of the flow's own graph that a node stands for.
func (w *walked) of(n cfg.NodeID) cfg.NodeID {
	if w.origin == nil {
		return n
	}
	return w.origin[n]
}

// walked is what the simulation needs of a flow's graph.
func (a *analysed) walked() walked {
	w := walked{graph: a.graph, model: a.calls.Model, waits: make(map[cfg.NodeID]*float64)}
	if g, m, origin := a.calls.Unfolding(); g != nil {
		w.graph, w.model, w.origin = g, m, origin
	}
	for i := range a.graph.Nodes {
		if length, known, passes := a.waitAt(cfg.NodeID(i)); passes {
			w.waits[cfg.NodeID(i)] = nil
			if known {
				w.waits[cfg.NodeID(i)] = &length
			}
		}
	}
	return w
}

// waitSeconds is how long a node lets time pass.
func (f *reviewed) waitSeconds(n cfg.NodeID) float64 {
	fixed, passes := f.walked.waits[n]
	switch {
	case !passes:
		return 0
	case fixed != nil:
		return *fixed
	case f.unfixed != nil:
		return *f.unfixed
	}
	return unfixedSeconds
}

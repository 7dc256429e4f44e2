package simulation

import (
	"archlint/analyzer/calls"
	"archlint/analyzer/capacity/simulate"
	"archlint/analyzer/capacity/simulate/walk"
	"archlint/analyzer/cfg"
	"archlint/analyzer/demand"
)

// walks makes the flows ready to be walked: branches by the branch model, waits
// as long as the flows fix them, an in-queue flow until somebody answers.
func (s *simulation) walks() (*walk.Net, error) {
	all := make([]walk.Flow, len(s.joined.Flows))
	for i, f := range s.joined.Flows {
		all[i] = walk.Flow{
			Graph: f.Shape.Graph(), Model: f.Model, Action: s.dataActionOf(f), Seconds: waits(f),
			Next: func(n cfg.NodeID) []walk.Target { return s.next(i, n) },
		}
		unfold(&all[i], f.Part.Analysis())
	}
	return walk.New(all)
}

// unfold lets a flow be walked on its unfolded graph, where values settle something: it
// takes the ways that they allow.
func unfold(f *walk.Flow, a *calls.Analysis) {
	g, m, origin := a.Unfolding()
	if g == nil {
		return
	}
	action, seconds, next := f.Action, f.Seconds, f.Next
	f.Graph, f.Model = g, m
	f.Action = func(n cfg.NodeID) int { return action(origin[n]) }
	f.Seconds = func(n cfg.NodeID) float64 { return seconds(origin[n]) }
	f.Next = func(n cfg.NodeID) []walk.Target { return next(origin[n]) }
}

// next is where an interaction goes on: any of the flows behind the link, each
// as likely, as the formulas have it.
func (s *simulation) next(flow int, n cfg.NodeID) []walk.Target {
	to := s.joined.Net.Next(flow, n)
	targets := make([]walk.Target, 0, len(to))
	for _, t := range to {
		target := walk.Target{Flow: t, Probability: 1 / float64(len(to))}
		if s.rates.WaitSeconds != nil && s.joined.Flows[t].Facts.InQueue {
			target.Stay = simulate.Exponential(*s.rates.WaitSeconds)
		}
		targets = append(targets, target)
	}
	return targets
}

// unfixedSeconds is how long a wait lasts in the simulation whose length nothing
// says: calls that it paces are left out, so that it need only pass.
const unfixedSeconds = 30

// waits returns how long each node of a flow lets time pass.
func waits(f *demand.Flow) func(cfg.NodeID) float64 {
	seconds := make(map[cfg.NodeID]float64, len(f.Pauses))
	for _, p := range f.Pauses {
		switch {
		case p.Known:
			seconds[p.Node] = p.Seconds
		case f.WaitSeconds != nil:
			seconds[p.Node] = *f.WaitSeconds
		default:
			seconds[p.Node] = unfixedSeconds
		}
	}
	return func(n cfg.NodeID) float64 { return seconds[n] }
}

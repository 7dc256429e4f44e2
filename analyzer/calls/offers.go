package calls

import (
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
)

// DefaultOffer is the share of those who wait in a queue that take an offer
// there, such as a key press for a callback. It is an assumption, not a fact of
// the platform.
const DefaultOffer = 0.05

// Offers returns the shares of the outputs of each offer in a flow that runs
// while an interaction waits in a queue: of a question whose answer is an output,
// of a menu with a choice for no input. The outputs that take it have the given
// share together, those that stand for no answer the rest.
func Offers(g *cfg.Graph, share float64) map[cfg.NodeID]map[string]float64 {
	if !g.Flow.Type.Info().InQueue {
		return nil
	}
	offers := make(map[cfg.NodeID]map[string]float64)
	for i := range g.Nodes {
		if declines := declining(&g.Nodes[i]); declines != nil {
			if shares := split(g.Nodes[i].Out, declines, share); shares != nil {
				offers[cfg.NodeID(i)] = shares
			}
		}
	}
	return offers
}

// declining tells which outputs of a node stand for no answer; nil where the node
// offers nothing.
func declining(n *cfg.Node) func(output string) bool {
	switch {
	case n.Kind == cfg.Act && n.Action.Kind.Offers:
		return flow.IsTrouble
	case n.Kind == cfg.Menu && n.Container.Menu != nil && n.Container.Menu.Default != nil:
		none := cfg.ChoiceName(n.Container.Menu.Default)
		return func(output string) bool { return output == none }
	}
	return nil
}

// split deals the share among the edges that take an offer, and the rest among
// the others; nil unless there are both.
func split(out []cfg.Edge, declines func(string) bool, share float64) map[string]float64 {
	declined := 0
	for _, e := range out {
		if declines(e.Output) {
			declined++
		}
	}
	taken := len(out) - declined
	if declined == 0 || taken == 0 {
		return nil
	}
	shares := make(map[string]float64, len(out))
	for _, e := range out {
		if declines(e.Output) {
			shares[e.Output] = (1 - share) / float64(declined)
		} else {
			shares[e.Output] = share / float64(taken)
		}
	}
	return shares
}

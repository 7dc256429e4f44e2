package branchmodel

import (
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
)

// Says reports whether the profile says anything that the model of this flow rests on.
func (b *Profiled) Says() bool { return b.says }

// Skewed is the branch model with other values in the place of everything that is
// assumed: shares that no profile gives, rounds of loops, ends that no output shows. A
// mean that is the same under both models rests on no assumption.
func (b *Profiled) Skewed(g *cfg.Graph) calls.Model {
	skewed, m := b.Model, b.Model
	made := make(map[cfg.NodeID]map[string]float64)
	skewed.Share = func(n cfg.NodeID, output string) (float64, bool) {
		shares, ok := made[n]
		if !ok {
			shares = b.skew(g, n)
			made[n] = shares
		}
		share, ok := shares[output]
		return share, ok
	}
	if !b.rounds {
		skewed.Rounds = m.Rounds + 1
	}
	skewed.Ends = func(n cfg.NodeID) float64 {
		if ends := m.EndShare(n); ends > 0 || !g.Nodes[n].MayEnd || b.knownEnds != nil && b.knownEnds(n) {
			return ends
		}
		return 0.125
	}
	return skewed
}

// skew is the shares of the outputs of node n, those that are assumed moved away from
// what the model says.
func (b *Profiled) skew(g *cfg.Graph, n cfg.NodeID) map[string]float64 {
	node := &g.Nodes[n]
	outputs := make([]string, len(node.Out))
	for i, e := range node.Out {
		outputs[i] = e.Output
	}
	p := b.Model.Shares(n, outputs)
	moved, sum, left := make([]float64, len(p)), 0.0, 0.0
	for i, o := range outputs {
		if b.firm(n, o) {
			continue
		}
		left += p[i]
		moved[i] = p[i] * (1 + 0.25*float64(i)) // any factors that differ from one another will do
		sum += moved[i]
	}
	out := make(map[string]float64, len(p))
	for i, o := range outputs {
		out[o] = p[i]
		if moved[i] > 0 {
			out[o] = moved[i] / sum * left
		}
	}
	return out
}

// firm reports whether the share of an output does not rest on a default of ours.
func (b *Profiled) firm(n cfg.NodeID, output string) bool {
	if b.Model.Share != nil && !b.assumedOffers[n] {
		if _, ok := b.Model.Share(n, output); ok {
			return true
		}
	}
	return b.trouble && flow.IsTrouble(output)
}

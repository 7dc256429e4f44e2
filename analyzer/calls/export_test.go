package calls

import "archlint/analyzer/cfg"

// NewWithin is New with other limits of work.
func NewWithin(g *cfg.Graph, m Model, walks, near, prices, cycles int) *Analysis {
	return newAnalysis(g, m, limits{walks: walks, near: near, prices: prices, cycles: cycles})
}

package calls

import "archlint/analyzer/cfg"

// Shares returns the share of the runs that leave n by each of these outputs,
// for those who walk a graph rather than solve it.
func (m Model) Shares(n cfg.NodeID, outputs []string) []float64 { return m.shares(n, outputs) }

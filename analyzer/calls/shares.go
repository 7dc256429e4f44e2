package calls

import "archlint/analyzer/cfg"

// Shares returns the share of the runs that leave n by each of these outputs,
// for those who walk a graph rather than solve it.
func (m Model) Shares(n cfg.NodeID, outputs []string) []float64 { return m.shares(n, outputs) }

// LeaveShare returns the share of the rounds of a loop after which a condition
// of its own ends it.
func (m Model) LeaveShare(g *cfg.Graph, l cfg.LoopID) float64 { return m.leaveShare(g, l) }

// EndShare returns the share of the passes of n that end the interaction there.
func (m Model) EndShare(n cfg.NodeID) float64 { return m.endShare(n) }

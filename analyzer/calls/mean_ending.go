package calls

import "archlint/analyzer/cfg"

// Ending says how the runs of a flow that others call may end: not by coming
// back to the caller but with the whole interaction.
type Ending struct {
	// May is set where some run may end the interaction, or never comes back.
	May bool
	// Share is the share of the runs that end it under the branch model. What
	// nothing is known of ends none.
	Share float64
}

// Ending returns how runs of the flow may end: by a hang-up, a transfer that
// succeeds, something unknown, or a flow that is called in turn.
func (a *Analysis) Ending() Ending {
	if u := a.unfolded; u != nil {
		return u.fine.Ending()
	}
	a.rebuild()
	pr := a.p.proc(a.Graph.Entry)
	if pr == nil {
		return Ending{May: true} // where it begins is not known
	}
	visits := a.means()
	e := Ending{May: pr.top.open[pr.top.sinks[cut].vertex]}
	for i := range a.Graph.Nodes {
		n := &a.Graph.Nodes[i]
		switch id := cfg.NodeID(i); {
		case !n.Live:
		case n.Kind == cfg.Hand || n.Final:
			e.May, e.Share = true, e.Share+visits[id]
		default:
			e.May = e.May || n.MayEnd
			if forks(n) || !n.MayEnd {
				e.Share += visits[id] * a.Model.endShare(id)
			}
		}
	}
	e.Share = min(e.Share, 1)
	return e
}

package flowfacts

import (
	"archlint/analyzer/branchmodel"
	"archlint/analyzer/calibrate"
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
)

// of is the fit of a flow, nil where there is none.
func (c *Counted) of(f *flow.Flow) *FlowFit {
	if c == nil || c.byTree[f] == nil || c.byTree[f].Fit == nil {
		return nil
	}
	return c.byTree[f]
}

// take lets a flow's fit, and those of the common modules that it calls, take the place
// of assumptions.
func (c *Counted) take(f *flow.Flow, g *cfg.Graph, bound *branchmodel.Profiled) {
	if c == nil {
		return
	}
	if own := c.of(f); own != nil && len(own.Graph.Nodes) == len(g.Nodes) {
		bound.Take(own.Fit)
	}
	if modules := c.ofModules(g, c.of(f)); modules != nil {
		bound.Take(modules)
	}
}

// ofModules is what the counts of common modules say of their nodes in a graph that
// calls them, as far as the counts of the flow itself do not; nil for nothing.
func (c *Counted) ofModules(g *cfg.Graph, own *FlowFit) *calibrate.Fit {
	out := &calibrate.Fit{
		Shares: map[cfg.NodeID]map[string]calibrate.Share{}, Ends: map[cfg.NodeID]calibrate.Share{}, Rounds: map[cfg.NodeID]calibrate.Share{},
	}
	for i := range g.Nodes {
		n, id := &g.Nodes[i], cfg.NodeID(i)
		if n.Module == nil || n.Kind != cfg.Act && n.Kind != cfg.Menu || own != nil && own.Matched.ModulesHere {
			continue
		}
		m := c.byID[n.Module.ID]
		if m == nil || m.Fit == nil {
			continue
		}
		from, ok := m.counterpart(n)
		if !ok {
			continue
		}
		if s, ok := m.Fit.Shares[from]; ok {
			out.Shares[id], out.Known = s, true
		}
		if s, ok := m.Fit.Ends[from]; ok {
			out.Ends[id], out.Known = s, true
		}
		if s, ok := m.Fit.Rounds[from]; ok {
			out.Rounds[id], out.Known = s, true
		}
	}
	if !out.Known {
		return nil
	}
	return out
}

// counterpart is the node of a module's own graph that a node of its copy in another
// graph stands for; ok is false where the copies differ.
func (f *FlowFit) counterpart(n *cfg.Node) (id cfg.NodeID, ok bool) {
	id, ok = f.places[placeOf(n)]
	return id, ok
}

// place is where a node stands, and what must be equal in a copy of it.
type place struct {
	kind    cfg.NodeKind
	name    string
	outputs int
}

func placeOf(n *cfg.Node) place { return place{n.Kind, calibrate.Place(n), len(n.Out)} }

// indexByPlace finds the flow's own nodes by where they stand, of several the first.
func indexByPlace(g *cfg.Graph) map[place]cfg.NodeID {
	out := make(map[place]cfg.NodeID)
	for i := range g.Nodes {
		n := &g.Nodes[i]
		if _, known := out[placeOf(n)]; !known && n.Module == nil {
			out[placeOf(n)] = cfg.NodeID(i)
		}
	}
	return out
}

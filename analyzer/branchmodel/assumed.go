package branchmodel

import (
	"slices"

	"archlint/analyzer/cfg"
)

// Branch is a node at which runs part by shares that are assumed.
type Branch struct {
	Node cfg.NodeID
	// Outputs are those with an assumed share, two or more, in the order of the node's edges.
	Outputs []string
}

// AssumedBranches are the branches of a flow itself, not of the common modules in it, at
// which shares are assumed.
func (b *Profiled) AssumedBranches(g *cfg.Graph) []Branch {
	var out []Branch
	for i := range g.Nodes {
		n := &g.Nodes[i]
		if !n.Live || n.Module != nil || !branches(n) {
			continue
		}
		one := Branch{Node: cfg.NodeID(i)}
		for _, e := range n.Out {
			if !b.firm(one.Node, e.Output) && !slices.Contains(one.Outputs, e.Output) {
				one.Outputs = append(one.Outputs, e.Output)
			}
		}
		if len(one.Outputs) > 1 {
			out = append(out, one)
		}
	}
	return out
}

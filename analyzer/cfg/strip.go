package cfg

import "archlint/analyzer/flow"

// Strip drops what ties g to the text of its flow, in place: of the tree only
// what leads to other flows and the kinds of action stay. Nodes, edges and loops
// remain.
func (g *Graph) Strip() {
	g.byAction, g.byContainer = nil, nil
	slim := make(map[*flow.Action]*flow.Action)
	for i := range g.Nodes {
		n := &g.Nodes[i]
		n.Container = nil
		if n.Module != nil {
			n.Module = &flow.Flow{Name: n.Module.Name}
		}
		if n.Action == nil {
			continue
		}
		if slim[n.Action] == nil {
			slim[n.Action] = strip(n.Action)
		}
		n.Action = slim[n.Action]
	}
}

func strip(a *flow.Action) *flow.Action {
	out := &flow.Action{Kind: a.Kind}
	for _, x := range a.External {
		if x.Value != nil {
			x.Value = &flow.Value{Kind: x.Value.Kind, Text: x.Value.Text}
		}
		out.External = append(out.External, x)
	}
	return out
}

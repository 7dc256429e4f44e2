package cfg

import "archlint/analyzer/flow"

// Strip drops what ties g to the text of its flow, in place: of the tree only
// what leads to other flows and the kinds of action stay, one action standing
// for all of a kind that lead nowhere. Nodes, edges and loops remain.
func (g *Graph) Strip() {
	g.byAction, g.byContainer = nil, nil
	slim := make(map[*flow.Action]*flow.Action)
	plain := make(map[*flow.Kind]*flow.Action)
	for i := range g.Nodes {
		n := &g.Nodes[i]
		n.Container = nil
		if n.Module != nil {
			n.Module = &flow.Flow{Name: n.Module.Name}
		}
		if n.Action == nil {
			continue
		}
		if len(n.Action.External) == 0 {
			if plain[n.Action.Kind] == nil {
				plain[n.Action.Kind] = strip(n.Action)
			}
			n.Action = plain[n.Action.Kind]
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

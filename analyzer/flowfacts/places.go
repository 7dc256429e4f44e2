package flowfacts

import (
	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
)

// file is where node n stands: its module's file, or the flow's.
func (a *analysed) file(n cfg.NodeID) string {
	if m := a.graph.Nodes[n].Module; m != nil && m.File != nil {
		return m.File.Name
	}
	return a.flow.File.Name
}

// place is a node for people and policies.
func (a *analysed) place(n cfg.NodeID) facts.Place {
	p := facts.Place{Flow: a.flow.Name, File: a.file(n)}
	node := &a.graph.Nodes[n]
	switch {
	case node.Action != nil:
		p.Line, p.Column = node.Action.Pos.Line, node.Action.Pos.Column
		p.Node = flow.Identity(node.Action.TrackingID, node.Action.ID, node.Action.Path)
		p.Pointer = node.Action.Path
	case node.Container != nil:
		p.Line, p.Column = node.Container.Pos.Line, node.Container.Pos.Column
		p.Node = flow.Identity(node.Container.TrackingID, node.Container.ID, node.Container.Path)
		p.Pointer = node.Container.Path
	default:
		p.Line, p.Column = a.flow.Pos.Line, a.flow.Pos.Column
	}
	return p
}

// title is what a node is called.
func (a *analysed) title(n cfg.NodeID) string {
	node := &a.graph.Nodes[n]
	switch {
	case node.Action != nil && node.Action.Name != "":
		return node.Action.Name
	case node.Action != nil:
		return node.Action.Kind.Name
	case node.Container != nil:
		return node.Container.Name
	default:
		return node.Kind.String()
	}
}

func containerName(n *cfg.Node) string {
	if n.Container == nil {
		return ""
	}
	if n.Container.Kind == flow.MenuTask && n.Container.Owner != nil && n.Container.Name == "" {
		return n.Container.Owner.Name
	}
	return n.Container.Name
}

// value turns a setting into a record. at is where its action stands.
func value(at facts.Place, name string, v *flow.Value) facts.Value {
	out := facts.Value{Place: at, Name: name, Kind: string(flow.NotSet), Known: true}
	if v == nil {
		return out
	}
	if v.Pos.IsValid() {
		out.Line, out.Column = v.Pos.Line, v.Pos.Column
	}
	if v.Path != "" {
		out.Pointer = v.Path
	}
	out.Kind, out.Text, out.Reads = string(v.Kind), v.Text, v.Reads
	out.Known = v.Kind != flow.Unknown
	if v.Kind == flow.Literal || v.Kind == flow.Expression {
		if folded := expr.Fold(expr.Of(v)); folded.Kind == expr.Literal {
			out.Constant = folded.Text
		}
	}
	return out
}

func values(at facts.Place, bindings []flow.Binding) []facts.Value {
	out := make([]facts.Value, 0, len(bindings))
	for _, b := range bindings {
		out = append(out, value(at, b.Name, b.Value))
	}
	return out
}

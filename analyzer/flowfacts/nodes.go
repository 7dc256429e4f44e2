package flowfacts

import (
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
)

func (a *analysed) nodeFacts(loops []facts.Loop) []facts.Node {
	innermost := make([]int32, len(a.graph.Nodes)) // loop around each node, from 1
	for i := range a.loops {
		for _, n := range a.loops[i].Body {
			innermost[n] = int32(i) + 1
		}
	}
	own := func(n *cfg.Node) bool { return n.Kind == cfg.Act && n.Module == nil }
	count := 0
	for i := range a.graph.Nodes {
		if own(&a.graph.Nodes[i]) {
			count++
		}
	}
	out := make([]facts.Node, 0, count)
	for i := range a.graph.Nodes {
		if own(&a.graph.Nodes[i]) {
			out = append(out, a.nodeFact(cfg.NodeID(i)))
			if l := innermost[i]; l > 0 {
				out[len(out)-1].Loop = &loops[l-1].ID
			}
		}
	}
	return out
}

func (a *analysed) nodeFact(n cfg.NodeID) facts.Node {
	node := &a.graph.Nodes[n]
	at := a.place(n)
	out := facts.Node{
		Place: at, Name: node.Action.Name, Kind: node.Action.Kind.Name, Opaque: node.Action.Kind.Opaque,
		Container: containerName(node), Reachable: node.Live, Disabled: node.Action.Disabled,
		Inputs: values(at, node.Action.Inputs), Values: values(at, node.Action.Values), Target: target(node.Action),
	}
	a.writes(node.Action, &out)
	lookup := a.data.Lookup(n)
	out.ReadUnset = a.reads(unset(lookup.ReadUnset))
	out.UnhandledPath, out.Skipped = string(lookup.Aftermath.Kind), a.titles(lookup.Aftermath.Skipped)
	out.Outputs = slices.Grow(out.Outputs, len(node.Action.Outputs))
	for _, o := range node.Action.Outputs {
		out.Outputs = append(out.Outputs, facts.Output{Name: o.Name, State: string(o.State)})
	}
	return out
}

// target names what an action leads to.
func target(a *flow.Action) string {
	if a.Target != nil {
		return a.Target.Name
	}
	for _, x := range a.External {
		if x.Name != "" {
			return x.Name
		}
		if x.ID != "" {
			return x.ID
		}
	}
	return a.TargetRef
}

// writes fills in the variables that an action writes, and which one takes each assigned value.
func (a *analysed) writes(action *flow.Action, out *facts.Node) {
	for i, b := range action.Results {
		if b.Value == nil || b.Value.Kind != flow.VariableIn {
			continue
		}
		out.Writes = append(out.Writes, b.Value.Text)
		if action.Kind.Name == "updateData" && i < len(out.Inputs) {
			out.Inputs[i].Assigns = b.Value.Text
		}
	}
}

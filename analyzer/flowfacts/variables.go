package flowfacts

import (
	"strings"

	"archlint/analyzer/cfg"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
)

// variableFacts are the variables that the flow and its containers declare.
func (a *analysed) variableFacts() []facts.Variable {
	declared := a.data.Declared()
	out := make([]facts.Variable, 0, len(declared))
	for _, d := range declared {
		at := facts.Place{Flow: a.flow.Name, File: a.flow.File.Name, Line: d.Variable.Pos.Line, Column: d.Variable.Pos.Column,
			Node: d.Variable.Name}
		if d.Owner != nil {
			at.Node = d.Owner.Name + "/" + d.Variable.Name
		}
		out = append(out, facts.Variable{
			Place: at, Name: d.Variable.Name, Type: d.Variable.Type, IsInput: d.Variable.IsInput, IsOutput: d.Variable.IsOutput,
			ReadBy: a.readers(d.ReadAt), HasInitial: d.Variable.Initial.IsSet(), Writes: d.Writes, Reads: d.Reads, Unsure: d.Unsure,
		})
	}
	return out
}

// readers names the steps at nodes.
func (a *analysed) readers(nodes []cfg.NodeID) []facts.Reader {
	out := make([]facts.Reader, 0, len(nodes))
	for _, n := range nodes {
		out = append(out, facts.Reader{Node: a.place(n).Node, Name: a.title(n), Container: containerName(&a.graph.Nodes[n])})
	}
	return out
}

// initialValues are the values that variables begin with, by name in lower case. An input is
// given another, and of a name that several containers declare none is known.
func (a *analysed) initialValues() map[string]facts.Value {
	out, seen := make(map[string]facts.Value), make(map[string]bool)
	take := func(variables []flow.Variable) {
		for i := range variables {
			v := &variables[i]
			name := strings.ToLower(v.Name)
			if seen[name] {
				delete(out, name)
				continue
			}
			if seen[name] = true; v.Initial.IsSet() && !v.IsInput {
				at := facts.Place{Flow: a.flow.Name, File: a.flow.File.Name, Line: v.Pos.Line, Column: v.Pos.Column, Node: v.Name}
				out[name] = value(at, v.Name, v.Initial)
			}
		}
	}
	take(a.flow.Variables)
	for _, c := range a.flow.Containers {
		take(c.Variables)
	}
	return out
}

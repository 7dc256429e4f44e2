package flowfacts

import "archlint/analyzer/facts"

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
			HasInitial: d.Variable.Initial.IsSet(), Writes: d.Writes, Reads: d.Reads, Unsure: d.Unsure,
		})
	}
	return out
}

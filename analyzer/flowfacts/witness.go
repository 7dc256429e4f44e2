package flowfacts

import (
	"strings"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/facts"
	"archlint/analyzer/internal/phrase"
)

// witness is a run for its readers.
func (a *analysed) witness(steps []calls.Step) []facts.Step {
	out := make([]facts.Step, 0, len(steps))
	for _, s := range steps {
		if s.Left > 0 {
			out = append(out, facts.Step{Name: "... " + phrase.Plural(s.Left, "step") + " left out"})
			continue
		}
		at := a.place(s.Node)
		out = append(out, facts.Step{
			Name: a.title(s.Node), Output: a.outputLabel(s.Node, s.Output), File: at.File, Line: at.Line, Column: at.Column,
			Node: at.Node, Times: s.Times, Steps: a.witness(s.Rounds),
		})
	}
	return out
}

// outputLabel is the output as its author named it, where he did.
func (a *analysed) outputLabel(n cfg.NodeID, output string) string {
	if act := a.graph.Nodes[n].Action; act != nil && strings.HasPrefix(output, "case:") {
		if o := act.Output(output); o != nil && o.Label != "" {
			return o.Label
		}
	}
	return output
}

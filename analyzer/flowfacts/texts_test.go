package flowfacts

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/facts"
)

func TestTextsThatCallsAreGiven(t *testing.T) {
	literal := facts.Value{Name: "in", Kind: "literal", Known: true, Text: "a b"}
	unknown := facts.Value{Name: "in", Kind: "literal", Text: "{{a}}"}
	expression := facts.Value{Name: "in", Kind: "expression", Known: true, Text: `Append("x=", Flow.y, "a\"b")`, Reads: []string{"Flow.y"}}
	variable := facts.Value{Name: "in", Kind: "variable", Known: true, Text: "Flow.y", Reads: []string{"Flow.y"}}
	constant := facts.Value{Name: "in", Kind: "expression", Known: true, Text: `Append("a", "b")`, Constant: "ab"}
	given := facts.Value{Name: "in", Kind: "variable", Known: true, Text: "Flow.given", Reads: []string{"Flow.given"}}
	to := func(variable, from string) facts.Node {
		assigned := facts.Value{Kind: "expression", Known: true, Text: from, Reads: []string{from}, Assigns: variable}
		return facts.Node{Kind: "updateData", Reachable: true, Inputs: []facts.Value{assigned}}
	}
	step := func(kind string, reachable bool) facts.Node {
		return facts.Node{Kind: kind, Reachable: reachable, Inputs: []facts.Value{
			{Kind: "literal", Known: true, Text: "assigned", Assigns: "flow.Y"}, {Kind: "literal", Known: true, Text: "other", Assigns: "Flow.z"},
		}}
	}
	for name, tt := range map[string]struct {
		input facts.Value
		nodes []facts.Node
		want  []string
	}{
		"a literal":                   {literal, nil, []string{"a b"}},
		"a placeholder":               {unknown, nil, nil},
		"an expression's":             {expression, nil, []string{"x=", `a\"b`}},
		"a variable's name is none":   {variable, nil, nil},
		"assigned, whatever the case": {variable, []facts.Node{step("updateData", true)}, []string{"assigned"}},
		"set in participant data":     {variable, []facts.Node{step("setParticipantData", true)}, nil},
		"what an expression comes to": {constant, nil, []string{"ab"}},
		"a variable begins with":      {given, nil, []string{"first"}},
		"by another variable":         {variable, []facts.Node{to("Flow.y", "Flow.given")}, []string{"first"}},
		"by variables in a circle":    {variable, []facts.Node{to("Flow.y", "Flow.x"), to("Flow.x", "Flow.y")}, nil},
		"by too many": {variable, []facts.Node{
			to("Flow.y", "Flow.x"), to("Flow.x", "Flow.w"), to("Flow.w", "Flow.v"), to("Flow.v", "Flow.given"),
		}, nil},
		"assigned out of reach": {variable, []facts.Node{step("updateData", false)}, nil},
	} {
		f := facts.Flow{Calls: []facts.Call{{Inputs: []facts.Value{tt.input}}}, Nodes: tt.nodes}
		addTexts(&f, map[string]facts.Value{"flow.given": {Kind: "literal", Known: true, Text: "first"}})
		var got []string
		for _, given := range f.Calls[0].Texts {
			if given.Input != "in" {
				t.Errorf("%s: of input %q", name, given.Input)
			}
			got = append(got, given.Text)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

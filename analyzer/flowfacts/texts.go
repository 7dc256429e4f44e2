package flowfacts

import (
	"regexp"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
)

// quoted are the text literals of an expression as written.
var quoted = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)

// addTexts fills in the literal texts that each call is given: those in its inputs, and
// those that reachable steps assign to the variables which its inputs read.
func addTexts(f *facts.Flow) {
	assigned := make(map[string][]facts.Value) // by the variable, in lower case
	for i := range f.Nodes {
		n := &f.Nodes[i]
		if n.Kind != "updateData" || !n.Reachable {
			continue
		}
		for _, v := range n.Inputs {
			if v.Assigns != "" {
				name := strings.ToLower(v.Assigns)
				assigned[name] = append(assigned[name], v)
			}
		}
	}
	for i := range f.Calls {
		c := &f.Calls[i]
		for _, in := range c.Inputs {
			c.Texts = appendTexts(c.Texts, in.Name, in)
			if !in.Known {
				continue
			}
			for _, variable := range in.Reads {
				for _, v := range assigned[strings.ToLower(variable)] {
					c.Texts = appendTexts(c.Texts, in.Name, v)
				}
			}
		}
	}
}

// appendTexts adds the literal texts of a value that reaches an input.
func appendTexts(to []facts.GivenText, input string, v facts.Value) []facts.GivenText {
	switch {
	case !v.Known:
	case v.Kind == string(flow.Literal):
		return append(to, facts.GivenText{Place: v.Place, Input: input, Text: v.Text})
	case v.Kind == string(flow.Expression) && strings.Contains(v.Text, `"`):
		for _, match := range quoted.FindAllStringSubmatch(v.Text, -1) {
			to = append(to, facts.GivenText{Place: v.Place, Input: input, Text: match[1]})
		}
	}
	return to
}

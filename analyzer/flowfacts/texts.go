package flowfacts

import (
	"regexp"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
)

// quoted are the text literals of an expression as written.
var quoted = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)

// mostAssignments is how many assignments a text is followed through: those of variables that
// are assigned to a variable that an input reads.
const mostAssignments = 3

// mostFollowed is how many assignments are looked at for one input: made-up flows have thousands.
const mostFollowed = 1000

// addTexts fills in the literal texts that each call is given: those in its inputs, those that
// reachable steps assign to the variables which its inputs read, and those that these begin with.
func addTexts(f *facts.Flow, initial map[string]facts.Value) {
	g := givenTexts{assigned: make(map[string][]facts.Value), initial: initial}
	for i := range f.Nodes {
		n := &f.Nodes[i]
		if n.Kind != "updateData" || !n.Reachable {
			continue
		}
		for _, v := range n.Inputs {
			if v.Assigns != "" {
				name := strings.ToLower(v.Assigns)
				g.assigned[name] = append(g.assigned[name], v)
			}
		}
	}
	for i := range f.Calls {
		c := &f.Calls[i]
		for _, in := range c.Inputs {
			g.seen, g.left = make(map[string]bool), mostFollowed
			c.Texts = g.collect(c.Texts, in.Name, in, mostAssignments)
		}
	}
}

// givenTexts are the values that variables may hold, by name in lower case.
type givenTexts struct {
	assigned map[string][]facts.Value
	initial  map[string]facts.Value
	seen     map[string]bool // variables that were followed for the input at hand
	left     int             // assignments that may still be looked at for it
}

// collect adds the literal texts that reach an input by a value, through so many assignments.
func (g *givenTexts) collect(to []facts.GivenText, input string, v facts.Value, depth int) []facts.GivenText {
	to = appendTexts(to, input, v)
	if !v.Known || depth == 0 {
		return to
	}
	for _, variable := range v.Reads {
		name := strings.ToLower(variable)
		if g.seen[name] {
			continue
		}
		g.seen[name] = true
		if first, ok := g.initial[name]; ok {
			to = appendTexts(to, input, first)
		}
		for _, assigned := range g.assigned[name] {
			if g.left == 0 {
				return to
			}
			g.left--
			to = g.collect(to, input, assigned, depth-1)
		}
	}
	return to
}

// appendTexts adds the literal texts of a value that reaches an input: all of an expression, or
// what it always comes to.
func appendTexts(to []facts.GivenText, input string, v facts.Value) []facts.GivenText {
	switch {
	case !v.Known:
	case v.Kind == string(flow.Literal):
		return append(to, facts.GivenText{Place: v.Place, Input: input, Text: v.Text})
	case v.Kind == string(flow.Expression) && v.Constant != "":
		return append(to, facts.GivenText{Place: v.Place, Input: input, Text: v.Constant})
	case v.Kind == string(flow.Expression) && strings.Contains(v.Text, `"`):
		for _, match := range quoted.FindAllStringSubmatch(v.Text, -1) {
			to = append(to, facts.GivenText{Place: v.Place, Input: input, Text: match[1]})
		}
	}
	return to
}

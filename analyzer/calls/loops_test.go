package calls_test

import (
	"fmt"
	"strings"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
)

// TestLoops holds what is found of loops: form, depth, count, ways in and out.
// Head, entries and exits are told by the names of actions or containers.
func TestLoops(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"none", "call x; if {yes: {call y}}; end", ""},
		{"a loop action", "loop 5 {loop: {call x {success: {exit}}}}; end",
			"loop loop 1 x5: in Main into loop; out loop done, exit"},
		{"loops in one another", "loop 5 {loop: {if {yes: {loop 2 {loop: {call x}}}}}}; end",
			"loop loop 1 x5: in Main into loop; out loop done | loop loop 2 x2: in if yes into loop; out loop done"},
		{"a count that is not constant", "loop Count(Flow.l) {loop: {call x}}; end",
			"loop loop 1: in Main into loop; out loop done"},
		{"a task that starts over", "call x; if {yes: {end}}; jump Main",
			"jump Main 1: in start into Main; out if yes"},
		{"tasks that jump to one another", "jump Sub\ntask Sub: call x; if {yes: {end}}; jump More\ntask More: jump Sub",
			"jump Sub 1: in jump into Sub; out if yes"},
		{"entered past its head", "if {yes: {jump Sub} no: {jump More}}; end\ntask Sub: call x; if {yes: {end}}; jump More\ntask More: jump Sub",
			"jump Sub 1 irreducible: in jump into Sub, jump into More; out if yes"},
		{"a task that calls itself", "do Sub; end\ntask Sub: call x; if {yes: {do Sub}}",
			"jump Sub 1: in do into Sub; out if no, do default"},
		{"never left", "call x; jump Main", "jump Main 1: in start into Main; out"},
		{"unreachable", "end\ntask Dead: jump Dead", ""},
		{"a loop in a round", "loop 3 {loop: {call x}}; if {yes: {end}}; jump Main",
			"jump Main 1: in start into Main; out if yes | loop loop 2 x3: in Main into loop; out loop done"},
	} {
		a := calls.New(lower(t, c.text), calls.DefaultModel())
		var got []string
		for _, l := range a.Loops() {
			got = append(got, describeLoop(a.Graph, l))
		}
		if all := strings.Join(got, " | "); all != c.want {
			t.Errorf("%s: %s\n got %s\nwant %s", c.name, c.text, all, c.want)
		}
	}
}

func describeLoop(g *cfg.Graph, l calls.Loop) string {
	text := fmt.Sprintf("%s %s %d", l.Form, called(g, l.Head), l.Depth)
	if l.Count != nil {
		text += fmt.Sprintf(" x%d", *l.Count)
	}
	if l.Irreducible {
		text += " irreducible"
	}
	var in, out []string
	for _, e := range l.Entries {
		from := "start"
		if e.From != cfg.None {
			from = strings.TrimSpace(called(g, e.From) + " " + e.Output)
		}
		in = append(in, from+" into "+called(g, e.Into))
	}
	for _, x := range l.Exits {
		out = append(out, strings.TrimSpace(called(g, x.From)+" "+x.Edge.Output))
	}
	return text + ": in " + strings.Join(in, ", ") + strings.TrimRight("; out "+strings.Join(out, ", "), " ")
}

func called(g *cfg.Graph, n cfg.NodeID) string {
	switch node := &g.Nodes[n]; {
	case node.Action != nil:
		return node.Action.Name
	case node.Container != nil:
		return node.Container.Name
	default:
		return node.Kind.String()
	}
}

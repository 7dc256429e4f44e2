package unfold

import (
	"strings"
	"testing"

	"archlint/analyzer/dataflow"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// An answer that was given decides what follows from it, and nothing else.
func TestAnswersDecideWhatFollows(t *testing.T) {
	p := &program{
		vars: []dataflow.Var{0, 1},
		info: []dataflow.VarInfo{{Declared: &flow.Variable{Type: "integer"}}, {Declared: &flow.Variable{Type: "string"}}},
	}
	for _, tt := range []struct {
		given string
		holds bool
		asked string
		want  answer
	}{
		{"v0 >= 5", true, "v0 > 3", yes},
		{"v0 >= 5", true, "v0 < 5", no},
		{"v0 >= 5", true, "v0 > 7", undecided},
		{"v0 >= 5", false, "v0 < 5", yes},
		{"v0 > 4 and v0 < 6", true, "v0 == 5", yes}, // an integer
		{"v0 > 4 or v0 < 2", false, "v0 == 9", no},
		{"v0 > 4 and v0 < 2", false, "v0 == 9", undecided},
		{`v1 == "a"`, true, `v1 == "b"`, no},
		{`v1 == "a"`, true, `v1 == "A"`, undecided}, // letter case is not documented
		{`v1 == "a"`, true, `v1 != "a"`, no},
		{`v1 == "a"`, false, `v1 == "a"`, no},
		{`v1 == "a"`, false, `v1 == "b"`, undecided},
		{`IsNotSetOrEmpty(v1)`, true, `IsNotSetOrEmpty(v1)`, yes},
		{`IsNotSetOrEmpty(v1)`, true, `!IsNotSetOrEmpty(v1)`, no},
		{`Count(v1) > 2`, true, `Count(v1) == 0`, no},
		{"v0 < v1", true, "v0 >= v1", no},
		{"v0 % 2 == 0", true, "v0 % 2 == 1", no},
		{"v0 == 3", true, "v0 + 1 == 4", yes},
	} {
		given, asked := bare(tt.given), bare(tt.asked)
		s := p.assume(given, &store{}, tt.holds)
		if got := decide(residual(asked, s), s); got != tt.want {
			t.Errorf("%s is %v: %s gives %v, want %v", tt.given, tt.holds, tt.asked, got, tt.want)
		}
		if got := decide(residual(asked, s.without(^bits(0))), s.without(^bits(0))); got != undecided {
			t.Errorf("%s without a given answer gives %v", tt.asked, got)
		}
	}
}

// bare is an expression over the variables v0 and v1.
func bare(text string) *expr.Node {
	var bind func(n *expr.Node) *expr.Node
	bind = func(n *expr.Node) *expr.Node {
		c := *n
		if n.Kind == expr.Reference {
			c.Name = strings.TrimPrefix(n.Name, "Flow.")
		}
		c.Args = nil
		for _, a := range n.Args {
			c.Args = append(c.Args, bind(a))
		}
		return &c
	}
	scoped := strings.NewReplacer("v0", "Flow.v0", "v1", "Flow.v1").Replace(text)
	return expr.Fold(bind(expr.Parse(scoped)))
}

package unfold

import (
	"strconv"
	"strings"

	"archlint/analyzer/expr"
)

// residual returns what is left of a bound expression when the values that a store
// knows are put in and everything is computed that can be.
func residual(n *expr.Node, s *store) *expr.Node {
	if put := substitute(n, s); put != n {
		return expr.Fold(put)
	}
	return n
}

func substitute(n *expr.Node, s *store) *expr.Node {
	if v := referred(n); v != untracked {
		if c, ok := s.value(v); ok && c != nil {
			return c.node
		}
		return n
	}
	var args []*expr.Node
	for i, a := range n.Args {
		if put := substitute(a, s); put != a && args == nil {
			args = append(make([]*expr.Node, 0, len(n.Args)), n.Args[:i]...)
			args = append(args, put)
		} else if args != nil {
			args = append(args, put)
		}
	}
	if args == nil {
		return n
	}
	c := *n
	c.Args = args
	return &c
}

// answer is what a condition can come to.
type answer uint8

const (
	undecided answer = iota
	yes
	no
)

func answerOf(b bool) answer {
	if b {
		return yes
	}
	return no
}

func (a answer) not() answer {
	switch a {
	case yes:
		return no
	case no:
		return yes
	}
	return undecided
}

// decide returns what a residual condition comes to under a store.
func decide(n *expr.Node, s *store) answer {
	switch {
	case n.Kind == expr.Literal && (n.Type == "bln" || n.Type == ""):
		switch strings.ToLower(n.Text) {
		case "true":
			return yes
		case "false":
			return no
		}
		return undecided
	case n.IsOp("!") && len(n.Args) == 1:
		return decide(n.Args[0], s).not()
	case (n.IsOp("and") || n.IsOp("or")) && len(n.Args) == 2:
		return logic(n, s)
	}
	return atom(n, s)
}

// logic decides "or" (decisive yes) and "and" (decisive no) of two answers. A chain of
// them is one question, so that its length alone is what it costs.
func logic(n *expr.Node, s *store) answer {
	decisive := answerOf(n.IsOp("or"))
	parts := chain(n, n.Name)
	if len(parts) <= shortChain {
		parts = n.Args
	}
	open := false
	for _, part := range parts {
		switch decide(part, s) {
		case decisive:
			return decisive
		case undecided:
			open = true
		}
	}
	if !open {
		return decisive.not()
	}
	return remembered(n, s)
}

// shortChain is how many conditions a chain may have whose beginnings may have been asked
// before as well.
const shortChain = 8

// chain returns the conditions that one operator joins, in their order.
func chain(n *expr.Node, symbol string) []*expr.Node {
	var parts []*expr.Node
	expr.Walk(n, func(m *expr.Node) bool {
		if m.IsOp(symbol) && len(m.Args) == 2 {
			return true
		}
		parts = append(parts, m)
		return false
	})
	return parts
}

// remembered is the answer that the same question got before.
func remembered(n *expr.Node, s *store) answer {
	if len(s.facts) == 0 || !expr.Known(n) {
		return undecided
	}
	if f, ok := s.fact(expr.Key(n), holds, fails); ok {
		return answerOf(f.kind == holds)
	}
	return undecided
}

// atom decides a condition that is no combination of others.
func atom(n *expr.Node, s *store) answer {
	if c, ok := comparisonOf(n); ok {
		if a := c.decide(s); a != undecided {
			return a
		}
		n = c.node()
		if c.symbol == "!=" || c.symbol == ">" || c.symbol == ">=" {
			return remembered(c.opposite().node(), s).not()
		}
	}
	return remembered(n, s)
}

// comparison is left symbol right; where only one side is constant, that is right.
type comparison struct {
	left, right *expr.Node
	symbol      string
}

var mirrored = map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}

var opposites = map[string]string{"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}

func comparisonOf(n *expr.Node) (comparison, bool) {
	symbol := n.Name
	switch {
	case n.Is("AreEqual") && len(n.Args) == 2:
		symbol = "=="
	case n.Kind != expr.Operator || len(n.Args) != 2 || mirrored[n.Name] == "":
		return comparison{}, false
	}
	c := comparison{n.Args[0], n.Args[1], symbol}
	if expr.IsConstant(c.left) && !expr.IsConstant(c.right) {
		c = comparison{c.right, c.left, mirrored[symbol]}
	}
	return c, true
}

func (c comparison) opposite() comparison {
	return comparison{c.left, c.right, opposites[c.symbol]}
}

func (c comparison) node() *expr.Node {
	return &expr.Node{Kind: expr.Operator, Name: c.symbol, Args: []*expr.Node{c.left, c.right}}
}

func (c comparison) decide(s *store) answer {
	if text, ok := textOf(c.right); ok && (c.symbol == "==" || c.symbol == "!=") {
		if len(s.facts) == 0 {
			return undecided
		}
		f, known := s.fact(expr.Key(c.left), isText)
		switch {
		case !known || f.text != text && strings.EqualFold(f.text, text):
			return undecided
		default:
			return answerOf((f.text == text) == (c.symbol == "=="))
		}
	}
	if a := c.reflexive(); a != undecided {
		return a
	}
	left, okLeft := rangeOf(c.left, s)
	right, okRight := rangeOf(c.right, s)
	if !okLeft || !okRight {
		return undecided
	}
	if a, ok := left.settles(c.symbol, right); ok {
		return answerOf(a)
	}
	return undecided
}

// reflexive decides a comparison of an expression with itself.
func (c comparison) reflexive() answer {
	if !same(c.left, c.right) {
		return undecided
	}
	return answerOf(c.symbol == "==" || c.symbol == "<=" || c.symbol == ">=")
}

// same reports whether two expressions are alike, so that they have one value.
func same(a, b *expr.Node) bool {
	return a.Kind == b.Kind && expr.Known(a) && expr.Known(b) && expr.Key(a) == expr.Key(b)
}

func textOf(n *expr.Node) (string, bool) {
	return n.Text, n.Kind == expr.Literal && n.Type == "str"
}

func numberOf(n *expr.Node) (float64, bool) {
	if n.Kind != expr.Literal || n.Type != "int" && n.Type != "dec" && n.Type != "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(strings.TrimSpace(n.Text), 64)
	return x, err == nil && x-x == 0
}

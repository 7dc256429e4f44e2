package expr

import "strings"

// Limits on what is read. The platform itself refuses expressions of more
// than 30,000 characters or with more than 50 levels (Architect Scripting SDK
// 0.0.18), so nothing real comes near these.
const (
	maxText    = 1 << 20
	maxNesting = 1000   // of the parser's own calls, about four a bracket
	maxDepth   = 10_000 // of a tree: a chain of operators is as deep as it is long
)

// Parse reads the text of an Architect expression. Text that is none gives an
// Unknown node that holds it.
func Parse(text string) *Node {
	if isReference(text) { // what most texts are
		return &Node{Kind: Reference, Name: text}
	}
	if len(text) <= maxText {
		p := parser{lex: lexer{text: text}}
		p.advance()
		if n := p.expression(0); !p.failed && p.tok.kind == tokEnd {
			return n
		}
	}
	return &Node{Kind: Unknown, Text: text}
}

// isReference reports whether a text is "Scope.name" in plain letters and nothing
// else, so that it needs no parser.
func isReference(text string) bool {
	scope, name, ok := strings.Cut(text, ".")
	return ok && isPlainName(scope) && isPlainName(name)
}

func isPlainName(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', i > 0 && isDigit(c):
		default:
			return false
		}
	}
	return s != ""
}

// parser climbs precedences. Once failed, it stays so and makes no more nodes.
type parser struct {
	lex     lexer
	tok     token
	nesting int
	depth   map[*Node]int
	failed  bool
}

func (p *parser) advance() { p.tok = p.lex.next() }

func (p *parser) fail() *Node {
	p.failed = true
	p.tok = token{kind: tokEnd}
	return &Node{Kind: Unknown}
}

// precedence returns how strongly a binary operator binds and its canonical
// symbol; 0 is no operator. All of them associate to the left: the platform
// prints a + b + c as (a + b) + c, and a / b * c as (a / b) * c.
func precedence(t token) (int, string) {
	switch t.kind {
	case tokName:
		switch strings.ToLower(t.text) {
		case "or":
			return 2, "or"
		case "and":
			return 3, "and"
		}
	case tokSymbol:
		switch t.text {
		case "||":
			return 2, "or"
		case "&&":
			return 3, "and"
		case "==", "=":
			return 4, "=="
		case "!=", "<>":
			return 4, "!="
		case "<", "<=", ">", ">=":
			return 5, t.text
		case "+", "-":
			return 6, t.text
		case "*", "/", "%":
			return 7, t.text
		}
	}
	return 0, ""
}

const conditional = 1 // precedence of ? :

// expression reads operators that bind at least as strongly as least.
func (p *parser) expression(least int) *Node {
	p.nesting++
	defer func() { p.nesting-- }()
	if p.nesting > maxNesting {
		return p.fail()
	}
	left := p.unary()
	for !p.failed {
		binds, symbol := precedence(p.tok)
		switch {
		case binds > 0 && binds >= least:
			p.advance()
			right := p.expression(binds + 1)
			left = p.node(&Node{Kind: Operator, Name: symbol, Args: []*Node{left, right}})
		case p.symbol("?") && least <= conditional:
			left = p.conditional(left)
		default:
			return left
		}
	}
	return left
}

func (p *parser) conditional(test *Node) *Node {
	p.advance()
	yes := p.expression(conditional)
	if !p.symbol(":") {
		return p.fail()
	}
	p.advance()
	no := p.expression(conditional)
	return p.node(&Node{Kind: Operator, Name: "?", Args: []*Node{test, yes, no}})
}

func (p *parser) unary() *Node {
	p.nesting++
	defer func() { p.nesting-- }()
	if p.nesting > maxNesting {
		return p.fail()
	}
	switch {
	case p.symbol("!"):
		p.advance()
		return p.node(&Node{Kind: Operator, Name: "!", Args: []*Node{p.unary()}})
	case p.symbol("-"):
		p.advance()
		return p.negated(p.unary())
	case p.symbol("+"):
		p.advance()
		return p.unary()
	}
	return p.postfix(p.primary())
}

// negated makes a number negative, as the platform does, and an operation of
// everything else.
func (p *parser) negated(n *Node) *Node {
	if n.Kind != Literal || n.Type != "int" && n.Type != "dec" {
		return p.node(&Node{Kind: Operator, Name: "neg", Args: []*Node{n}})
	}
	if positive, ok := strings.CutPrefix(n.Text, "-"); ok {
		return number(positive)
	}
	return number("-" + n.Text)
}

func (p *parser) primary() *Node {
	t := p.tok
	switch t.kind {
	case tokString:
		p.advance()
		return p.node(&Node{Kind: Literal, Type: "str", Text: t.text})
	case tokNumber:
		p.advance()
		return p.node(number(t.text))
	case tokName:
		p.advance()
		return p.named(t.text)
	}
	if !p.symbol("(") {
		return p.fail()
	}
	p.advance()
	n := p.expression(0)
	if !p.symbol(")") {
		return p.fail()
	}
	p.advance()
	return n
}

func number(text string) *Node {
	if strings.Contains(text, ".") {
		return &Node{Kind: Literal, Type: "dec", Text: text}
	}
	return &Node{Kind: Literal, Type: "int", Text: text}
}

// named reads what begins with a name: a constant, a function call, or
// "Scope.name".
func (p *parser) named(name string) *Node {
	switch {
	case p.symbol("("):
		return p.node(&Node{Kind: Call, Name: name, Args: p.arguments()})
	case p.symbol("."):
		p.advance()
		if p.tok.kind != tokName && p.tok.kind != tokString {
			return p.fail()
		}
		n := &Node{Kind: Reference, Name: name + "." + p.tok.text}
		p.advance()
		return p.node(n)
	}
	switch strings.ToLower(name) {
	case "true", "false":
		return p.node(&Node{Kind: Literal, Type: "bln", Text: strings.ToLower(name)})
	case "not_set":
		return p.node(&Node{Kind: NotSet})
	}
	return p.fail() // a bare word means nothing in an expression
}

// arguments reads "(a, b, ...)".
func (p *parser) arguments() []*Node {
	p.advance()
	var args []*Node
	if p.symbol(")") {
		p.advance()
		return args
	}
	for !p.failed {
		args = append(args, p.expression(0))
		if p.symbol(",") {
			p.advance()
			continue
		}
		if !p.symbol(")") {
			p.fail()
			return nil
		}
		p.advance()
		return args
	}
	return nil
}

// postfix reads ".member" and "[index]" after n.
func (p *parser) postfix(n *Node) *Node {
	for !p.failed {
		switch {
		case p.symbol("."):
			p.advance()
			if p.tok.kind != tokName && p.tok.kind != tokString {
				return p.fail()
			}
			n = p.node(&Node{Kind: Member, Name: p.tok.text, Args: []*Node{n}})
			p.advance()
		case p.symbol("["):
			p.advance()
			i := p.expression(0)
			if !p.symbol("]") {
				return p.fail()
			}
			p.advance()
			n = p.node(&Node{Kind: Index, Args: []*Node{n, i}})
		default:
			return n
		}
	}
	return n
}

func (p *parser) symbol(s string) bool {
	return p.tok.kind == tokSymbol && p.tok.text == s
}

// node keeps the depth of what is built below maxDepth, so that walking a
// tree never needs more stack than that.
func (p *parser) node(n *Node) *Node {
	if p.failed {
		return n
	}
	if len(n.Args) == 0 {
		return n
	}
	deepest := 0
	for _, a := range n.Args {
		deepest = max(deepest, p.depth[a])
	}
	if deepest+1 > maxDepth {
		return p.fail()
	}
	if p.depth == nil {
		p.depth = make(map[*Node]int)
	}
	p.depth[n] = deepest + 1
	return n
}

package expr

import (
	"encoding/json"
	"strings"
)

// FromConfig reads the tree that the Platform API keeps of a value: one key
// that says what stands there, with the operands in its body. Positions are
// ignored, "." and "[" get their operands back into source order. Anything
// else than such a tree gives an Unknown node.
func FromConfig(config []byte) *Node {
	if len(config) > maxConfig {
		return &Node{Kind: Unknown}
	}
	var t tree
	if err := json.Unmarshal(config, &t); err != nil {
		return &Node{Kind: Unknown}
	}
	return t.node(0)
}

const maxConfig = 16 << 20

// tree is {"<what>": {...}}.
type tree map[string]*body

type body struct {
	Text     string `json:"text"`
	Type     string `json:"type"`
	Val      any    `json:"val"`
	Operands []tree `json:"operands"`
	Items    []item `json:"items"`
}

// item is an element of a literal list: a whole value.
type item struct {
	Config tree `json:"config"`
}

func (t tree) node(depth int) *Node {
	if len(t) != 1 || depth > maxDepth {
		return &Node{Kind: Unknown}
	}
	for what, b := range t { // the one key
		if b == nil {
			return &Node{Kind: Unknown}
		}
		return b.node(what, depth)
	}
	return nil
}

func (b *body) node(what string, depth int) *Node {
	val, _ := b.Val.(string)
	switch what {
	case "lit":
		return b.literal(val, depth)
	case "emp":
		return &Node{Kind: NotSet, Type: b.Type}
	case "nul":
		return &Node{Kind: NotSet, Type: b.Type}
	case "ref", "sysref":
		return reference(b.Text, b.Type, val, what == "sysref")
	}
	args := make([]*Node, len(b.Operands))
	for i, o := range b.Operands {
		args[i] = o.node(depth + 1)
	}
	return operation(what, b.Type, args)
}

func (b *body) literal(val string, depth int) *Node {
	if b.Items != nil {
		n := &Node{Kind: List, Type: b.Type}
		for _, i := range b.Items {
			n.Args = append(n.Args, i.Config.node(depth+1))
		}
		return n
	}
	if b.Text == "" && val == "" && b.Type != "str" {
		return &Node{Kind: Unknown, Type: b.Type} // what it means stands outside of the tree
	}
	return &Node{Kind: Literal, Text: b.Text, Type: b.Type, ID: val}
}

// reference makes the node of "Scope.name"; a text with more parts than that
// is access to a member of it ("Message.Message.body"), as in parsed text.
func reference(text, typ, id string, system bool) *Node {
	p := Parse(text)
	outer := p
	for p.Kind == Member {
		p = p.Args[0]
	}
	if p.Kind != Reference {
		return &Node{Kind: Reference, Name: text, Type: typ, ID: id, System: system}
	}
	p.System = system
	p.ID = id
	if outer == p {
		p.Type = typ
	} else {
		p.ID, _, _ = strings.Cut(id, ".")
		outer.Type = typ
	}
	return outer
}

func operation(what, typ string, args []*Node) *Node {
	switch {
	case what == "." && len(args) == 2:
		return &Node{Kind: Member, Name: args[0].Text, Type: typ, Args: []*Node{args[1]}}
	case what == "[" && len(args) == 2:
		return &Node{Kind: Index, Type: typ, Args: []*Node{args[1], args[0]}}
	}
	if symbol, ok := symbolOf(what, len(args)); ok {
		return &Node{Kind: Operator, Name: symbol, Type: typ, Args: args}
	}
	if !isName(what) {
		return &Node{Kind: Unknown, Text: what}
	}
	return &Node{Kind: Call, Name: what, Type: typ, Args: args}
}

// symbolOf returns the canonical symbol of the operator called what in a tree.
func symbolOf(what string, operands int) (string, bool) {
	switch operands {
	case 1:
		if what == "-" {
			return "neg", true
		}
		return what, what == "!"
	case 2:
		l := lexer{text: what}
		t := l.next()
		if binds, symbol := precedence(t); binds > 0 && l.pos == len(what) {
			return symbol, true
		}
	case 3:
		return what, what == "?"
	}
	return "", false
}

func isName(s string) bool {
	l := lexer{text: s}
	t := l.next()
	return t.kind == tokName && t.text == s
}

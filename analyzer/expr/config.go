package expr

import (
	"strings"

	"archlint/analyzer/internal/rawjson"
)

// FromConfig reads the tree that the Platform API keeps of a value: one key
// that says what stands there, with the operands in its body. Positions are
// ignored, "." and "[" get their operands back into source order. Any other JSON
// than such a tree gives an Unknown node. The decoder found it valid; what is
// made of text that is no JSON means nothing.
func FromConfig(config []byte) *Node {
	if len(config) > maxConfig {
		return &Node{Kind: Unknown}
	}
	t := treeReader{Cursor: rawjson.At(config)}
	n := t.tree(0)
	if t.odd {
		return &Node{Kind: Unknown}
	}
	return n
}

const maxConfig = 16 << 20

// treeReader reads {"<what>": {...}}. It is odd once a value of another kind
// stood where a text, a list or a tree belongs: then nothing is certain.
type treeReader struct {
	rawjson.Cursor
	odd bool
}

func (t *treeReader) tree(depth int) *Node {
	if depth > maxDepth {
		t.Skip()
		return &Node{Kind: Unknown}
	}
	var n *Node
	if t.enter('{') {
		for keys := 0; t.More('}'); keys++ {
			n = t.body(word(t.String()), depth)
			if keys > 0 {
				n = nil
			}
		}
	}
	if n == nil { // not one key
		return &Node{Kind: Unknown}
	}
	return n
}

// body is what the key of a tree holds. Args are the items of a literal list or
// the operands of an operation.
type body struct {
	text, typ, val string
	args           []*Node
	list           bool
}

func (t *treeReader) body(what string, depth int) *Node {
	var b body
	if t.Kind() == 'n' {
		t.Skip()
		return &Node{Kind: Unknown}
	}
	if t.enter('{') {
		for t.More('}') {
			t.member(&b, what, depth)
		}
	}
	return b.node(what)
}

func (t *treeReader) member(b *body, what string, depth int) {
	switch string(t.String()) {
	case "text":
		b.text = string(t.text())
	case "type":
		b.typ = word(t.text())
	case "val":
		b.val = string(t.String())
	case "operands":
		if isLeaf(what) {
			t.Skip()
			return
		}
		b.args = t.list(b.args[:0], func() *Node { return t.tree(depth + 1) })
	case "items":
		if what != "lit" {
			t.Skip()
			return
		}
		b.list = t.Kind() == '['
		b.args = t.list(b.args[:0], func() *Node { return t.item(depth + 1) })
	default:
		t.Skip()
	}
}

// isLeaf reports whether a tree of that key has no operands.
func isLeaf(what string) bool {
	switch what {
	case "lit", "emp", "nul", "ref", "sysref":
		return true
	}
	return false
}

func (t *treeReader) list(into []*Node, element func() *Node) []*Node {
	if t.enter('[') {
		for t.More(']') {
			into = append(into, element())
		}
	}
	return into
}

// item is an element of a literal list: a whole value.
func (t *treeReader) item(depth int) *Node {
	n := &Node{Kind: Unknown}
	if t.enter('{') {
		for t.More('}') {
			if string(t.String()) == "config" {
				n = t.tree(depth)
			} else {
				t.Skip()
			}
		}
	}
	return n
}

// enter goes into an object or array; a null is an empty one.
func (t *treeReader) enter(open byte) bool {
	if k := t.Kind(); k != open && k != 'n' {
		t.odd = true
	}
	return t.Enter(open)
}

func (t *treeReader) text() []byte {
	if k := t.Kind(); k != '"' && k != 'n' {
		t.odd = true
	}
	return t.String()
}

// word returns a key or a type as a string; the common ones take no memory.
func word(text []byte) string {
	switch string(text) {
	case "lit":
		return "lit"
	case "ref":
		return "ref"
	case "emp":
		return "emp"
	case "str":
		return "str"
	case "int":
		return "int"
	case "bln":
		return "bln"
	}
	return string(text)
}

func (b *body) node(what string) *Node {
	switch what {
	case "lit":
		return b.literal()
	case "emp", "nul":
		return &Node{Kind: NotSet, Type: b.typ}
	case "ref", "sysref":
		return reference(b.text, b.typ, b.val, what == "sysref")
	}
	return operation(what, b.typ, b.args)
}

func (b *body) literal() *Node {
	switch {
	case b.list:
		return &Node{Kind: List, Type: b.typ, Args: b.args}
	case b.text == "" && b.val == "" && b.typ != "str":
		return &Node{Kind: Unknown, Type: b.typ} // what it means stands outside of the tree
	}
	return &Node{Kind: Literal, Text: b.text, Type: b.typ, ID: b.val}
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

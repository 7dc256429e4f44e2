package expr

import "strings"

// String prints n as the platform prints a parsed expression: one space
// around operators, operands that are themselves operations in brackets.
func (n *Node) String() string {
	var b strings.Builder
	write(&b, n)
	return b.String()
}

// Key returns a text that is equal for two expressions that mean the same:
// names in lower case, variables by their ids where known. It is not for
// people to read.
func Key(n *Node) string {
	var b strings.Builder
	key(&b, n)
	return b.String()
}

// Equal reports whether a and b are the same expression: the same tree, but
// for the letter case of names. Nothing is equal to something unknown.
func Equal(a, b *Node) bool {
	if a == nil || b == nil || a.Kind != b.Kind || len(a.Args) != len(b.Args) {
		return false
	}
	same := true
	switch a.Kind {
	case Unknown:
		return false
	case Literal:
		same = sameLiteral(a, b)
	case Reference:
		same = sameReference(a, b)
	case Call, Operator, Member:
		same = strings.EqualFold(a.Name, b.Name)
	}
	for i := 0; same && i < len(a.Args); i++ {
		same = Equal(a.Args[i], b.Args[i])
	}
	return same
}

func sameLiteral(a, b *Node) bool {
	if a.ID != "" && b.ID != "" {
		return a.ID == b.ID
	}
	return a.Text == b.Text && (a.Type == b.Type || a.Type == "" || b.Type == "")
}

func sameReference(a, b *Node) bool {
	if a.ID != "" && b.ID != "" && !a.System && !b.System {
		return strings.EqualFold(a.ID, b.ID)
	}
	return strings.EqualFold(a.Name, b.Name)
}

func write(b *strings.Builder, n *Node) {
	if n == nil {
		return
	}
	switch n.Kind {
	case Unknown:
		b.WriteString(strings.TrimSpace(n.Text))
	case Literal:
		printLiteral(b, n)
	case NotSet:
		b.WriteString("NOT_SET")
	case Reference:
		printReference(b, n.Name)
	case List:
		b.WriteByte('[')
		printList(b, n.Args)
		b.WriteByte(']')
	case Call:
		b.WriteString(n.Name)
		b.WriteByte('(')
		printList(b, n.Args)
		b.WriteByte(')')
	case Member:
		printObject(b, n.Args[0])
		b.WriteByte('.')
		printName(b, n.Name)
	case Index:
		printObject(b, n.Args[0])
		b.WriteByte('[')
		write(b, n.Args[1])
		b.WriteByte(']')
	case Operator:
		printOperator(b, n)
	}
}

func printOperator(b *strings.Builder, n *Node) {
	switch len(n.Args) {
	case 1:
		symbol := n.Name
		if symbol == "neg" {
			symbol = "-"
		}
		b.WriteString(symbol)
		printOperand(b, n.Args[0])
	case 2:
		printOperand(b, n.Args[0])
		b.WriteString(" " + n.Name + " ")
		printOperand(b, n.Args[1])
	case 3:
		printOperand(b, n.Args[0])
		b.WriteString(" ? ")
		printOperand(b, n.Args[1])
		b.WriteString(" : ")
		printOperand(b, n.Args[2])
	}
}

func printOperand(b *strings.Builder, n *Node) {
	if n.Kind != Operator {
		write(b, n)
		return
	}
	b.WriteByte('(')
	write(b, n)
	b.WriteByte(')')
}

// printObject writes what a member or an element is taken of.
func printObject(b *strings.Builder, n *Node) {
	if n.Kind == Literal && strings.HasPrefix(n.Text, "-") {
		b.WriteByte('(')
		write(b, n)
		b.WriteByte(')')
		return
	}
	printOperand(b, n)
}

func printList(b *strings.Builder, args []*Node) {
	for i, a := range args {
		if i > 0 {
			b.WriteString(", ")
		}
		write(b, a)
	}
}

func printLiteral(b *strings.Builder, n *Node) {
	switch n.Type {
	case "int", "dec", "bln":
		b.WriteString(n.Text)
	default:
		quote(b, n.Text)
	}
}

// printReference writes the scope, a dot, and the rest, quoted if it must be.
func printReference(b *strings.Builder, name string) {
	scope, rest, ok := strings.Cut(name, ".")
	b.WriteString(scope)
	if ok {
		b.WriteByte('.')
		printName(b, rest)
	}
}

func printName(b *strings.Builder, name string) {
	if isName(name) {
		b.WriteString(name)
		return
	}
	quote(b, name)
}

func quote(b *strings.Builder, s string) {
	b.WriteByte('"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
}

func key(b *strings.Builder, n *Node) {
	if n == nil {
		return
	}
	b.WriteByte('(')
	b.WriteString(n.Kind.String())
	b.WriteByte(' ')
	switch n.Kind {
	case Reference:
		quote(b, refKey(n))
	case Literal:
		quote(b, n.Text+"\x00"+n.ID)
	case Unknown:
		quote(b, n.Text)
	default:
		quote(b, strings.ToLower(n.Name))
	}
	for _, a := range n.Args {
		key(b, a)
	}
	b.WriteByte(')')
}

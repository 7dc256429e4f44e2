package expr

import (
	"strings"
	"unicode/utf8"
)

func onString(f func(string) *Node) func([]*Node) *Node {
	return func(args []*Node) *Node {
		if len(args) != 1 {
			return nil
		}
		s, ok := stringOf(args[0])
		if !ok {
			return nil
		}
		return f(s)
	}
}

func length(args []*Node) *Node {
	return onString(func(s string) *Node { return intNode(int64(utf8.RuneCountInString(s))) })(args)
}

// search folds f(text, part) where letter case makes no difference, because
// whether it does is not the same for all of these functions.
func search(f func(s, part string) *Node) func([]*Node) *Node {
	return func(args []*Node) *Node {
		if len(args) != 2 {
			return nil
		}
		s, okS := stringOf(args[0])
		part, okP := stringOf(args[1])
		if !okS || !okP {
			return nil
		}
		exact := f(s, part)
		if !Equal(exact, f(strings.ToLower(s), strings.ToLower(part))) {
			return nil
		}
		return exact
	}
}

func find(s, part string) *Node {
	at := strings.Index(s, part)
	if at < 0 {
		return intNode(-1)
	}
	return intNode(int64(utf8.RuneCountInString(s[:at])))
}

// substring takes the string, the first position and the length.
func substring(args []*Node) *Node {
	if len(args) != 3 {
		return nil
	}
	from, okF := intOf(args[1])
	size, okS := intOf(args[2])
	if !okF || !okS {
		return nil
	}
	return cut(args[0], from, size)
}

func cut(n *Node, from, size int64) *Node {
	s, ok := stringOf(n)
	runes := []rune(s)
	if !ok || from < 0 || size < 0 || from > int64(len(runes)) || size > int64(len(runes))-from {
		return nil
	}
	return strNode(string(runes[from : from+size]))
}

func left(args []*Node) *Node {
	if len(args) != 2 {
		return nil
	}
	if n, ok := intOf(args[1]); ok {
		return cut(args[0], 0, n)
	}
	return nil
}

func right(args []*Node) *Node {
	if len(args) != 2 {
		return nil
	}
	s, _ := stringOf(args[0])
	if n, ok := intOf(args[1]); ok {
		return cut(args[0], int64(utf8.RuneCountInString(s))-n, n)
	}
	return nil
}

func replace(args []*Node) *Node {
	if len(args) != 3 {
		return nil
	}
	s, okS := stringOf(args[0])
	old, okO := stringOf(args[1])
	with, okW := stringOf(args[2])
	if !okS || !okO || !okW || old == "" {
		return nil
	}
	if strings.Count(s, old) != strings.Count(strings.ToLower(s), strings.ToLower(old)) {
		return nil
	}
	return strNode(strings.ReplaceAll(s, old, with))
}

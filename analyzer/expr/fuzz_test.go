package expr

import (
	"strings"
	"testing"
)

// Whatever the text, reading, folding, printing and comparing it end without
// a panic, and what is printed reads as the same expression.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`If(IsSet(Flow.a), Flow.a + "x", GetAt(State.l, 0).name)`, `!Flow.a and (1 <= 2 or -3 % 4 == 5.5)`,
		`Call.Contact."a b"[1]`, `"\"\\\n"`, `a.b ? c.d : e.f`, `Flow.x_1`, `or.and`, `((((`, `MakeDuration(0,0,1)`,
		strings.Repeat("-", 333) + "!0",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n := Parse(text)
		if isReference(text) && len(text) <= maxText {
			p := parser{lex: lexer{text: text}}
			p.advance()
			if want := p.expression(0); p.failed || p.tok.kind != tokEnd || !sameTree(n, want) {
				t.Errorf("%q is %s %s at a glance, and %s %s to the parser", text, n.Kind, n, want.Kind, want)
			}
		}
		Fold(n)
		References(n)
		Key(n)
		if n.Kind == Unknown {
			return
		}
		again := Parse(n.String())
		if again.Kind == Unknown && height(n) > maxNesting/4 {
			return // what is printed has brackets, in which a text that nests deep nests too deep
		}
		if !Equal(n, again) {
			t.Fatalf("%q is %s, which reads as %s", text, n, again)
		}
	})
}

// Whatever the bytes, reading a tree ends without a panic and gives what reading
// it by encoding/json gives.
func FuzzFromConfig(f *testing.F) {
	f.Add([]byte(`{".":{"operands":[{"lit":{"text":"e164","type":"str"}},{"ref":{"text":"Flow.p","val":"g"}}]}}`))
	f.Add([]byte(`{"lit":{"items":[{"config":{"lit":{"text":"a","type":"str"}}}],"type":"str_coll"}}`))
	f.Add([]byte(`{"+":{"operands":[{"lit":{"text":"\\u0041\\ud83d","type":"str","val":7}},null,{"lit":null},{}],"type":null}}`))
	f.Add([]byte(`{"lit":{"text":5}}`))
	f.Add([]byte(`{"ToString":{"operands":[{"sysref":{"pos":-1.5e3,"text":"Call.Ani","type":"phn"}},{"a":{},"b":{}}],"text":""}}`))
	f.Fuzz(func(t *testing.T, config []byte) {
		n := FromConfig(config)
		if want, ok := unmarshalled(config); ok && !sameTree(n, want) {
			t.Errorf("FromConfig(%s) is %s %q, encoding/json reads %s %q", config, n.Kind, n, want.Kind, want)
		}
		_ = Fold(n).String()
		References(n)
		Key(n)
	})
}

// height is how deep a tree nests.
func height(n *Node) int {
	deepest := 0
	for _, a := range n.Args {
		deepest = max(deepest, height(a))
	}
	return deepest + 1
}

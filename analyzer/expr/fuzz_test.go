package expr

import "testing"

// Whatever the text, reading, folding, printing and comparing it end without
// a panic, and what is printed reads as the same expression.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`If(IsSet(Flow.a), Flow.a + "x", GetAt(State.l, 0).name)`, `!Flow.a and (1 <= 2 or -3 % 4 == 5.5)`,
		`Call.Contact."a b"[1]`, `"\"\\\n"`, `a.b ? c.d : e.f`, `((((`, `MakeDuration(0,0,1)`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n := Parse(text)
		Fold(n)
		References(n)
		Key(n)
		if n.Kind == Unknown {
			return
		}
		if again := Parse(n.String()); !Equal(n, again) {
			t.Fatalf("%q is %s, which reads as %s", text, n, again)
		}
	})
}

func FuzzFromConfig(f *testing.F) {
	f.Add([]byte(`{".":{"operands":[{"lit":{"text":"e164","type":"str"}},{"ref":{"text":"Flow.p","val":"g"}}]}}`))
	f.Add([]byte(`{"lit":{"items":[{"config":{"lit":{"text":"a","type":"str"}}}],"type":"str_coll"}}`))
	f.Fuzz(func(t *testing.T, config []byte) {
		n := FromConfig(config)
		_ = Fold(n).String()
		References(n)
		Key(n)
	})
}

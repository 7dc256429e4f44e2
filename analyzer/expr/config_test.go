package expr

import (
	"testing"

	"archlint/analyzer/flow"
)

func TestFromConfig(t *testing.T) {
	tests := []struct{ config, want string }{
		{`{"lit":{"text":"5","type":"int","pos":1}}`, `5`},
		{`{"ref":{"text":"Flow.x","type":"str","val":"guid"}}`, `Flow.x`},
		{`{"sysref":{"text":"Message.Message.body","type":"str","val":"__M__.body"}}`, `Message.Message.body`},
		{`{".":{"operands":[{"lit":{"text":"e164","type":"str"}},{"ref":{"text":"Flow.p","type":"phn","val":"g"}}],"type":"str"}}`,
			`Flow.p.e164`},
		{`{"[":{"operands":[{"lit":{"text":"0","type":"int"}},{"ref":{"text":"Flow.l","type":"str_coll","val":"g"}}]}}`, `Flow.l[0]`},
		{`{"OR":{"operands":[{"lit":{"text":"true","type":"bln"}},{"ref":{"text":"Flow.b","type":"bln","val":"g"}}]}}`, `true or Flow.b`},
		{`{"!":{"operands":[{"ref":{"text":"Flow.b","type":"bln","val":"g"}}]}}`, `!Flow.b`},
		{`{"nul":{"text":"","type":"com"}}`, `NOT_SET`},
		{`{"emp":{"text":"","type":"str"}}`, `NOT_SET`},
		{`{"lit":{"text":"","type":"str_coll","items":[{"config":{"lit":{"text":"a","type":"str"}}}]}}`, `["a"]`},
		{`{"GetCurrentDateTimeUtc":{"operands":[],"type":"dtm"}}`, `GetCurrentDateTimeUtc()`},
		{`{"lit":{"text":"\"q\"","type":"str"}}`, `"\"q\""`},
	}
	for _, test := range tests {
		n := FromConfig([]byte(test.config))
		if n.Kind == Unknown {
			t.Errorf("FromConfig(%s) is unknown", test.config)
			continue
		}
		if got := n.String(); got != test.want {
			t.Errorf("FromConfig(%s) = %s, want %s", test.config, got, test.want)
		}
	}
}

func TestFromConfigUnknown(t *testing.T) {
	for _, config := range []string{
		``, `{}`, `[]`, `null`, `{"lit":null}`, `{"lit":{},"ref":{}}`, `{"lit":{"text":"","type":"chs"}}`, `{"+`, `"x"`,
		`{"#":{"operands":[]}}`, `{"+":"x"}`,
	} {
		if n := FromConfig([]byte(config)); n.Kind != Unknown {
			t.Errorf("FromConfig(%s) = %s, want unknown", config, n)
		}
	}
	if n := FromConfig([]byte(`{"+":{"operands":[null,{}]}}`)); Known(n) {
		t.Errorf("an operator without readable operands is known: %s", n)
	}
}

func TestReferenceIdentity(t *testing.T) {
	a := FromConfig([]byte(`{"ref":{"text":"flow.Ani","val":"G-1"}}`))
	b := FromConfig([]byte(`{"ref":{"text":"Flow.ani","val":"g-1"}}`))
	c := FromConfig([]byte(`{"ref":{"text":"Flow.ani","val":"g-2"}}`))
	if !Equal(a, b) || Key(a) != Key(b) {
		t.Error("one variable in two spellings is two")
	}
	if Equal(b, c) || Key(b) == Key(c) {
		t.Error("two variables of one name are one")
	}
	if !Equal(a, Parse("FLOW.ANI")) {
		t.Error("a variable differs from its name")
	}
}

func TestOf(t *testing.T) {
	filled := Parse("Flow.filled")
	tests := []struct {
		value *flow.Value
		want  string
		kind  Kind
	}{
		{nil, "", Unknown},
		{&flow.Value{Kind: flow.Unknown, Text: "{{x}}"}, "", Unknown},
		{&flow.Value{Kind: flow.NotSet}, "NOT_SET", NotSet},
		{&flow.Value{Kind: flow.Literal, Text: "a b", Type: "str"}, `"a b"`, Literal},
		{&flow.Value{Kind: flow.Literal, Type: "str_coll"}, "", Unknown},
		{&flow.Value{Kind: flow.VariableIn, Text: "Flow.x"}, "Flow.x", Reference},
		{&flow.Value{Kind: flow.Expression, Text: "Flow.x+1"}, "Flow.x + 1", Operator},
		{&flow.Value{Kind: flow.Expression, Text: "Flow.x", Config: []byte(`{"ref":{"text":"Flow.y"}}`)}, "Flow.y", Reference},
		{&flow.Value{Kind: flow.Expression, Text: "Flow.x", Config: []byte(`{`)}, "Flow.x", Reference},
		{&flow.Value{Kind: flow.Expression, Text: "Flow.x", Tree: filled}, "Flow.filled", Reference},
		{&flow.Value{Kind: "new", Text: "?"}, "?", Unknown},
	}
	for _, test := range tests {
		n := Of(test.value)
		if n.Kind != test.kind || n.String() != test.want {
			t.Errorf("Of(%+v) = %s %s, want %s %s", test.value, n.Kind, n, test.kind, test.want)
		}
	}
}

package gate

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

// The records of the tests' input.
type (
	document struct {
		Voice  bool           `json:"voice"`
		Kind   string         `json:"kind"`
		Most   int64          `json:"most"`
		Share  float64        `json:"share"`
		Calls  []call         `json:"calls"`
		Names  []string       `json:"names"`
		Others map[string]any `json:"others"`
	}
	call struct {
		place
		Name   string   `json:"name"`
		Hot    bool     `json:"hot"`
		Max    int64    `json:"max"`
		Wait   *float64 `json:"wait"`
		Action *action  `json:"action"`
		Inputs []input  `json:"inputs"`
		More   []input  `json:"more"`
		Times  int      `json:"times,omitempty"`
	}
	place struct {
		Node string `json:"node"`
	}
	action struct {
		URL string `json:"url"`
	}
	input struct {
		Kind string `json:"kind"`
		Text string `json:"text"`
	}
)

// example has one of everything.
func example() document {
	wait := 5.0
	return document{Voice: true, Kind: "InboundCall", Most: 3, Share: 0.5, Names: []string{"a", "b"}, Others: map[string]any{"x": 1},
		Calls: []call{
			{place: place{"1"}, Name: "get", Max: 1, Inputs: []input{}, More: []input{{"literal", "list[0]"}}},
			{place: place{"2"}, Name: "put", Hot: true, Max: 9, Wait: &wait, Action: &action{"https://example.org"},
				Inputs: []input{{"variable", "Flow.x"}}, More: []input{}},
		}}
}

const (
	closed = false
	open   = true
)

// gateTests are conditions of a rule, what its module defines besides, and
// whether its gate is open for the example.
var gateTests = []struct {
	body, besides string
	want          bool
}{
	{`input.voice`, ``, open},
	{`not input.voice`, ``, closed},
	{`input.voice == false`, ``, closed},
	{`input.kind == "workflow"`, ``, closed},
	{`input.kind != "workflow"`, ``, open},
	{`lower(input.kind) == "inboundcall"`, ``, open},
	{`not lower(input.kind) == "inboundcall"`, ``, closed},
	{`upper(input.kind) != "INBOUNDCALL"`, ``, closed},
	{`lower(input.kind, "inboundcall")`, ``, open},
	{`lower(input.kind, "workflow")`, ``, closed},
	{`input.most > 3`, ``, closed},
	{`input.most >= 3`, ``, open},
	{`input.most < 3`, ``, closed},
	{`input.most <= 3`, ``, open},
	{`input.most == 3.0`, ``, open},
	{`input.share == 0.5`, ``, open},
	{`input.share > 0.50000000000000001`, ``, open}, // more digits than are looked at
	{`input.share > "text"`, ``, closed},            // Rego orders types
	{`input.voice < 1`, ``, open},
	{`input.unheardOf`, ``, open}, // not known from the facts
	{`input.others.x == 2`, ``, open},
	{`count(input.names) > 2`, ``, closed},
	{`count(input.kind) == 11`, ``, open},
	{`"c" in input.names`, ``, closed},
	{`"b" in input.names`, ``, open},
	{`not "b" in input.names`, ``, closed},
	{`input.kind in {"a", "InboundCall"}`, ``, open},
	{`input.kind in ["a", "b"]`, ``, closed},
	{`input.most in input.kind`, ``, closed},
	{`s := {3, 5}; s[5]`, ``, open}, // the keys of a set are its members
	{`s := {3, 5}; s[0]`, ``, closed},
	{`s := {3, 5}; s[5] == 5; s[3] < 3`, ``, closed},
	{`s := {5, "5"}; x := s[5]; x > 4`, ``, open},
	{`not {3, 5}[5]`, ``, closed},
	{`{3, [5]}[5]`, ``, closed},
	{`kinds[3]`, `kinds := {3, 5}`, open},
	{`kinds[4]`, `kinds := {3, 5}`, closed},
	{`regex.match(pattern, input.kind)`, `pattern := concat("|", ["^Out", "^Sur"])`, closed},
	{`regex.match(pattern, input.kind)`, `pattern := concat("|", ["^Out", "^In"])`, open},
	{`regex.match(pattern, input.kind)`, `pattern := concat("|", ["^Out", input.kind])`, open},
	{`startswith(input.kind, "Out")`, ``, closed},
	{`endswith(input.kind, "Call")`, ``, open},
	{`contains(input.kind, "bound")`, ``, open},
	{`strings.any_prefix_match(input.kind, ["Out", "Sur"])`, ``, closed},
	{`regex.match("^In", input.kind)`, ``, open},
	{`regex.match("^Out", input.kind)`, ``, closed},
	{`regex.match("(", input.kind)`, ``, open}, // the pattern is wrong
	{`regex.match(input.kind, "x")`, ``, open}, // it is no constant
	{`regex.replace(input.kind, "o.*", "x") == "inbx"`, ``, closed},
	{`regex.replace(lower(input.kind), "o.*", "x") == "inbx"`, ``, open},
	{`regex.replace(input.kind, "(", "x") == "inbx"`, ``, open},       // the pattern is wrong
	{`regex.replace(input.kind, "o.*", input.kind) == "x"`, ``, open}, // what replaces it is no constant
	{`some match in regex.find_all_string_submatch_n("o(.)t", input.kind, -1)`, ``, closed},
	{`some match in regex.find_all_string_submatch_n("o(.)n", input.kind, -1)`, ``, open},
	{`trim(input.kind, "x") == "y"`, ``, open}, // not among the functions that are known
	{`some call in input.calls; call.hot; call.max > 9`, ``, closed},
	{`some call in input.calls; call.hot; call.max > 8`, ``, open},
	{`some call in input.calls; not call.hot; call.max > 8`, ``, closed},
	{`some i, call in input.calls; i == 1; call.hot`, ``, open},
	{`some i; input.calls[i].max == 7`, ``, closed},
	{`input.calls[_].node == "2"`, ``, open},
	{`input.calls[_].node == "3"`, ``, closed},
	{`input.calls[0].hot`, ``, closed},
	{`input.calls[1].hot`, ``, open},
	{`input.calls[2]`, ``, closed},
	{`not input.calls[2]`, ``, open},
	{`some call in input.calls; call.action.url == "x"`, ``, closed},
	{`some call in input.calls; not call.action.url; call.hot`, ``, closed},
	{`some call in input.calls; call.hot; is_null(call.wait)`, ``, closed},
	{`some call in input.calls; not call.hot; is_null(call.wait)`, ``, open},
	{`some call in input.calls; is_number(call.wait); call.wait > 5`, ``, closed},
	{`some call in input.calls; call.times > 5`, ``, open}, // left out where it is zero
	{`some call in input.calls; some value in call.inputs; value.kind == "literal"`, ``, closed},
	{`some call in input.calls; some value in array.concat(call.inputs, call.more); value.kind == "literal"`, ``, open},
	{`some call in input.calls; some value in array.concat(call.inputs, call.more); value.kind == "literal"; call.hot`, ``, closed},
	{`some call in input.calls; some other in input.calls; call.max == other.max; call.hot; not other.hot`, ``, closed},
	{`every call in input.calls { call.hot }`, ``, open},
	{`hot := [call | some call in input.calls; call.hot; call.max > 9]; count(hot) > 0`, ``, closed},
	{`hot := {call.name | some call in input.calls; call.hot}; count(hot) > 0`, ``, open},
	{`hot := [call | some call in input.calls; call.max > 9]; hot[0].hot`, ``, closed},
	{`input.calls[_].hot with input as {"calls": [{"hot": true}]}`, ``, open},
	{`not hot(input)`, `hot(x) if x.voice`, closed},
	{`hot(input)`, `hot(x) if not x.voice`, closed},
	{`hot(input)`, "hot(x) if not x.voice\n\nhot(x) if x.most == 3", open},
	{`hot(input) == 2`, "hot(x) := 2 if x.voice", open},
	{`hot(input) == 3`, "hot(x) := 2 if x.voice", closed},
	{`hot(input) == 3`, "hot(x) := 2 if x.voice\n\nelse := 3", open},
	{`hot(input) == 3`, "default hot(_) := 3\n\nhot(x) := 2 if not x.voice", open},
	{`hot(input.most)`, "hot(3) := true", open},
	{`hot(input.most)`, "hot(4) := true", closed},
	{`hot([input.most, 1])`, "hot([x, y]) if x > y", open}, // a pattern
	{`limit.most < input.most`, `limit := {"most": 3}`, closed},
	{`limit[input.kind] < input.most`, `limit := {"InboundCall": 2}`, open},
	{`hot`, `hot if input.most > 3`, closed},
	{`not hot`, `hot if input.most >= 3`, closed},
	{`hot == 3`, "hot := 2 if input.voice\n\nelse := 3", open},
	{`some name in hot`, `hot contains call.name if { some call in input.calls; call.max > 9 }`, closed},
	{`some name in hot`, `hot contains call.name if { some call in input.calls; call.max > 8 }`, open},
	{`some name in hot`, `hot := [call | some call in input.calls; call.max > 9]`, closed},
	{`some name; hot[name]`, `hot[call.name] := call if { some call in input.calls; call.max > 9 }`, open}, // a partial object
	{`[voice, _] := [input.voice, 1]; not voice`, ``, open},                                                // a pattern
	{`input.most + 1 == 5`, ``, open},                                                                      // arithmetic is not looked at
	{`some key, x in input; key == "most"; x == 3`, ``, open},
}

// TestGates also asks Rego: a gate that is closed although the rule finds
// something would hide a finding.
func TestGates(t *testing.T) {
	inputs := []document{example(), {}, {Most: math.MaxInt64, Share: math.Inf(1), Calls: []call{{Max: math.MaxInt64}}}}
	for _, test := range gateTests {
		text := "package ours\n\nfindings contains 1 if {\n" + test.body + "\n}\n\n" + test.besides
		c, err := ast.CompileModulesWithOpt(map[string]string{"x.rego": text},
			ast.CompileOpts{ParserOptions: ast.ParserOptions{RegoVersion: ast.RegoV1}})
		if err != nil {
			t.Errorf("%s: %v", test.body, err)
			continue
		}
		gates := New(c, []ast.Ref{ast.MustParseRef("data.ours.findings")}, reflect.TypeFor[document]())
		for i, in := range inputs {
			got := gates.Open(reflect.ValueOf(in))[0]
			if i == 0 && got != test.want {
				t.Errorf("%s %s: open: %v, want %v", test.body, test.besides, got, test.want)
			}
			if !got && finds(t, c, in) {
				t.Errorf("%s %s: closed for input %d, in which it finds something", test.body, test.besides, i)
			}
		}
	}
}

func finds(t *testing.T, c *ast.Compiler, in document) bool {
	t.Helper()
	if math.IsInf(in.Share, 0) {
		in.Share = 0 // JSON cannot say it
	}
	raw, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var plain any
	if err := json.Unmarshal(raw, &plain); err != nil {
		t.Fatal(err)
	}
	result, err := rego.New(rego.Query("count(data.ours.findings) > 0"), rego.Compiler(c), rego.Input(plain)).Eval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return result.Allowed() || len(result) > 0 && result[0].Expressions[0].Value == true
}

// TestGatesOfOthers: what is no partial set of its own is always open.
func TestGatesOfOthers(t *testing.T) {
	for _, text := range []string{
		"package ours\n\nfindings := {1} if input.most > 100\n",
		"package ours\n\nfindings[x] contains 1 if {\n\tx := 1\n\tinput.most > 100\n}\n",
	} {
		c, err := ast.CompileModulesWithOpt(map[string]string{"x.rego": text},
			ast.CompileOpts{ParserOptions: ast.ParserOptions{RegoVersion: ast.RegoV1}})
		if err != nil {
			t.Fatal(err)
		}
		if !New(c, []ast.Ref{ast.MustParseRef("data.ours.findings")}, reflect.TypeFor[document]()).Open(reflect.ValueOf(example()))[0] {
			t.Errorf("%s: closed", text)
		}
	}
}

// TestGatesGiveUp: a gate that would take longer than the rule is open.
func TestGatesGiveUp(t *testing.T) {
	text := `package ours

findings contains 1 if {
	some a in input.calls
	some b in input.calls
	some c in input.calls
	a.hot
	b.hot
	c.max > 9
}
`
	c, err := ast.CompileModulesWithOpt(map[string]string{"x.rego": text},
		ast.CompileOpts{ParserOptions: ast.ParserOptions{RegoVersion: ast.RegoV1}})
	if err != nil {
		t.Fatal(err)
	}
	gates := New(c, []ast.Ref{ast.MustParseRef("data.ours.findings")}, reflect.TypeFor[document]())
	for n, want := range map[int]bool{50: closed, 2000: open} {
		in := document{Calls: make([]call, n)}
		for i := range in.Calls {
			in.Calls[i].Hot = true
		}
		for range 2 { // the second asks a frame that was used up
			if got := gates.Open(reflect.ValueOf(in))[0]; got != want {
				t.Errorf("%d calls: open: %v, want %v", n, got, want)
			}
		}
	}
}

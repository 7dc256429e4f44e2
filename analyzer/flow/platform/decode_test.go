package platform_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/flow"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/source"
)

func decode(t reporter, text string, opts platform.Options) (*flow.Flow, error) {
	t.Helper()
	return platform.Decode(source.NewFile("flow.json", []byte(text)), opts)
}

func dump(t reporter, f *flow.Flow) string {
	t.Helper()
	var out strings.Builder
	if err := flow.DumpWith(&out, f, flow.DumpOptions{IDs: true, Values: true}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// menus is a flow of n menus, each with one choice that is live in all.
func menus(n int) string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf(`{"id":"m%d","__type":"Menu","menuChoiceList":[`+
			`{"globalDtmf":true,"action":{"id":"d%d","__type":"DisconnectAction"}}]}`, i, i))
	}
	return `{"initialSequence":"m0","flowSequenceItemList":[` + strings.Join(list, ",") + `]}`
}

func TestUnknownFlowType(t *testing.T) {
	f, err := platform.Decode(source.NewFile("flow.json",
		[]byte(`{"type": "HOLOGRAMCALL","initialSequence":"t","flowSequenceItemList":[{"id":"t","__type":"Task"}]}`)), platform.Options{})
	if err != nil || f.Type != "hologramcall" || len(f.Problems) > 0 || len(f.Notes) != 1 {
		t.Fatalf("%v, %+v", err, f)
	}
	if got := f.Notes[0].Error(); !strings.HasPrefix(got, `flow.json:1:10: the flow type "hologramcall" is not known`) {
		t.Error(got)
	}
}

func TestErrors(t *testing.T) {
	nested := strings.Repeat("[", 10_001) + strings.Repeat("]", 10_001)
	tests := []struct {
		name, text string
		opts       platform.Options
		want       string
	}{
		{"empty", "", platform.Options{}, "flow.json:1:1: empty: no flow configuration"},
		{"blank", " \n ", platform.Options{}, "flow.json:1:1: empty: no flow configuration"},
		{"not JSON", "hello", platform.Options{}, "flow.json:1:1: not valid JSON: invalid character 'h' at start of value"},
		{"a list", "[]", platform.Options{}, "flow.json:1:1: the top level is an array where an object belongs"},
		{"another object", `{"name":"x"}`, platform.Options{}, "flow.json:1:1: not a flow configuration: there is no flowSequenceItemList"},
		{"cut off", `{"name":"x","flowSequenceItemList":[{"name":"y`, platform.Options{},
			"flow.json:1:47: the JSON ends too early, at /flowSequenceItemList/0/name"},
		{"cut off between", "{\"name\":\"x\",\n", platform.Options{}, "flow.json:2:1: the JSON ends too early, at the top level"},
		{"a missing comma", "{\"name\":\"x\"\n \"type\":1}", platform.Options{}, "flow.json:2:2: not valid JSON: invalid character '\"' after " +
			"object value (expecting ',' or '}')"},
		{"more behind", `{"flowSequenceItemList":[]} {}`, platform.Options{}, "flow.json:1:30: there is more text after the end of the flow"},
		{"a list that is none", `{"flowSequenceItemList":{}}`, platform.Options{}, "flow.json:1:25: /flowSequenceItemList is an object " +
			"where an array belongs"},
		{"an action that is none", `{"flowSequenceItemList":[{"actionList":["x"]}]}`, platform.Options{},
			"flow.json:1:41: /flowSequenceItemList/0/actionList/0 is a string where an object belongs"},
		{"too deep", `{"x":` + nested + `}`, platform.Options{}, "flow.json:1:10005: not valid JSON: exceeded max depth"},
		{"too large", `{"flowSequenceItemList":[]}`, platform.Options{MaxBytes: 20}, "flow.json: larger than the limit of 20 bytes"},
		{"too many", `{"flowSequenceItemList":[{},{},{}]}`, platform.Options{MaxNodes: 2},
			"flow.json:1:32: more containers and actions than the limit of 2"},
		{"outputs too deep", tower(6), platform.Options{MaxDepth: 5}, "outputs are nested deeper than the limit of 5"},
		{"global choices in menus", menus(1500), platform.Options{}, "flow.json:1:1: global menu choices and bot intents come to 2250000 ways " +
			"through the flow, more than the limit of 2000000"},
		{"modules too deep", strings.Repeat(`{"commonModules":[{"model":`, 4) + "{}" + strings.Repeat("}]}", 4), platform.Options{MaxDepth: 3},
			"common modules are nested deeper than the limit of 3"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := decode(t, test.text, test.opts)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

// tower is a flow of n decisions, each in the output of the one before.
func tower(n int) string {
	var actions []string
	for i := range n {
		actions = append(actions, fmt.Sprintf(`{"__type":"DecisionAction","id":"%d","paths":[{"outputId":"__YES__","nextActionId":"%d"}]}`, i,
			i+1))
	}
	return `{"flowSequenceItemList":[{"startAction":"0","actionList":[` + strings.Join(actions, ",") + `,{"id":"` + strconv.Itoa(n) + `"}]}]}`
}

func TestTowerWithinTheLimit(t *testing.T) {
	decoded, err := decode(t, tower(300), platform.Options{})
	if err != nil || len(decoded.Problems) > 0 {
		t.Fatal(err, decoded)
	}
	depth, block := 0, decoded.Containers[0].Body
	for block != nil && len(block.Actions[0].Outputs) > 0 {
		depth, block = depth+1, block.Actions[0].Outputs[0].Block
	}
	if depth != 300 {
		t.Errorf("depth %d, want 300", depth)
	}
}

// TestLongChain holds that a long sequence costs no depth.
func TestLongChain(t *testing.T) {
	var text strings.Builder
	const n = 50_000
	text.WriteString(`{"flowSequenceItemList":[{"startAction":"0","actionList":[`)
	for i := range n {
		fmt.Fprintf(&text, `{"id":"%d","nextAction":"%d"},`, i, i+1)
	}
	fmt.Fprintf(&text, `{"id":"%d"}]}]}`, n)
	decoded, err := decode(t, text.String(), platform.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := len(decoded.Containers[0].Body.Actions); got != n+1 {
		t.Errorf("%d actions, want %d", got, n+1)
	}
}

// TestHostile decodes texts that make careless code quadratic: each must be done
// in the time of a few reads.
func TestHostile(t *testing.T) {
	const n = 20_000
	many := func(format string) string {
		var out strings.Builder
		for i := range n {
			if i > 0 {
				out.WriteByte(',')
			}
			out.WriteString(strings.ReplaceAll(format, "#", fmt.Sprintf("%05d", i)))
		}
		return out.String()
	}
	texts := map[string]string{
		"cases": `{"flowSequenceItemList":[{"startAction":"1","actionList":[{"__type":"SwitchAction","id":"1","cases":[` +
			many(`{"referenceId":"r#"}`) + `],"paths":[` + many(`{"outputId":"r#"}`) + `]}]}]}`,
		"equal": `{"flowSequenceItemList":[{"startAction":"1","actionList":[{"__type":"DigitalMenuAction","id":"1","paths":[` +
			many(`{"label":"a","outputId":"r#"}`) + `]}]}]}`,
		"references": `{"flowSequenceItemList":[{"startAction":"1","actionList":[{"__type":"WaitAction","id":"1","duration":` +
			`{"config":{"+":{"operands":[` + many(`{"ref":{"text":"v#","val":"g#"}}`) + `]}},"text":"x"}}]}]}`,
		"modules": `{"commonModules":[` + many(`{"id":"f#","actionReferences":["x#"],"model":{"flowSequenceItemList":[]}}`) +
			`],"manifest":{"dataAction":[{"context":[` + many(`{"id":"00000000-0000-4000-8000-0000000#"}`) +
			`]}]},"flowSequenceItemList":[{"startAction":"1","actionList":[{"__type":"CallCommonModuleAction","id":"1"}]}]}`,
		"outputs": `{"flowSequenceItemList":[{"id":"t","startAction":"1","paths":[` + many(`{"label":"o#","outputId":"r#"}`) +
			`],"actionList":[{"__type":"CallTaskAction","id":"1","taskReference":"t","paths":[` + many(`{"outputId":"r#"}`) + `]}]}]}`,
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			decoded, err := decode(t, text, platform.Options{})
			if err != nil {
				t.Fatal(err)
			}
			checkInvariants(t, decoded)
			if took := time.Since(begin); took > 10*time.Second {
				t.Errorf("%d kB took %v", len(text)>>10, took)
			}
		})
	}
}

// TestPaths holds that the JSON pointer of every action leads to it, and that
// its position is that of its opening brace.
func TestPaths(t *testing.T) {
	for _, path := range testFlows(t) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		decoded, err := decode(t, string(text), platform.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var document any
		if err := json.Unmarshal(text, &document); err != nil {
			t.Fatal(err)
		}
		for _, f := range append([]*flow.Flow{decoded}, decoded.Modules...) {
			f.Walk(func(a *flow.Action, _ *flow.Container) {
				at, _ := follow(document, a.Path).(map[string]any)
				if at["id"] != a.ID || at["name"] != a.Name {
					t.Errorf("%s: %s leads to %v, not to action %q", path, a.Path, at["name"], a.Name)
				}
				line := []rune(f.File.Line(a.Pos.Line))
				if a.Pos.Column > len(line) || line[a.Pos.Column-1] != '{' {
					t.Errorf("%s: action %q is not at %v", path, a.Name, a.Pos)
				}
				for _, b := range append(a.Inputs, a.Values...) {
					if _, ok := follow(document, b.Value.Path).(map[string]any)["text"]; !ok {
						t.Errorf("%s: %s is no value", path, b.Value.Path)
					}
				}
			})
		}
	}
}

func follow(at any, pointer string) any {
	for _, token := range strings.Split(pointer, "/")[1:] {
		switch node := at.(type) {
		case map[string]any:
			at = node[strings.NewReplacer("~1", "/", "~0", "~").Replace(token)]
		case []any:
			index, _ := strconv.Atoi(token)
			at = node[index]
		}
	}
	return at
}

func testFlows(t *testing.T) []string {
	files, _ := filepath.Glob("testdata/*.json")
	if os.Getenv("ARCHLINT_CORPUS") != "" || os.Getenv("CI") == "true" || testing.Short() == false {
		more, _ := filepath.Glob(filepath.Join(corpusOrNone(), "json", "*.json"))
		files = append(files, more...)
	}
	return files
}

func corpusOrNone() string {
	if dir := os.Getenv("ARCHLINT_CORPUS"); dir != "" {
		return dir
	}
	return "../../../../shared/corpus"
}

// TestNotation holds that layout and the order of members change nothing.
func TestNotation(t *testing.T) {
	for _, path := range testFlows(t) {
		if strings.Contains(path, "contradictions") {
			continue // its problems name places
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := decode(t, string(text), platform.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for name, variant := range notations(t, text) {
			decoded, err := decode(t, variant, platform.Options{})
			if err != nil {
				t.Fatalf("%s, %s: %v", path, name, err)
			}
			if diff := cmp.Diff(dump(t, plain), dump(t, decoded)); diff != "" {
				t.Errorf("%s, %s:\n%s", path, name, diff)
			}
		}
	}
}

func notations(t *testing.T, text []byte) map[string]string {
	var indented, compact bytes.Buffer
	if err := json.Indent(&indented, text, "", "\t"); err != nil {
		t.Fatal(err)
	}
	if err := json.Compact(&compact, text); err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"indented":             indented.String(),
		"compact":              compact.String(),
		"line ends of Windows": strings.ReplaceAll(indented.String(), "\n", "\r\n"),
		"byte order mark":      "\ufeff" + string(text),
		"wrapped":              `{"configuration":` + string(text) + `,"version":"3.0"}`,
	}
}

func TestEnvelopeGivesTheID(t *testing.T) {
	text := `{"id":"f-1","configuration":{"name":"x","flowSequenceItemList":[]}}`
	decoded, err := decode(t, text, platform.Options{})
	if err != nil || decoded.ID != "f-1" || decoded.Name != "x" {
		t.Errorf("%v, %+v", err, decoded)
	}
	decoded, err = decode(t, text, platform.Options{ID: "f-2"})
	if err != nil || decoded.ID != "f-2" {
		t.Errorf("%v, %+v", err, decoded)
	}
}

func TestDataAction(t *testing.T) {
	decoded := decodeFile(t, "testdata/polling.json")
	inqueue := decodeFile(t, "testdata/inqueue.json")
	poll, card := find(decoded, "n3").DataAction, find(inqueue, "h2").DataAction
	if poll.ID != "custom_-_1" || poll.Integration != "Web shop" || poll.Secure || poll.ProcessingPrompt {
		t.Errorf("%+v", *poll)
	}
	if poll.UsesSuggested == nil || *poll.UsesSuggested || poll.Timeout.Text != "P0D0H0M10S0F" {
		t.Errorf("suggested %v, timeout %+v", poll.UsesSuggested, poll.Timeout)
	}
	if !card.Secure || !card.ProcessingPrompt || card.UsesSuggested != nil || card.Timeout != nil {
		t.Errorf("%+v", *card)
	}
	if got := len(find(decoded, "n3").Inputs); got != 1 {
		t.Errorf("%d inputs: one of the two is out of service", got)
	}
	if decoded.Type != "workflow" {
		t.Errorf("type %q", decoded.Type)
	}
}

func find(f *flow.Flow, id string) *flow.Action {
	var found *flow.Action
	f.Walk(func(a *flow.Action, _ *flow.Container) {
		if a.ID == id {
			found = a
		}
	})
	return found
}

// TestValues decodes one expression in many spellings.
func TestValues(t *testing.T) {
	const ref = `{"ref":{"text":"FLOW.A","type":"str","val":"va"}}`
	tests := []struct {
		name, value string
		kind        flow.ValueKind
		text        string
		reads       []string
	}{
		{"literal", `{"config":{"lit":{"text":"5","type":"int"}},"text":"five","type":"int"}`, flow.Literal, "5", nil},
		{"literal without its own text", `{"config":{"lit":{"type":"int"}},"text":"five"}`, flow.Literal, "five", nil},
		{"empty literal", `{"config":{"lit":{"text":"","type":"str"}},"text":"\"\""}`, flow.Literal, "", nil},
		{"variable", `{"config":` + ref + `,"text":"FLOW.A"}`, flow.Expression, "FLOW.A", []string{"Flow.a"}},
		{"built-in", `{"config":{"sysref":{"text":"Call.Ani","val":"__ANI__"}},"text":"Call.Ani"}`, flow.Expression, "Call.Ani",
			[]string{"Call.Ani"}},
		{"not set", `{"config":{"emp":{"text":"","type":"str"}},"text":""}`, flow.NotSet, "", nil},
		{"null", `{"config":{"nul":{}},"text":"NOT_SET"}`, flow.NotSet, "", nil},
		{"operator", `{"config":{"==":{"operands":[{"lit":{"text":"\"ref\":{\"text\":\"X\"}"}},` + ref + `]}},"text":"..."}`, flow.Expression,
			"...", []string{"Flow.a"}},
		{"an operator in quotes", `{"config":{"\u003d\u003d":{"operands":[` + ref + `,` + ref + `]}},"text":"t"}`, flow.Expression,
			"t", []string{"Flow.a"}},
		{"a key that ends in ref", `{"config":{"f":{"operands":[{"\"ref":{"text":"No.no"}},{"xref":{"text":"No.no"}}]}},"text":"t"}`,
			flow.Expression, "t", nil},
		{"white space", "{\"config\" : { \"+\" : {\"operands\" : [ { \"ref\" : { \"text\" : \"flow.A\" , \"val\" : \"va\" } } ] } } , " +
			"\"text\":\"t\"}", flow.Expression, "t", []string{"Flow.a"}},
		{"source order", `{"config":{".":{"operands":[{"ref":{"text":"B.b","pos":9}},{"ref":{"text":"A.a","pos":1}}]}},"text":"t"}`,
			flow.Expression, "t", []string{"A.a", "B.b"}},
		{"no config", `{"text":"Flow.a + 1","type":"int"}`, flow.Expression, "Flow.a + 1", nil},
		{"no config, no text", `{"text":"","type":"any"}`, flow.NotSet, "", nil},
		{"config of another kind", `{"config":"lit","text":"x"}`, flow.Expression, "x", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := `{"variables":[{"id":"va","name":"Flow.a"}],` +
				`"flowSequenceItemList":[{"startAction":"1","actionList":[{"__type":"WaitAction","id":"1","duration":` + test.value + `}]}]}`
			decoded, err := decode(t, text, platform.Options{})
			if err != nil {
				t.Fatal(err)
			}
			value := find(decoded, "1").Value("duration")
			if value == nil || value.Kind != test.kind || value.Text != test.text {
				t.Fatalf("%+v", value)
			}
			if diff := cmp.Diff(test.reads, value.Reads); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestValuesThatAreNone(t *testing.T) {
	for _, value := range []string{`null`, `"text"`, `[1]`, `7`, `{"outOfService":true,"text":"x"}`} {
		text := `{"flowSequenceItemList":[{"startAction":"1","actionList":[{"__type":"WaitAction","id":"1","duration":` + value + `}]}]}`
		decoded, err := decode(t, text, platform.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := find(decoded, "1").Value("duration"); got != nil {
			t.Errorf("%s: %+v", value, got)
		}
	}
}

// TestConfigIsNoCopy holds that the raw expression is a part of the text.
func TestConfigIsNoCopy(t *testing.T) {
	decoded := decodeFile(t, "testdata/polling.json")
	config := find(decoded, "n11").Value("condition").Config
	if config != nil {
		t.Errorf("a value without config has %s", config)
	}
	config = find(decoded, "n2").Value("loopCount").Config
	if want := `{"lit": {"text": "10", "type": "int"}}`; string(config) != want {
		t.Fatalf("%s, want %s", config, want)
	}
	if at := bytes.Index(decoded.File.Text, config); &decoded.File.Text[at] != &config[0] {
		t.Error("config was copied")
	}
	if cap(config) != len(config) {
		t.Error("appending to config would write over the text")
	}
}

func TestDuplicateMembers(t *testing.T) {
	decoded, err := decode(t, `{"name":"a","name":"b","flowSequenceItemList":[]}`, platform.Options{})
	if err != nil || decoded.Name != "b" {
		t.Errorf("%v %+v", err, decoded)
	}
}

func TestBytesThatAreNotUTF8(t *testing.T) {
	decoded, err := decode(t, "{\"name\":\"Gr\xf6\xdfe\",\"flowSequenceItemList\":[]}", platform.Options{})
	if err != nil || decoded.Name != "Gr\ufffd\ufffde" && decoded.Name != "Gr\xf6\xdfe" {
		t.Errorf("%v %q", err, decoded.Name)
	}
}

func TestVersionOfAModule(t *testing.T) {
	text := `{"commonModules":[{"id":"a","version":"2.0","model":{"flowSequenceItemList":[]}},` +
		`{"id":"b","version":3,"model":{"flowSequenceItemList":[]}},{"id":"c","model":{"flowSequenceItemList":[]}}],"flowSequenceItemList":[]}`
	decoded, err := platform.Decode(source.NewFile("flow.json", []byte(text)), platform.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range decoded.Modules {
		got = append(got, m.ID+" "+m.Version)
	}
	if want := []string{"a 2.0", "b 3", "c "}; !slices.Equal(got, want) {
		t.Errorf("modules %q, want %q", got, want)
	}
}

package archy_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/source"
)

func decode(t *testing.T, text string) []*flow.Flow {
	t.Helper()
	flows, err := archy.Decode(source.NewFile("flow.yaml", []byte(text)), archy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return flows
}

// one decodes a file of one flow.
func one(t *testing.T, text string) *flow.Flow {
	t.Helper()
	flows := decode(t, text)
	if len(flows) != 1 {
		t.Fatalf("%d flows, want 1", len(flows))
	}
	return flows[0]
}

// actions lists kind, name and place of every action.
func actions(f *flow.Flow) string {
	var all []string
	f.Walk(func(a *flow.Action, _ *flow.Container) {
		all = append(all, fmt.Sprintf("%s %q %s", a.Kind.Name, a.Name, a.Pos))
	})
	return strings.Join(all, "\n")
}

func problems(f *flow.Flow) string {
	var all []string
	for _, p := range slices.Concat(f.Notes, f.Problems) {
		all = append(all, p.Error())
	}
	return strings.Join(all, "\n")
}

const plain = `workflow:
  name: Plain
  startUpRef: ./states/state[S_10]
  states:
    - state:
        name: Só
        refId: S_10
        actions:
          - wait:
              name: Ä "b"
              duration: {lit: {seconds: 5}}
          - decision:
              condition: {exp: true}
              outputs:
                yes: {actions: [endWorkflow: {name: End}]}
`

const plainActions = `wait "Ä \"b\"" 9:13
decision "" 12:13
endWorkflow "End" 15:33`

func TestTextForms(t *testing.T) {
	for name, text := range map[string]string{
		"as it is":  plain,
		"BOM":       "\xef\xbb\xbf" + plain,
		"CRLF":      strings.ReplaceAll(plain, "\n", "\r\n"),
		"header":    strings.Replace(plain, "workflow:", "workflow: # first", 1),
		"documents": plain + "---\nunrelated: true\n---\n",
		"anchors":   strings.Replace(plain, "{lit: {seconds: 5}}", "&d {lit: {seconds: 5}}", 1),
	} {
		f := one(t, text)
		if got := actions(f); got != plainActions {
			t.Errorf("%s:\n%s", name, got)
		}
		if len(f.Problems) > 0 {
			t.Errorf("%s: %s", name, problems(f))
		}
	}
}

func TestTabs(t *testing.T) {
	var lines []string
	for _, line := range strings.Split(plain, "\n") {
		lead := len(line) - len(strings.TrimLeft(line, " "))
		lines = append(lines, strings.Repeat("\t", lead/2)+line[lead:])
	}
	f := one(t, strings.Join(lines, "\n"))
	// A tab is one character: what stands after n blanks stands after n/2 tabs.
	want := "wait \"Ä \\\"b\\\"\" 9:8\ndecision \"\" 12:8\nendWorkflow \"End\" 15:25"
	if got := actions(f); got != want {
		t.Errorf("\n%s\nwant\n%s", got, want)
	}
	if got := problems(f); got != "flow.yaml:2:1: indented with tabs, which YAML forbids: read as 2 blanks each" {
		t.Error(got)
	}
	if mixed := one(t, strings.Replace(plain, "                yes:", "\t\t\t\tyes:", 1)); len(mixed.Entry.Body.Actions) != 2 {
		t.Errorf("a single line with tabs: %s", actions(mixed))
	}
}

func TestTemplateDirectives(t *testing.T) {
	text := "%{ if deploy }\n" + strings.Replace(plain, "          - wait:", "  {% for x in y -%}\n          - wait:", 1) + "%{ endif }\n"
	f := one(t, text)
	if got := f.Entry.Body.Actions[0].Pos; got != (source.Pos{Line: 11, Column: 13}) {
		t.Errorf("first action at %s", got)
	}
}

func TestNotUTF8(t *testing.T) {
	f := one(t, strings.Replace(plain, "Ä", "\xc4\x01", 1))
	if got := actions(f); !strings.HasPrefix(got, "wait \"\ufffd\ufffd \\\"b\\\"\" 9:13\n") {
		t.Error(got)
	}
	want := "flow.yaml:10:21: not UTF-8 from here: such bytes are read as unknown characters\n" +
		"flow.yaml:10:22: control characters, which YAML does not allow, are read as unknown characters"
	if got := problems(f); got != want {
		t.Error(got)
	}
}

func TestUnicodeLineSeparatorsAreText(t *testing.T) {
	f := one(t, strings.Replace(plain, "Ä", "x\u2028y\u0085", 1))
	if got := f.Entry.Body.Actions[0].Name; got != "x\u2028y\u0085 \"b\"" {
		t.Errorf("name %q", got)
	}
	if got := f.Entry.Body.Actions[1].Pos; got.Line != 12 {
		t.Errorf("next action in line %d", got.Line)
	}
}

func TestDuplicateKeys(t *testing.T) {
	f := one(t, strings.Replace(plain, "              name: Ä", "              name: first\n              name: Ä", 1))
	if got := f.Entry.Body.Actions[0].Name; got != `Ä "b"` {
		t.Errorf("name %q: the last should count", got)
	}
	if got := problems(f); got != `flow.yaml:11:15: key "name" stands here for the second time (first in line 10): this one counts` {
		t.Error(got)
	}
}

func TestAliasesAndMerges(t *testing.T) {
	f := one(t, `workflow:
  startUpRef: ./states/state[S_10]
  common: &common
    duration: {lit: {seconds: 7}}
  again: &steps
    - wait: {name: A, <<: *common}
  states:
    - state: {refId: S_10, actions: *steps}
    - state: {refId: T_11, actions: *steps}
`)
	if len(f.Containers) != 2 {
		t.Fatalf("%d containers", len(f.Containers))
	}
	for _, c := range f.Containers {
		if a := c.Body.Actions[0]; a.Value("duration").Text != "P0D0H0M7S0F" || a.Pos.Line != 6 {
			t.Errorf("%s: %+v", c.ID, a)
		}
	}
}

func bomb(levels int) string {
	var b strings.Builder
	b.WriteString("workflow:\n  name: x\n  startUpRef: x\n  tasks: []\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < levels; i++ {
		fmt.Fprintf(&b, "  a%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), i-1)
	}
	return b.String()
}

func TestErrors(t *testing.T) {
	deep := "workflow:\n  tasks: " + strings.Repeat("[", 3000) + strings.Repeat("]", 3000) + "\n"
	for name, test := range map[string]struct {
		text string
		opts archy.Options
		want string
	}{
		"bomb":      {bomb(12), archy.Options{}, "flow.yaml:2:3: more than 1000000 YAML nodes once aliases are followed"},
		"own alias": {"workflow: {tasks: &a [x, *a]}\n", archy.Options{}, "flow.yaml:1:26: alias *a contains itself"},
		"deep":      {deep, archy.Options{}, "flow.yaml:2:2010: nested deeper than 2000 levels"},
		"parts": {"workflow:\n  tasks: [" + strings.Repeat("[],", 30) + "]\n", archy.Options{MaxNodes: 10},
			"flow.yaml: too many parts for a flow: 65 line ends and marks between YAML nodes, the limit is 40"},
		"large":          {plain, archy.Options{MaxBytes: 100}, "flow.yaml: 367 bytes are more than the 100 that a flow may have"},
		"unknown anchor": {"workflow:\n  tasks: *nowhere\n", archy.Options{}, "flow.yaml:2:3: not YAML: unknown anchor 'nowhere' referenced"},
		"indentation": {strings.Replace(plain, "        refId: S_10", "      refId: S_10", 1), archy.Options{},
			"flow.yaml:8:9: not YAML: mapping values are not allowed in this context"},
		"two colons": {strings.Replace(plain, "name: Só", "name: So: la", 1), archy.Options{},
			"flow.yaml:6:17: not YAML: mapping values are not allowed in this context"},
		"open quote": {"workflow:\n  name: \"Plain\n  tasks: []\n", archy.Options{}, "flow.yaml:2:3: not YAML: found unexpected end of stream"},
		"open bracket": {strings.Replace(plain, "{seconds: 5}}", "{seconds: 5}", 1), archy.Options{},
			"flow.yaml:11:15: not YAML: did not find expected ',' or '}'"},
	} {
		flows, err := archy.Decode(source.NewFile("flow.yaml", []byte(test.text)), test.opts)
		var at *source.Error
		if !errors.As(err, &at) || at.Error() != test.want {
			t.Errorf("%s: %v\nwant %s", name, err, test.want)
		}
		if len(flows) > 0 {
			t.Errorf("%s: %d flows", name, len(flows))
		}
	}
}

// TestBrokenDocumentAmongOthers: one broken document loses itself, not those
// around it, and places stay what they are in the file.
func TestBrokenDocumentAmongOthers(t *testing.T) {
	text := "# two flows\n---\n" + plain + "---\nworkflow:\n  name: \"open\n--- # and on\nworkflow: [}\n---\n" +
		strings.Replace(plain, "Plain", "Last", 1)
	flows, err := archy.Decode(source.NewFile("flow.yaml", []byte(text)), archy.Options{})
	want := "flow.yaml:20:3: not YAML: found unexpected end of stream\nflow.yaml:22:1: not YAML: did not find expected node content"
	if err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
	if len(flows) != 2 || flows[0].Name != "Plain" || flows[1].Name != "Last" {
		t.Fatalf("%d flows", len(flows))
	}
	for i, line := range []int{11, 32} {
		if got := flows[i].Entry.Body.Actions[0].Pos; got != (source.Pos{Line: line, Column: 13}) {
			t.Errorf("flow %d: first action at %s", i, got)
		}
	}
}

func TestUnknownFlowType(t *testing.T) {
	f := one(t, strings.Replace(plain, "workflow:", "hologramCall:", 1))
	if f.Type != "hologramcall" || len(f.Entry.Body.Actions) != 2 {
		t.Errorf("%s, %s", f.Type, actions(f))
	}
	if got := problems(f); !strings.HasPrefix(got, `flow.yaml:1:1: the flow type "hologramcall" is not known`) || len(f.Problems) > 0 {
		t.Error(got)
	}
}

// TestManyKeys: mappings of any size take time in proportion to it. (100,000
// keys took minutes when each was compared with all.)
func TestManyKeys(t *testing.T) {
	var b strings.Builder
	b.WriteString(plain)
	for i := range 100_000 {
		fmt.Fprintf(&b, "  k%d: 1\n", i)
	}
	if f := one(t, b.String()); len(f.Containers) != 1 {
		t.Errorf("%d containers", len(f.Containers))
	}
}

func TestOtherFilesAreNoFlows(t *testing.T) {
	for name, text := range map[string]string{
		"empty":       "",
		"pipeline":    "workflow:\n  name: build\n  rules:\n    - if: $CI\njobs: {}\n",
		"options":     "flow_name: x\nqueue: y\n",
		"nested":      "templates:\n  inboundCall:\n    name: x\n",
		"broken":      "a: b: c\n",
		"broken CI":   "workflow:\n  rules: [}\n",
		"JSON":        `{"type": "inboundcall", "flowSequenceItemList": []}`,
		"voice":       "voice: {engine: x}\n",
		"bot markup":  "bot: [1, 2]\n",
		"no document": "# inboundCall:\n---\n",
	} {
		if flows := decode(t, text); len(flows) > 0 {
			t.Errorf("%s: read as %d flows", name, len(flows))
		}
	}
}

// TestDamagedFlowsAreErrors: what begins like a flow or says where one starts, and
// gives none, is an error with its place.
func TestDamagedFlowsAreErrors(t *testing.T) {
	rest := strings.SplitAfterN(plain, "\n", 2)[1]
	wide := strings.ReplaceAll(plain, "", "\x00")[1:]
	for name, test := range map[string]struct{ text, want string }{
		"a list":               {"- inboundCall: {name: x}\n", "1:3: inboundCall belongs to a flow"},
		"nothing below":        {"inboundCall:\n", "1:1: inboundCall holds no mapping"},
		"a word below":         {"inboundCall: is a word\n", "1:1: inboundCall holds no mapping"},
		"a list below":         {"# x\ninboundCall:\n- name: x\n", "2:1: inboundCall holds no mapping"},
		"beside a flow":        {plain + "inboundCall: []\n", "inboundCall holds no mapping"},
		"a tag before":         {"!x inboundCall: []\n", "1:1: inboundCall holds no mapping"},
		"a marker before":      {"--- {inboundCall: []}\n", "1:6: inboundCall holds no mapping"},
		"without its root":     {rest, "belongs to a flow, but no flow begins here"},
		"below another key":    {"flow: {inboundCall: {startUpRef: x}}\n", "1:8: inboundCall belongs to a flow"},
		"in a block of text":   {"flow: |\n" + rest, "belongs to a flow, but the file holds none"},
		"a zero byte":          {plain + "# \x00\n", "a zero byte (NUL), which YAML does not allow"},
		"a zero byte in front": {"\x00" + plain, "1:1: a zero byte (NUL)"},
		"UTF-16 without mark":  {wide, "1:2: every other byte is zero"},
	} {
		flows, err := archy.Decode(source.NewFile("flow.yaml", []byte(test.text)), archy.Options{})
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "flow.yaml:") {
			t.Errorf("%s: %d flows, %v, want %q", name, len(flows), err, test.want)
		}
	}
}

// TestHiddenRootKeys: marks before a root key hide no flow.
func TestHiddenRootKeys(t *testing.T) {
	for _, before := range []string{"\ufeff", "\ufeff\ufeff", "\x01", "\x7f", "!x ", "&a ", "!<tag:x> &a ", "--- !x\n", "%YAML 1.1\n---\n"} {
		if f := one(t, before+plain); f.Type != "workflow" {
			t.Errorf("%q before it: a flow of type %q", before, f.Type)
		}
	}
}

func TestSniff(t *testing.T) {
	for text, want := range map[string]bool{
		plain:                               true,
		"\xef\xbb\xbf" + plain:              true,
		"# a comment\n\n---\n" + plain:      true,
		"x-common: &a {}\ninboundCall:\n":   true,
		"\"inboundCall\": {name: x}\n":      true,
		"{\"inboundCall\": {\"name\": 1}}":  true,
		"  inboundCall:\n    name: x\n":     true,
		"a:\n  inboundCall:\n    name: x\n": false,
		"INBOUNDCALL is a type: yes":        false,
		"newCall:\n  startUpRef: ./x":       true,
		"newCall:\n  \"startUpRef\" : x":    true,
		"newCall:\n  restartUpRef: ./x":     false,
		"workflow:\n  rules: []":            false,
		"workflow: {tasks: []}":             true,
		"":                                  false,
	} {
		if got := archy.Sniff([]byte(text)); got != want {
			t.Errorf("Sniff(%.30q) = %v", text, got)
		}
	}
}

func TestDanglingReferences(t *testing.T) {
	f := one(t, `inboundCall:
  name: x
  startUpRef: ./shared/startupTasks.yaml#/common/tasks/task[getCallerData]
  settingsErrorHandling: {errorHandling: {task: {targetTaskRef: "./tasks/task[Gone]"}}}
  tasks:
    - ./shared/tasks.yaml#/tasks/task[A]
    - task:
        name: T
        refId: Same
        actions:
          - jumpToTask: {targetTaskRef: "/inboundCall/tasks/task[None [yet]_1]"}
          - jumpToMenu: {targetMenuRef: "#/inboundCall/menus/menu[Same]"}
          - callTask: {targetTaskRef: nonsense, outputs: {default: {actions: [flushAudio: {}]}}}
          - decision:
    - task: {name: U, refId: Same, actions: [], outputPaths: }
  menus:
    - menu: {name: M, refId: Same, defaultChildMenuRef: "./choices/menuTask[Gone]", choices: [menuTask: {refId: Here, task: ./x.yaml#/y}]}
`)
	const incomplete = " in another file is not read: a review of this flow is incomplete"
	want := `flow.yaml:3:15: what stands at ./shared/startupTasks.yaml#/common/tasks/task[getCallerData]` + incomplete + `
flow.yaml:4:65: nothing in this flow is referred to by ./tasks/task[Gone]
flow.yaml:6:7: what stands at ./shared/tasks.yaml#/tasks/task[A] in another file is not read: a review of this flow is incomplete
flow.yaml:11:41: nothing in this flow is referred to by /inboundCall/tasks/task[None [yet]_1]
flow.yaml:13:39: nothing in this flow is referred to by nonsense
flow.yaml:15:30: refId "Same" is taken by the task in line 7: references mean that one
flow.yaml:17:57: the default choice ./choices/menuTask[Gone] is none of menu "M"
flow.yaml:17:125: what stands at ./x.yaml#/y in another file is not read: a review of this flow is incomplete`
	if got := problems(f); got != want {
		t.Errorf("\n%s\nwant\n%s", got, want)
	}
	jump := f.Containers[0].Body.Actions[1]
	if jump.Target != f.Containers[2] || jump.Target.Kind != flow.Menu {
		t.Errorf("a task and a menu share a refId: the jump to the menu leads to %v", jump.Target)
	}
	if call := f.Containers[0].Body.Actions[2]; call.Output("other") == nil || call.Output("default").State != flow.Connected {
		t.Errorf("a call of nothing known can return by any output: %+v", call.Outputs)
	}
	if f.Entry != nil {
		t.Error("the entry stands in another file")
	}
}

func TestReadsKeepTheDeclaredSpelling(t *testing.T) {
	f := one(t, `workflow:
  startUpRef: ./states/state[S]
  variables: [integerVariable: {name: Flow.Count}]
  states: [state: {refId: S, actions: [decision: {condition: {exp: 'flow.COUNT > State.x and flow.count < 3'}}]}]
`)
	got := f.Entry.Body.Actions[0].Value("condition").Reads
	if strings.Join(got, " ") != "Flow.Count State.x" {
		t.Errorf("reads %v", got)
	}
}

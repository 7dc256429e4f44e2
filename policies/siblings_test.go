package policies_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"archlint/analyzer"
)

// The steps that the cases below are made of.
const (
	get = `{callData: {name: Get, timeout: {lit: {seconds: 5}}, category: {X: {dataAction: {Get: {inputs: {id: {exp: Flow.id}}, ` +
		`successOutputs: {s: {var: Flow.s}}%s}}}}%s}}`
	say      = `{playAudio: {name: Say, audio: {tts: hello}}}`
	decide   = `{decision: {name: D, condition: {exp: '%s'}, outputs: {"yes": {actions: [%s]}, "no": {actions: [%s]}}}}`
	leave    = `{disconnect: {name: bye}}`
	lookUp   = `{dataTableLookup: {name: L, lookupValue: {exp: Flow.id}, dataTable: {T: {foundOutputs: {s: {var: Flow.s}}}}%s}}`
	useIt    = `{setPriority: {name: Use, priority: {exp: ToInt(Flow.s)}}}`
	choose   = `{decision: {name: Use, condition: {exp: 'Flow.s == "a"'}, outputs: {"yes": {actions: [{loopExit: {name: x}}]}}}}`
	transfer = `{transferToAcd: {name: T, targetQueue: {lit: {name: Q}}}}`
	both     = `, outputs: {failure: {actions: [%[1]s]}, timeout: {actions: [%[1]s]}}`
)

// TestSiblings holds rules to small flows, each with a sibling that differs in what matters: in
// call flows, where somebody listens, and in workflows, where nobody does.
func TestSiblings(t *testing.T) {
	plain, detail := fmt.Sprintf(get, "", ""), fmt.Sprintf(get, ", failureOutputs: {errorCode: {var: Flow.e}}", "")
	handled := fmt.Sprintf(get, "", fmt.Sprintf(both, leave))
	failureOnly := fmt.Sprintf(get, "", ", outputs: {failure: {actions: ["+leave+"]}}")
	use := fmt.Sprintf(decide, `Flow.s == "a"`, say, say)
	loop := `{loop: {name: Each, currentIndex: {var: Flow.i}, loopCount: {exp: %s}, outputs: {loop: {actions: [%s]}}}}`
	tests := []struct {
		rule    string
		call    string // what it says in a call flow: error, warning, info or ""
		flow    string // in a workflow
		actions []string
	}{
		{"failure-unhandled", "error", "error", []string{plain, use}},
		{"timeout-unhandled", "", "", []string{plain, use}},
		{"timeout-unhandled", "error", "error", []string{failureOnly, use}},
		{"failure-unhandled", "", "", []string{failureOnly, use}},
		{"failure-unhandled", "", "", []string{handled, use}},
		{"failure-unhandled", "", "", []string{plain, fmt.Sprintf(decide, "IsSet(Flow.s)", use, say)}},
		{"failure-unhandled", "", "", []string{plain, fmt.Sprintf(decide, "IsNotSetOrEmpty(Flow.s)", leave, use)}},
		{"failure-unhandled", "error", "error", []string{plain, fmt.Sprintf(decide, "IsNotSetOrEmpty(Flow.s)", use, leave)}},
		{"failure-unhandled", "", "", []string{detail, fmt.Sprintf(decide, "IsSet(Flow.e)", leave, use)}},
		{"failure-unhandled", "", "", []string{detail, fmt.Sprintf(decide, `Flow.e != NOT_SET`, leave, use)}},
		{"failure-unhandled", "error", "error", []string{detail, fmt.Sprintf(decide, "IsSet(Flow.e)", use, leave)}},
		{"failure-unhandled", "", "", []string{`{updateData: {name: U, statements: [{string: {variable: Flow.s, value: {lit: none}}}]}}`, plain,
			use}},
		{"failure-unhandled", "warning", "warning",
			[]string{plain, `{setParticipantData: {name: P, attributes: [{attribute: {name: {lit: a}, value: {exp: Flow.s}}}]}}`}},
		{"failure-unhandled", "", "", []string{plain, leave}},
		{"failure-unhandled", "warning", "", []string{fmt.Sprintf(get, "", ", outputs: {success: {actions: ["+say+"]}}"), leave}},
		{"failure-unhandled", "warning", "", []string{fmt.Sprintf(get, "", ", outputs: {success: {actions: ["+transfer+"]}}"), leave}},
		{"failure-unhandled", "", "", []string{fmt.Sprintf(get, "", ", outputs: {success: {actions: ["+transfer+"]}}"), say, leave}},
		{"failure-unhandled", "", "", []string{fmt.Sprintf(loop, "Count(Flow.ids)", plain)}},
		{"data-table-lookup-unhandled", "warning", "warning", []string{fmt.Sprintf(lookUp, ""), use}},
		{"data-table-lookup-unhandled", "", "", []string{fmt.Sprintf(lookUp, ""), fmt.Sprintf(decide, "IsSet(Flow.s)", use, say)}},
		{"data-table-lookup-unhandled", "", "", []string{fmt.Sprintf(lookUp, ", outputs: {notFound: {actions: ["+leave+
			"]}, failure: {actions: ["+leave+"]}}"), use}},
		{"data-table-lookup-unhandled", "info", "", []string{fmt.Sprintf(lookUp, ", outputs: {found: {actions: ["+say+"]}}"), leave}},
		{"duplicate-call", "warning", "warning", []string{handled, handled}},
		{"duplicate-call", "", "", []string{handled, strings.ReplaceAll(handled, "Get", "Put"), handled}},
		{"duplicate-call", "warning", "warning", []string{handled, strings.ReplaceAll(handled, "Get", "Find more"), handled}},
		{"exit-never-changes", "warning", "warning",
			[]string{fmt.Sprintf(loop, "20", handled+", "+strings.ReplaceAll(choose, "Flow.s", "Flow.other"))}},
		{"exit-never-changes", "", "", []string{fmt.Sprintf(loop, "20", handled+", "+choose)}},
		{"exit-never-changes", "", "", []string{
			fmt.Sprintf(loop, "Count(Flow.ids)", handled+", "+strings.ReplaceAll(choose, "Flow.s", "Flow.other"))}},
		{"unchecked-input", "", "", []string{`{collectInput: {name: C, inputData: {var: Flow.id}, digits: {exact: 4}, outputs: {failure: ` +
			`{actions: [` + leave + `]}}}}`, handled}},
		{"unchecked-input", "", "", []string{`{collectInput: {name: C, inputData: {var: Flow.id}, digits: {range: {min: 4, max: 4}}, outputs: ` +
			`{failure: {actions: [` + leave + `]}}}}`, handled}},
		{"unchecked-input", "info", "info", []string{`{collectInput: {name: C, inputData: {var: Flow.id}, digits: {range: {min: 1, max: 9}}, ` +
			`outputs: {failure: {actions: [` + leave + `]}}}}`, handled}},
		{"unchecked-input", "info", "info", []string{`{collectInput: {name: C, inputData: {var: Flow.id}, digits: {exact: 4}}}`, handled}},
		{"variable-never-written", "warning", "warning", []string{fmt.Sprintf(decide, `Flow.id == "a"`, say, say)}},
		{"hard-coded-id", "info", "info", []string{`{updateData: {name: U, statements: [{string: {variable: Flow.id, value: {lit: ` +
			`6fc8bfe3-0000-4000-8000-0123456789ab}}}]}}`, handled}},
		{"hard-coded-host", "info", "info", []string{
			strings.ReplaceAll(handled, "exp: Flow.id", `exp: '"https://test.shop.example/" + Flow.id'`)}},
		{"secret-in-flow", "error", "error", []string{strings.ReplaceAll(handled, "id: {exp: Flow.id}",
			`Authorization: {lit: Bearer abcdefgh12345678}`)}},
		{"loop-count-condition", "warning", "warning", []string{fmt.Sprintf(loop, "Flow.i < 3", say)}},
		{"condition-constant", "info", "info", []string{fmt.Sprintf(decide, "1 == 1", say, leave)}},
	}
	for i, test := range tests {
		for kind, want := range map[string]string{"inboundCall": test.call, "workflow": test.flow} {
			if got := says(t, kind, test.rule, test.actions); got != want {
				t.Errorf("%d: %s says %q of a %s, want %q\n%s", i, test.rule, got, kind, want, strings.Join(test.actions, "\n"))
			}
		}
	}
}

// says returns the severity of what a rule says of a flow of these steps, "" for nothing.
func says(t *testing.T, kind, rule string, actions []string) string {
	t.Helper()
	containers, container := "tasks", "task"
	if kind == "workflow" {
		containers, container = "states", "state"
	}
	text := fmt.Sprintf("%s:\n  name: F\n  startUpRef: /%s/%s/%s[M_1]\n  variables: [{stringVariable: {name: Flow.id}}, {stringVariable: "+
		"{name: Flow.other}}]\n  %s:\n  - %s:\n      name: M\n      refId: M_1\n      actions:\n",
		kind, kind, containers, container, containers, container)
	for _, a := range actions {
		text += "      - " + a + "\n"
	}
	file := filepath.Join(t.TempDir(), "f.yaml")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	found, err := analyzer.Analyze(t.Context(), []string{file}, analyzer.Options{})
	if err != nil || len(found.Errors) > 0 {
		t.Fatalf("%v, %v\n%s", err, found, text)
	}
	for _, f := range found.Findings {
		if f.Rule == rule {
			return string(f.Severity)
		}
	}
	return ""
}

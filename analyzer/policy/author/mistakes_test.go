package author

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/policy"
)

// mistakesOf are the mistakes in a rule whose text begins at line 8, without the file.
func mistakesOf(t *testing.T, meta, text string) string {
	t.Helper()
	set := loadText(t, policy.Options{}, rule(meta, text))
	var got []string
	for _, m := range Mistakes(set) {
		got = append(got, fmt.Sprintf("%d: %s", m.Line, m.Says))
	}
	return strings.Join(got, "\n")
}

func TestMistakes(t *testing.T) {
	null := func(term, symbol string) string {
		return fmt.Sprintf("10: %s can be null, which is less than any number: ask is_number(%[1]s) before comparing it by %s", term, symbol)
	}
	absent := func(record string) string {
		return fmt.Sprintf("10: %s can be null: this holds where it is not known; ask is_object(%[1]s) as well", record)
	}
	for body, want := range map[string]string{
		// by size with what can be null
		"call.timeoutSeconds < 5":                                                         null("call.timeoutSeconds", "<"),
		"5 >= call.ratePerMinute":                                                         null("call.ratePerMinute", ">="),
		"not call.timeoutSeconds <= 5":                                                    null("call.timeoutSeconds", "<="),
		"not call.timeoutSeconds > 5":                                                     null("call.timeoutSeconds", ">"),
		"call.timeoutSeconds > 5":                                                         "",
		"seconds := call.timeoutSeconds\n\tseconds < 5":                                   strings.Replace(null("seconds", "<"), "10", "11", 1),
		"seconds := call.timeoutSeconds\n\tis_number(seconds)\n\tseconds < 5":             "",
		"seconds := call.timeoutSeconds\n\tseconds < 5\n\tis_number(call.timeoutSeconds)": "",
		"is_number(call.timeoutSeconds)\n\tcall.timeoutSeconds < 5":                       "",
		"not is_null(call.ratePerMinute)\n\tcall.ratePerMinute <= 5":                      "",
		"call.ratePerMinute != null\n\tcall.ratePerMinute <= 5":                           "",
		"call.perRun.max < 5":                                                             "",
		"count([x | some x in input.flow.loops; x.count < 5]) > 0":                        null("x.count", "<"),
		"every x in input.flow.loops { x.count < 5 }":                                     null("x.count", "<"),
		"call.ratePerMinute != null\n\tcount([1 | call.ratePerMinute < 5]) > 0":           "",
		"input.flow.loops[_].count < 5":                                                   null("input.flow.loops[_].count", "<"),
		// by size, of different types
		"call.dataAction > 5": "10: call.dataAction is compared by > with 5, which is of another type: the answer is always the same",
		`call.line > "5"`:     `10: call.line is compared by > with "5", which is of another type: the answer is always the same`,
		`call.name > "m"`:     "",
		// not, through a record that can be null
		"not call.perInteraction.max <= 5":                          absent("call.perInteraction"),
		"not call.definition.secure":                                absent("call.definition"),
		`not startswith(call.definition.url, "https:")`:             absent("call.definition"),
		"call.definition.url != \"\"\n\tnot call.definition.secure": "",
		"is_object(call.definition)\n\tnot call.definition.secure":  "",
		"d := call.definition\n\tnot d.secure":                      strings.Replace(absent("call.definition"), "10", "11", 1),
		"d := call.definition\n\tis_object(d)\n\tnot d.secure":      "",
		"not call.perRun.max <= 5":                                  "",
		"not call.timeoutIsDefault":                                 "",
		// words that a field never takes
		`call.boundedBy == "platformlimit"`: `10: call.boundedBy is never "platformlimit"; did you mean ` +
			`"platformLimit"?`,
		`"none" == call.outputs.failure`: `10: call.outputs.failure is never "none"; known are ` +
			`connected, empty, outOfService`,
		`call.boundedBy in {"counter", "loopcount"}`: `10: call.boundedBy is never "loopcount"; did you mean "loopCount"?`,
		`{"counter", "loopCount"}[call.boundedBy]`:   "",
		`{"counter", "loopcount"}[call.boundedBy]`:   `10: call.boundedBy is never "loopcount"; did you mean "loopCount"?`,
		`call.boundedBy in platform`: `10: call.boundedBy is never "cap"; known are acyclic, ` +
			`counter, loopCount, platformLimit`,
		`not call.boundedBy != "cap"`: `10: call.boundedBy is never "cap"; known are acyclic, ` +
			`counter, loopCount, platformLimit`,
		`by := call.boundedBy; by == "platformlimit"`: `10: by is never "platformlimit"; did you mean "platformLimit"?`,
		`unbounded(call)`: `13: c.boundedBy is never "cap"; known are acyclic, counter, ` +
			`loopCount, platformLimit`,
		`call.boundedBy == "platformLimit"`: "",
		`call.unhandledPath == ""`:          "",
		`call.name == "anything"`:           "",
		`input.flow.type == "inboundCall"`: `10: input.flow.type is never "inboundCall"; did you mean ` +
			`"inboundcall"?`,
		`input.flow.type == "inboundcall"`:                 "",
		`input.flow.type == "somethingnew"`:                "",
		`some n in input.flow.nodes; n.kind == "calldata"`: `10: n.kind is never "calldata"; did you mean "callData"?`,
		`some l in input.flow.loops; l.kind == "waits"`: `10: l.kind is never "waits"; known are callerDriven, ` +
			`iteration, polling, retry, unclassified, waiting`,
		`some l in input.capacity; l.limit.key == "requests.volume.maxx"`: `10: l.limit.key is never "requests.volume.maxx"; did you mean ` +
			`"requests.volume.max"?`,
		`some l in input.capacity; l.limit.key == "requests.volume.max"`: "",
		`some l in input.capacity; l.limit.namespace == "dataaction"`: `10: l.limit.namespace is never "dataaction"; did you mean ` +
			`"dataactions"?`,
		`some l in input.capacity; l.verdict == "okay"`: `10: l.verdict is never "okay"; did you mean "ok"?`,
	} {
		helpers := "platform := {\"platformLimit\", \"cap\"}\n"
		if strings.Contains(body, "unbounded") {
			helpers = "unbounded(c) if c.boundedBy == \"cap\"\n"
		}
		text := "findings contains {\"at\": call} if {\n\tsome call in input.flow.calls\n\t" + body + "\n}\n\n" + helpers
		if diff := cmp.Diff(want, mistakesOf(t, someMeta, text)); diff != "" {
			t.Errorf("%s: %s", body, diff)
		}
	}
}

// An "at" that is no record of the input is a mistake that only a finding would show.
func TestMistakesOfAt(t *testing.T) {
	const want = ": want a flow, call, loop, node, value, step, sum, data action or limit of the input"
	for text, says := range map[string]string{
		`findings contains {"at": call} if some call in input.flow.calls`:                                       "",
		`findings contains {"at": input.flow} if input.flow.entry`:                                              "",
		`findings contains {"at": sum} if some sum in input.flow.perDataAction`:                                 "",
		`findings contains {"at": limit} if some limit in input.capacity`:                                       "",
		`findings contains {"at": limit.limit} if some limit in input.capacity`:                                 "",
		`findings contains {"at": step} if some step in input.flow.worst`:                                       "",
		`findings contains {"at": object.get(call, "definition", input.flow)} if some call in input.flow.calls`: "",
		`findings contains {"at": call.name} if some call in input.flow.calls`: `8: "at" is ` +
			`call.name, a string` + want,
		`findings contains {"at": input.flow.calls} if input.flow.entry`: `8: "at" is ` +
			`the list input.flow.calls and not a record of it` + want,
		`findings contains {"at": input.org} if input.flow.entry`: `8: "at" is ` +
			`input.org, which stands nowhere` + want,
		`findings contains {"at": call.perRun} if some call in input.flow.calls`: `8: "at" is ` +
			`call.perRun, which stands nowhere` + want,
		`findings contains {"at": "here"} if input.flow.entry`: `8: "at" is ` +
			`"here", which is no record` + want,
		`findings contains {"at": {"name": "x"}} if input.flow.entry`: `8: "at" is ` +
			`made by the rule and has no place` + want,
		`findings contains {"message": "x"} if input.flow.entry`: `8: a finding ` +
			`has no "at"` + want,
		`findings contains {"at": call.definition} if some call in input.flow.calls`: `8: "at" is ` +
			`call.definition, which can be null: ask is_object(call.definition) first`,
		"findings contains {\"at\": call.definition} if {\n\tsome call in input.flow.calls\n\tcall.definition.secure\n}": "",
		"findings contains found if {\n\tsome call in input.flow.calls\n\tat := call.outputs\n" +
			"\tfound := {\"at\": at}\n}": `11: "at" is at, which stands nowhere` + want,
	} {
		if diff := cmp.Diff(says, mistakesOf(t, someMeta, text+"\n")); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

// The built-in rules, whose conditions are tested one by one, make none of these mistakes.
func TestBuiltinRulesMakeNoMistakes(t *testing.T) {
	set, err := policy.Load(t.Context(), policy.Options{Builtin: true})
	if err != nil {
		t.Fatal(err)
	}
	known := newKinds()
	for _, u := range set.Units() {
		for _, name := range policy.SortedKeys(u.Modules()) {
			for _, m := range known.mistakesIn(name, u.Modules()[name]) {
				t.Error(m)
			}
		}
	}
}

func TestNearBuiltin(t *testing.T) {
	_, err := policy.Load(t.Context(), policy.Options{Sources: []string{write(t, map[string]string{"x.rego": rule(someMeta,
		"findings contains {\"at\": input.flow} if startsWith(input.flow.name, \"x\")\n")})}})
	if err == nil || !strings.Contains(err.Error(), `undefined function startsWith; did you mean "startswith"?`) {
		t.Errorf("got %v", err)
	}
}

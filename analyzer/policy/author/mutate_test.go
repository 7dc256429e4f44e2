package author

import (
	"slices"
	"strings"
	"testing"

	"archlint/analyzer/facts"
	"archlint/analyzer/policy"
)

func TestMutate(t *testing.T) {
	dir := write(t, map[string]string{
		"x.rego": rule(someMeta, "findings contains {\"at\": call} if {\n\tsome call in input.flow.calls\n\tcall.reachable\n"+
			"\tcall.line > 15\n}\n"),
		"x_test.rego": `package ours.calls_test

import data.ours.calls

test_fires if {
	count(calls.findings) == 1 with input.flow.calls as [{"reachable": true, "line": 20}]
}

test_silent if {
	count(calls.findings) == 0 with input.flow.calls as [{"reachable": true, "line": 10}]
}
`,
	})
	survivors, tried, err := Mutate(t.Context(), policy.Options{Sources: []string{dir}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if tried != 2 || len(survivors) != 1 || survivors[0].Line != 10 ||
		!strings.HasSuffix(survivors[0].String(), "x.rego:10: rule our-calls: no unit test misses call.reachable") {
		t.Errorf("tried %d, got %v", tried, survivors)
	}
}

// The rule must miss each fact that a condition of its reads, but for one whose
// condition holds whatever it is.
func TestMutateFacts(t *testing.T) {
	dir := write(t, map[string]string{"x.rego": rule(someMeta, `findings contains {"at": call} if {
	input.flow.type != "workflow"
	some call in input.flow.calls
	call.perRun.max != 7
	call.perRun.min >= 0
	call.line > 15
	not call.reachable
	call.name == call.dataAction
}
`)})
	in := twoCalls()
	in.Flow.Type = "inboundcall"
	survivors, tried, err := Mutate(t.Context(), policy.Options{Sources: []string{dir}},
		map[string][]ExampleInput{"our-calls": {{Bad: true, Flows: []facts.FlowInput{in}}}})
	if err != nil {
		t.Fatal(err)
	}
	got := slices.DeleteFunc(survivors, func(s Survivor) bool { return s.Fact == "" })
	if len(got) != 1 || !strings.HasSuffix(got[0].String(),
		"x.rego:12: rule our-calls: fires on its bad example whatever input.flow.calls[].perRun.min is, which call.perRun.min >= 0 reads") {
		t.Errorf("got %q", got)
	}
	if want := 6 + 4; tried != want { // conditions, and facts that one reads alone
		t.Errorf("tried %d, want %d", tried, want)
	}
}

func TestIdle(t *testing.T) {
	dir := write(t, map[string]string{
		"x.rego": rule(someMeta, "findings contains {\"at\": call} if {\n\tsome call in input.flow.calls\n\tcall.line > 15\n}\n"),
		"y.rego": strings.Replace(rule(strings.Replace(someMeta, "our-calls", "our-loops", 1),
			"findings contains {\"at\": loop} if {\n\tsome loop in input.flow.loops\n\tloop.line > 15\n}\n"), "package ours.calls",
			"package ours.loops", 1),
	})
	set, err := policy.Load(t.Context(), policy.Options{Sources: []string{dir}})
	if err != nil {
		t.Fatal(err)
	}
	if got := set.Idle(facts.OrgInput{Flows: []facts.Flow{twoCalls().Flow}}); len(got) != 1 || got[0] != "our-loops" {
		t.Errorf("got %v", got)
	}
}

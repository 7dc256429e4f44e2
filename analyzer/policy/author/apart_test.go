package author

import (
	"flag"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/facts"
	"archlint/analyzer/policy"
	"archlint/analyzer/policy/policytest"
)

// allHostile has every hostile rule tried in every way, some of which take seconds:
//
//	go test ./analyzer/policy/author -run Hostile -timeout 1h -args -hostile
var allHostile = flag.Bool("hostile", false, "try all hostile rules in all ways")

// someHostile are the hostile rules, or a few of them.
func someHostile() (out []policytest.HostileBody) {
	for i, h := range policytest.Hostile() {
		if *allHostile || i%12 == 0 {
			out = append(out, h)
		}
	}
	return out
}

// hostileRule is a source with a rule of that body, and one that is fine.
func hostileRule(t *testing.T, body string) string {
	t.Helper()
	bad := "findings contains {\"at\": input.flow} if {\n\t" + body + "\n}\n\nf(x, y) := x + y\n\nnumbers_as_text := [\"x\" | some i in " +
		"numbers.range(1, 100000)]\n"
	return write(t, map[string]string{
		"bad.rego":  strings.ReplaceAll(rule("id: our-bad\nseverity: error", bad), "ours.calls", "ours.bad"),
		"good.rego": strings.ReplaceAll(rule("id: our-good\nseverity: warning", someBody), "ours.calls", "ours.good"),
	})
}

// loadHostile loads such a source for workers that end soon.
func loadHostile(t *testing.T, body string) (set *policy.Set, loads bool) {
	t.Helper()
	set, err := policy.Load(t.Context(), policy.Options{Steps: 300_000, Worker: workerCommand(t), Sources: []string{hostileRule(t, body)}})
	if err != nil && !strings.Contains(err.Error(), "is not available, since nothing bounds what a call costs") {
		t.Fatal(err)
	}
	t.Cleanup(set.Close)
	if err == nil {
		set.BoundWorkers(128<<20, 5*time.Second)
	}
	return set, err == nil
}

// Whoever asks why a hostile rule fires, or for its trace, is told that it is too
// much; this process goes on, and other rules are explained.
func TestHostileRulesExplained(t *testing.T) {
	for _, tt := range someHostile() {
		t.Run(tt.Name, func(t *testing.T) {
			set, loads := loadHostile(t, tt.Body)
			if !loads {
				return
			}
			in := twoCalls()
			if _, err := Explain(t.Context(), set, "our-bad", in, facts.OrgInput{}, ""); err == nil || !strings.HasPrefix(err.Error(),
				"rule our-bad: flow Orders: ") {
				t.Errorf("explained: %v", err)
			}
			if err := Trace(t.Context(), set, "our-bad", policy.CaseOfFlow(in), io.Discard); err == nil || !strings.HasPrefix(err.Error(),
				"rule our-bad: flow Orders: ") {
				t.Errorf("traced: %v", err)
			}
			if e, err := Explain(t.Context(), set, "our-good", in, facts.OrgInput{}, in.Flow.Calls[0].Node); err != nil || e.Verdict != Fired {
				t.Errorf("the other rule: %v, %v", e, err)
			}
		})
	}
}

// A unit test that takes its process down has failed; the others run, and are counted.
func TestHostileUnitTests(t *testing.T) {
	for _, tt := range someHostile() {
		t.Run(tt.Name, func(t *testing.T) {
			body := strings.ReplaceAll(tt.Body, "f(i, j)", "bad.f(i, j)")
			dir := write(t, map[string]string{"good.rego": rule(someMeta, someBody), "good_test.rego": "package ours.calls_test\n\n" +
				"import data.ours.bad\nimport data.ours.calls\n\ntest_a if count(calls.findings) == 0 with input as {\"flow\": {\"calls\": []}}\n\n" +
				"test_bad if {\n\t" + body + "\n\tbad.f(1, 1) == 3\n}\n\ntest_wrong if 1 == 2\n\nnumbers_as_text := [\"x\" | some i in " +
				"numbers.range(1, 100000)]\n",
				"bad.rego": "package ours.bad\n\nf(x, y) := x + y\n"})
			results, lines, err := test(t.Context(), policy.Options{Sources: []string{dir}, Worker: workerCommand(t)}, true, time.Second)
			if err != nil {
				if !strings.Contains(err.Error(), "is not available") {
					t.Fatal(err)
				}
				return
			}
			passed := map[string]bool{}
			for _, r := range results {
				passed[r.Name] = r.Passed
				if !r.Passed && (r.Message == "" || r.Line == 0 || !strings.HasSuffix(r.File, "good_test.rego")) {
					t.Errorf("%+v", r)
				}
			}
			if diff := cmp.Diff(map[string]bool{"test_a": true, "test_bad": false, "test_wrong": false}, passed); diff != "" {
				t.Errorf("(-want +got): %s", diff)
			}
			if len(lines) != 2 || len(lines[1].Covered) == 0 {
				t.Errorf("coverage %v", lines)
			}
		})
	}
}

// What workers say of tests, of mutations, of one rule and of costs is what this
// process says.
func TestTrialsApartChangeNothing(t *testing.T) {
	dir := write(t, map[string]string{
		"x.rego": rule(someMeta+"\nparams:\n  most: {type: integer, default: 1}",
			"import data.archlint.lib\n\nfindings contains {\"at\": call, \"message\": lib.called(call)} if {\n\tsome call in input.flow.calls\n"+
				"\tcall.line > input.params.most\n\tcall.reachable\n\tcount(call.name) >= 0\n}\n\nnever(x) := x + 1\n"),
		"x_test.rego": "package ours.calls_test\n\nimport data.archlint.fixtures\nimport data.ours.calls\n\n" +
			"test_default if count(calls.findings) == 1 with input as fixtures.calling({}, {})\n\ntest_default if count(calls.findings) > 0 with " +
			"input as fixtures.calling({}, {})\n\n" +
			"test_case[note] if {\n\tsome note, x in {\"one\": 1, \"two\": 2}\n\tx == 1\n}\n\ntest_wrong if {\n\tprint(\"so it goes\")\n\tfalse\n" +
			"}\n\ntodo_test_later if false\n",
		"org.rego": strings.ReplaceAll(rule("id: our-flows\nscope: org\nseverity: info",
			"findings contains {\"at\": f} if some f in input.flows\n"), "ours.calls", "ours.flows"),
	})
	in := explained()
	all := facts.OrgInput{Flows: []facts.Flow{in.Flow}}
	type said struct {
		Tests     []TestResult
		Lines     []FileCoverage
		Survivors []Survivor
		Tried     int
		Explained []Explanation
		Traced    string
		Costs     map[string]int
	}
	ask := func(command []string) (out said) {
		opts := policy.Options{Sources: []string{dir}, Worker: command, Profile: true}
		var err error
		if out.Tests, out.Lines, err = TestWithCoverage(t.Context(), opts); err != nil {
			t.Fatal(err)
		}
		for i := range out.Tests {
			out.Tests[i].Duration = 0
		}
		if out.Survivors, out.Tried, err = Mutate(t.Context(), opts,
			map[string][]ExampleInput{"our-calls": {{Bad: true, Flows: []facts.FlowInput{in}}}}); err != nil {
			t.Fatal(err)
		}
		set, err := policy.Load(t.Context(), opts)
		if err != nil {
			t.Fatal(err)
		}
		defer set.Close()
		for _, about := range [][2]string{{"our-calls", "20"}, {"our-calls", "10"}, {"our-calls", "5"}, {"our-calls", ""}, {"our-flows", ""},
			{"our-flows", "20"}} {
			e, err := Explain(t.Context(), set, about[0], in, all, about[1])
			if err != nil {
				t.Fatal(err)
			}
			out.Explained = append(out.Explained, e)
		}
		var trace strings.Builder
		if err := Trace(t.Context(), set, "our-calls", policy.CaseOfFlow(in), &trace); err != nil {
			t.Fatal(err)
		}
		if err := Trace(t.Context(), set, "our-flows", policy.CaseOfOrg(all), &trace); err != nil {
			t.Fatal(err)
		}
		out.Traced = trace.String()
		set.EvalFlow(t.Context(), in)
		set.EvalOrg(t.Context(), all)
		out.Costs = map[string]int{}
		for _, c := range set.Costs() {
			out.Costs[c.Rule] += c.Evaluations
		}
		return out
	}
	here, apart := ask(nil), ask(workerCommand(t))
	if diff := cmp.Diff(here, apart); diff != "" {
		t.Errorf("(-here +apart): %s", diff)
	}
	if len(here.Tests) < 5 || len(here.Survivors) == 0 || here.Tried < 3 || here.Explained[0].Verdict != Fired || len(here.Traced) < 1000 ||
		here.Costs["our-calls"] != 1 || here.Costs["our-flows"] != 1 {
		t.Errorf("too little is compared: %+v", here)
	}
}

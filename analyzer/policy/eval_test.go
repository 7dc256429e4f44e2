package policy

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/policy/policytest"
)

func loadText(t *testing.T, o Options, rego string) *Set {
	t.Helper()
	o.Sources = append(o.Sources, write(t, map[string]string{"x.rego": rego}))
	set, err := Load(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func twoCalls() facts.FlowInput { return policytest.TwoCalls() }

func TestFindingFollowsFromItsRecord(t *testing.T) {
	set := loadText(t, Options{}, rule(someMeta+"\ncategory: volume\nconfidence: proven\nremediation: Call less.",
		"findings contains {\"at\": call, \"message\": sprintf(\"%s is called\", [call.name]), \"evidence\": {\"b\": 1, \"a\": {call.name}}} "+
			"if {\n\tsome call in input.flow.calls\n}\n"))
	got, errs := set.EvalFlow(t.Context(), twoCalls())
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	want := []finding.Finding{{
		Rule: "our-calls", Severity: finding.Warning, Message: "First is called", Remediation: "Call less.",
		Flow: "Orders", File: "orders.yaml", Line: 10, Column: 5, Node: "10", Evidence: []byte(`{"a":["First"],"b":1}`),
		Fingerprint: finding.Fingerprint("our-calls", "name:workflow/Orders", "10", ""), Confidence: "proven", Category: "volume",
	}, {
		Rule: "our-calls", Severity: finding.Warning, Message: "Second is called", Remediation: "Call less.",
		Flow: "Orders", File: "orders.yaml", Line: 20, Column: 5, Node: "20", Evidence: []byte(`{"a":["Second"],"b":1}`),
		Fingerprint: finding.Fingerprint("our-calls", "name:workflow/Orders", "20", ""), Confidence: "proven", Category: "volume",
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMessageDefaultsToTitle(t *testing.T) {
	set := loadText(t, Options{}, rule(someMeta, someBody))
	got, _ := set.EvalFlow(t.Context(), twoCalls())
	if len(got) != 2 || got[0].Message != "Too many calls" || string(got[0].Evidence) != "{}" {
		t.Errorf("got %+v", got)
	}
}

// TestAnyRecordWithAPlace points a rule at each kind of record in turn.
func TestAnyRecordWithAPlace(t *testing.T) {
	at := facts.Place{Flow: "Orders", File: "orders.yaml", Line: 7, Column: 3, Node: "n"}
	in := facts.FlowInput{
		Flow: facts.Flow{Name: "Orders", Type: "workflow", File: "orders.yaml", Line: 1, Column: 1, Format: "platform",
			Calls: []facts.Call{{Place: at, Inputs: []facts.Value{{Place: at, Name: "in"}},
				ReadAfterFailure: []facts.Read{{Place: at, Variable: "Flow.x"}},
				Definition:       &facts.Definition{File: "actions.tf", Line: 4, Name: "Get"},
				Witness:          []facts.Step{{File: "orders.yaml", Line: 9, Column: 2, Node: "s"}}}},
			Loops: []facts.Loop{{Place: at, ID: "n", Exits: []facts.Exit{{Place: at}}}}, Nodes: []facts.Node{{Place: at}}},
		Capacity: []facts.Limit{{Limit: facts.LimitID{Namespace: "dataactions", Key: "requests.volume.max"}}},
	}
	for record, want := range map[string]string{
		"input.flow":                              "Orders orders.yaml:1:1 ",
		"input.flow.calls[0]":                     "Orders orders.yaml:7:3 n",
		"input.flow.calls[0].inputs[0]":           "Orders orders.yaml:7:3 n",
		"input.flow.calls[0].readAfterFailure[0]": "Orders orders.yaml:7:3 n",
		"input.flow.calls[0].definition":          "Orders actions.tf:4:0 ",
		"input.flow.calls[0].witness[0]":          "Orders orders.yaml:9:2 s",
		"input.flow.loops[0]":                     "Orders orders.yaml:7:3 n",
		"input.flow.loops[0].exits[0]":            "Orders orders.yaml:7:3 n",
		"input.flow.nodes[0]":                     "Orders orders.yaml:7:3 n",
		"input.capacity[0]":                       "Orders :0:0 ",
		"input.capacity[0].limit":                 "Orders :0:0 ",
	} {
		set := loadText(t, Options{}, rule(someMeta, "findings contains {\"at\": "+record+"}\n"))
		got, errs := set.EvalFlow(t.Context(), in)
		if len(errs) > 0 || len(got) != 1 {
			t.Fatalf("%s: %v, %v", record, got, errs)
		}
		f := got[0]
		if place := fmt.Sprintf("%s %s:%d:%d %s", f.Flow, f.File, f.Line, f.Column, f.Node); place != want {
			t.Errorf("%s: got %q, want %q", record, place, want)
		}
	}
}

func TestBrokenFindings(t *testing.T) {
	for body, want := range map[string]string{
		`{"at": input.flow.outputs}`:          "",
		`{"message": "x"}`:                    `rule our-calls: flow Orders: a finding has no "at"`,
		`{"at": 3}`:                           `rule our-calls: flow Orders: "at" of a finding is number, not a record of the input`,
		`{"at": {"x": 1}}`:                    `rule our-calls: flow Orders: "at" of a finding is no record with a place`,
		`"a text"`:                            `rule our-calls: flow Orders: a finding is string, not an object with "at"`,
		`{"at": input.flow, "message": 3}`:    `rule our-calls: flow Orders: "message" of a finding is number, not a text`,
		`{"at": input.flow, "evidence": [1]}`: `rule our-calls: flow Orders: "evidence" of a finding is array, not an object`,
		`{"at": input.flow, "severity": 3}`:   `rule our-calls: flow Orders: "severity" of a finding is 3: want error, warning or info`,
		`{"at": input.flow, "severity": "x"}`: `rule our-calls: flow Orders: "severity" of a finding is "x": want error, warning or info`,
		`{"at": input.flow, "mesage": "x"}`:   `rule our-calls: flow Orders: a finding has the unknown key "mesage"; did you mean "message"?`,
	} {
		if want == "" {
			continue
		}
		set := loadText(t, Options{}, rule(someMeta, "findings contains "+body+"\n"))
		got, errs := set.EvalFlow(t.Context(), twoCalls())
		if len(got) != 0 || len(errs) != 1 || !strings.HasPrefix(errs[0].Error(), want) {
			t.Errorf("%s: got %v, %v, want %s", body, got, errs, want)
		}
	}
}

// TestSeverityOfOneFinding: it can be less than the rule's, never more, and what a user says
// holds for all findings of the rule.
func TestSeverityOfOneFinding(t *testing.T) {
	const warns = someMeta
	for name, test := range map[string]struct {
		meta, own string
		levels    map[string]finding.Severity
		want      finding.Severity
	}{
		"less":        {warns, "info", nil, finding.Info},
		"more":        {warns, "error", nil, finding.Warning},
		"none":        {warns, "", nil, finding.Warning},
		"user raises": {warns, "info", map[string]finding.Severity{"our-calls": finding.Error}, finding.Error},
	} {
		body := `{"at": input.flow}`
		if test.own != "" {
			body = fmt.Sprintf(`{"at": input.flow, "severity": %q}`, test.own)
		}
		set := loadText(t, Options{Levels: test.levels}, rule(test.meta, "findings contains "+body+"\n"))
		got, errs := set.EvalFlow(t.Context(), twoCalls())
		if len(errs) > 0 || len(got) != 1 || got[0].Severity != test.want {
			t.Errorf("%s: got %+v, %v, want %s", name, got, errs, test.want)
		}
	}
}

func TestOffIsNotEvaluated(t *testing.T) {
	conflict := rule(someMeta, "f(x) := 1 if x\n\nf(x) := 2 if x\n\nfindings contains {\"at\": input.flow} if f(true) > 0\n")
	set := loadText(t, Options{Levels: map[string]finding.Severity{"our-calls": finding.Off}}, conflict)
	if got, errs := set.EvalFlow(t.Context(), twoCalls()); len(got)+len(errs) > 0 {
		t.Errorf("got %v, %v", got, errs)
	}
	if len(set.Rules()) != 1 {
		t.Error("a rule that is off is still a rule")
	}
}

const (
	endless = "findings contains {\"at\": input.flow} if {\n\tsome x in numbers.range(1, 20000)\n\tsome y in numbers.range(1, " +
		"20000)\n\tx * y == -1\n}\n"
	endlessOrg = "findings contains {\"at\": input.flows[0]} if {\n\tsome x in numbers.range(1, 20000)\n\tsome y in numbers.range(1, " +
		"20000)\n\tx * y == -1\n}\n"
	broken = "f(x) := 1 if x\n\nf(x) := 2 if x\n\nfindings contains {\"at\": input.flow} if f(true) > 0\n"
)

func TestOthersSpeakWhenOneFails(t *testing.T) {
	good := strings.ReplaceAll(rule(someMeta, someBody), "ours.calls", "ours.good")
	bad := func(body string) map[string]string {
		text := strings.ReplaceAll(rule("id: our-bad\nseverity: error", body), "ours.calls", "ours.bad")
		return map[string]string{"good.rego": good, "bad.rego": text}
	}
	for name, tt := range map[string]struct{ body, want string }{
		"endless": {endless, "rule our-bad: flow Orders: it needs more than 300,000 evaluation steps; the rule is not " +
			"evaluated again in this run"},
		"conflict": {broken, "rule our-bad: flow Orders: "},
	} {
		t.Run(name, func(t *testing.T) {
			set, err := Load(t.Context(), Options{Sources: []string{write(t, bad(tt.body))}, Steps: 300_000})
			if err != nil {
				t.Fatal(err)
			}
			got, errs := set.EvalFlow(t.Context(), twoCalls())
			if len(got) != 2 || got[0].Rule != "our-calls" {
				t.Errorf("the good rule says %v", got)
			}
			if len(errs) != 1 || !strings.HasPrefix(errs[0].Error(), tt.want) {
				t.Errorf("got %v, want %s", errs, tt.want)
			}
		})
	}
}

// TestLimitIsTheRulesOwn: whether a rule is stopped depends neither on the rules
// beside it, nor on the heap of the process, nor on the machine's load.
func TestLimitIsTheRulesOwn(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	files := map[string]string{}
	for i := range 20 {
		text := rule(fmt.Sprintf("id: our-%d\nseverity: info", i), "findings contains {\"at\": input.flow} if {\n\tcount([x | some x in "+
			"numbers.range(1, 4000)]) == 4000\n}\n")
		files[fmt.Sprint(i, ".rego")] = strings.Replace(text, "ours.calls", fmt.Sprint("ours.r", i), 1)
	}
	for steps, want := range map[int64]int{20_000: 20, 5_000: 0} {
		set, err := Load(t.Context(), Options{Sources: []string{write(t, files)}, Steps: steps})
		if err != nil {
			t.Fatal(err)
		}
		hoard := make([][]byte, 0, 64)
		for range cap(hoard) { // what the rest of the program needs meanwhile
			hoard = append(hoard, make([]byte, 1<<20))
		}
		if got, errs := set.EvalFlow(t.Context(), twoCalls()); len(got) != want || len(errs) != 20-want {
			t.Errorf("%d steps: %d findings, want %d; %d errors", steps, len(got), want, len(errs))
		}
		runtime.KeepAlive(hoard)
	}
}

// TestStoppedRuleCostsItsLimitOnce: it is not evaluated again by itself.
func TestStoppedRuleCostsItsLimitOnce(t *testing.T) {
	set := loadText(t, Options{Steps: 100_000}, rule(someMeta, endless))
	u := set.units[0]
	start := newGuard(t.Context(), set.limit.together())
	defer start.done()
	if start.left > set.limit.steps/10 {
		t.Errorf("together rules may take %d of %d steps", start.left, set.limit.steps)
	}
	_, errs := set.ask(t.Context(), asked{u, u.questions[FlowScope]}, set.flowInput(twoCalls()), subject{name: "x", limit: set.limit})
	if len(errs) != 1 || !strings.Contains(errs[0].Error(), "100,000 evaluation steps") {
		t.Errorf("got %v", errs)
	}
}

func TestMoreFlowsMoreStepsForTheOrganisation(t *testing.T) {
	set := loadText(t, Options{Steps: 20_000}, rule(someMeta+"\nscope: org", endlessOrg))
	_, errs := set.EvalOrg(t.Context(), facts.OrgInput{Flows: make([]facts.Flow, 1000)})
	if len(errs) != 1 || !strings.HasPrefix(errs[0].Error(), "rule our-calls: the organisation: it needs more than 60,000 evaluation steps") {
		t.Errorf("got %v", errs)
	}
}

func TestOverdueRuleIsNotAskedAgain(t *testing.T) {
	set := loadText(t, Options{Steps: 1_000_000}, rule(someMeta, endless))
	set.EvalFlow(t.Context(), twoCalls())
	start := time.Now()
	if got, errs := set.EvalFlow(t.Context(), twoCalls()); len(got)+len(errs) > 0 {
		t.Errorf("got %v, %v", got, errs)
	}
	if took := time.Since(start); took > 100*time.Millisecond {
		t.Errorf("took %v", took)
	}
}

func TestCancelledContextIsNoFaultOfARule(t *testing.T) {
	set := loadText(t, Options{}, rule(someMeta, someBody))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, errs := set.EvalFlow(ctx, twoCalls())
	if len(errs) != 1 || strings.Contains(errs[0].Error(), "rule") {
		t.Errorf("got %v", errs)
	}
}

func TestParametersAreTheRulesOwn(t *testing.T) {
	mk := func(id string, n int) string {
		custom := fmt.Sprintf("id: %s\nseverity: info\nparams:\n  most: {type: integer, default: %d}", id, n)
		return strings.ReplaceAll(rule(custom, "import input.params as p\n\nfindings contains {\"at\": input.flow, \"message\": sprintf(\"%d "+
			"%d\", [input.params.most, p.most])}\n"),
			"ours.calls", "ours."+strings.ReplaceAll(id, "-", "_"))
	}
	dir := write(t, map[string]string{"a.rego": mk("a-one", 1), "b.rego": mk("b-two", 2), "c.rego": mk("c-three", 3)})
	set, err := Load(t.Context(), Options{Sources: []string{dir}, Params: map[string]map[string]any{"b-two": {"most": 20}}})
	if err != nil {
		t.Fatal(err)
	}
	got, errs := set.EvalFlow(t.Context(), twoCalls())
	var said []string
	for _, f := range got {
		said = append(said, f.Rule+" "+f.Message)
	}
	if diff := cmp.Diff([]string{"a-one 1 1", "b-two 20 20", "c-three 3 3"}, said); diff != "" {
		t.Errorf("%s\n%v", diff, errs)
	}
}

func TestComparisonWithNull(t *testing.T) {
	set := loadText(t, Options{}, rule(someMeta,
		"findings contains {\"at\": call} if {\n\tsome call in input.flow.calls\n\tcall.definition == null\n\tnull == call.loop\n"+
			"\tcount([1 | call.timeoutSeconds != null]) == 0\n}\n"))
	if got, errs := set.EvalFlow(t.Context(), twoCalls()); len(got) != 2 || len(errs) > 0 {
		t.Errorf("got %v, %v", got, errs)
	}
}

func TestPrint(t *testing.T) {
	text := rule(someMeta, "findings contains {\"at\": call} if {\n\tsome call in input.flow.calls\n\tprint(\"looking at\", call.name)\n"+
		"\tcall.line > 15\n}\n")
	var out bytes.Buffer
	set := loadText(t, Options{Print: &out}, text)
	set.EvalFlow(t.Context(), twoCalls())
	if !strings.Contains(out.String(), "x.rego:10: looking at First\n") {
		t.Errorf("printed %q", out.String())
	}
	quiet := loadText(t, Options{}, text)
	if got, errs := quiet.EvalFlow(t.Context(), twoCalls()); len(got) != 1 || len(errs) > 0 {
		t.Errorf("got %v, %v", got, errs)
	}
}

func TestOrgScope(t *testing.T) {
	set := loadText(t, Options{}, rule(someMeta+"\nscope: org", "findings contains {\"at\": call} if {\n\tsome flow in input.flows\n"+
		"\tsome call in flow.calls\n}\n\nfindings contains {\"at\": limit} if {\n\tsome limit in input.capacity\n}\n"))
	in := facts.OrgInput{Flows: []facts.Flow{twoCalls().Flow}, Capacity: []facts.Limit{{Limit: facts.LimitID{Namespace: "ns", Key: "k"}}}}
	got, errs := set.EvalOrg(t.Context(), in)
	if len(errs) > 0 || len(got) != 3 {
		t.Fatalf("got %v, %v", got, errs)
	}
	if got[0].Flow != "Orders" || got[2].File != "" || got[2].Flow != "" {
		t.Errorf("got %+v", got)
	}
	if flowFindings, _ := set.EvalFlow(t.Context(), twoCalls()); len(flowFindings) != 0 {
		t.Errorf("an org rule spoke of a flow: %v", flowFindings)
	}
}

func TestSharedHelpersCanBeImported(t *testing.T) {
	set := loadText(t, Options{}, rule(someMeta, "import data.archlint.lib\n\nfindings contains {\"at\": call, \"message\": "+
		"lib.called(call)} if {\n\tsome call in input.flow.calls\n}\n"))
	got, errs := set.EvalFlow(t.Context(), twoCalls())
	if len(errs) > 0 || got[0].Message != `data action "First"` {
		t.Errorf("got %v, %v", got, errs)
	}
}

// TestFingerprintsTellApart checks that several findings of one rule at one
// node differ, and that what they say about their subject decides.
func TestFingerprintsTellApart(t *testing.T) {
	set := loadText(t, Options{}, rule(someMeta, "findings contains {\"at\": input.flow.calls[0], \"message\": m, \"about\": m} if {\n"+
		"\tsome m in [\"a\", \"b\"]\n}\n\nfindings contains {\"at\": input.flow.calls[1], \"message\": m} if {\n\tsome m in [\"a\", \"b\"]\n}\n"))
	got, errs := set.EvalFlow(t.Context(), twoCalls())
	if len(errs) > 0 || len(got) != 4 {
		t.Fatalf("got %v, %v", got, errs)
	}
	seen := map[string]bool{}
	for _, f := range got {
		seen[f.Fingerprint] = true
	}
	if len(seen) != 4 {
		t.Errorf("%d fingerprints for 4 findings", len(seen))
	}
}

// TestSharedFactsAreNotStale changes the organisation between two flows.
func TestSharedFactsAreNotStale(t *testing.T) {
	set := loadText(t, Options{}, rule(someMeta, "findings contains {\"at\": input.flow, \"message\": input.org.name} if "+
		"count(input.capacity) == 1\n"))
	in := twoCalls()
	for _, name := range []string{"one", "two"} {
		in.Org.Name, in.Capacity = name, []facts.Limit{{}}
		if got, _ := set.EvalFlow(t.Context(), in); len(got) != 1 || got[0].Message != name {
			t.Errorf("%s: got %v", name, got)
		}
	}
	in.Capacity = nil
	if got, _ := set.EvalFlow(t.Context(), in); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

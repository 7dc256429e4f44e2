package author

import (
	"bytes"
	"strings"
	"testing"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/policy"
)

// explained is a voice flow with a call that keeps the default timeout, one
// that does not, and one whose timeout is unknown.
func explained() facts.FlowInput {
	in := twoCalls()
	in.Flow.Voice, in.Flow.ErrorHandling = true, "queue"
	in.Flow.Calls[0].Reachable, in.Flow.Calls[0].TimeoutIsDefault = true, true
	in.Flow.Calls[1].Reachable = true
	in.Flow.Loops = []facts.Loop{{Place: facts.Place{Flow: "Orders", File: "orders.yaml", Line: 5, Node: "5"}, ID: "5", Kind: "retry",
		CountKind: "literal", Form: "loop", Calls: []string{"20"}}}
	in.Flow.Calls[0].RepeatsAfterFailure = true
	return in
}

func TestExplain(t *testing.T) {
	set, err := policy.Load(t.Context(), policy.Options{Builtin: true, Levels: map[string]finding.Severity{"polling": finding.Off}})
	if err != nil {
		t.Fatal(err)
	}
	quiet := explained()
	quiet.Flow.Voice = false
	tests := []struct {
		rule string
		in   facts.FlowInput
		node string
		want Verdict
		text string // of the explanation
	}{
		{"timeout-default", explained(), "20", Fired, `fired: data action "Second" keeps the default timeout`},
		{"timeout-default", explained(), "Second", Fired, `fired: data action "Second" keeps the default timeout`},
		{"timeout-default", explained(), "10", ConditionNo, "call.timeoutIsDefault is false"},
		{"timeout-default", quiet, "20", FlowNo, "input.flow.voice is false"},
		{"timeout-default", explained(), "5", NotLookedAt, "none of its conditions looked at this record"},
		{"retry-without-wait", explained(), "20", ValueUnknown, "loop.pauseSeconds is null"},
		{"polling", explained(), "20", IsOff, "polling is off"},
		{"capacity-exceeded", explained(), "20", OtherScope, "looks at all flows together"},
		{"error-handling-disconnect", explained(), "", FlowNo, "input.flow.errorHandling is \"queue\""},
	}
	for _, tt := range tests {
		got, err := Explain(t.Context(), set, tt.rule, tt.in, facts.OrgInput{Flows: []facts.Flow{tt.in.Flow}}, tt.node)
		if err != nil {
			t.Fatal(err)
		}
		if got.Verdict != tt.want || !strings.Contains(got.String(), tt.text) {
			t.Errorf("%s at %q: %s, want %s\n%s\nwant %s", tt.rule, tt.node, got.Verdict, tt.want, got, tt.text)
		}
	}
	if _, err := Explain(t.Context(), set, "timeout-defualt", explained(), facts.OrgInput{}, ""); err == nil || !strings.Contains(err.Error(),
		`did you mean "timeout-default"`) {
		t.Errorf("got %v", err)
	}
}

// limits are two limits, of which one is exceeded and one has no demand.
func limitsOf(t *testing.T) facts.OrgInput {
	t.Helper()
	number := func(x float64) *float64 { return &x }
	return facts.OrgInput{Capacity: []facts.Limit{
		{Limit: facts.LimitID{Namespace: "dataactions", Key: "requests.volume.max", Title: "Executions", Value: 2500}, Verdict: "exceeded",
			Demand: &facts.Demand{Expected: 2600, Peak: 2900}, Utilisation: number(1.16)},
		{Limit: facts.LimitID{Namespace: "platform.api", Key: "org.app.user.rate.per.minute", Value: 3000}, Verdict: "unknown"},
	}}
}

// A rule over the organisation is explained at a limit, by this process and by a worker.
func TestExplainLimit(t *testing.T) {
	const first, second = "dataactions/requests.volume.max", "platform.api/org.app.user.rate.per.minute"
	dir := write(t, map[string]string{"x.rego": rule("id: ours-high\nscope: org\nseverity: info",
		"findings contains {\"at\": limit} if {\n\tsome limit in input.capacity\n\tlimit.utilisation > 0.5\n}\n")})
	set, err := policy.Load(t.Context(), policy.Options{Builtin: true, Sources: []string{dir}, Worker: workerCommand(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer set.Close()
	for _, tt := range []struct {
		rule, limit string
		want        Verdict
		text        string
	}{
		{"capacity-exceeded", first, Fired, "capacity-exceeded fired: Executions: peak demand 2,900"},
		{"capacity-exceeded", second, ConditionNo, `limit.verdict is "unknown"`},
		{"outage-blast", first, ConditionNo, "some i, outage in input.outages"},
		{"ours-high", first, Fired, "ours-high fired"},
		{"ours-high", second, ValueUnknown, "limit.utilisation is null"},
	} {
		got, err := ExplainLimit(t.Context(), set, tt.rule, limitsOf(t), tt.limit)
		if err != nil {
			t.Fatal(err)
		}
		if got.Verdict != tt.want || !strings.Contains(got.String(), tt.text) {
			t.Errorf("%s at %s: %s, want %s\n%s\nwant %s", tt.rule, tt.limit, got.Verdict, tt.want, got, tt.text)
		}
	}
	if _, err := ExplainLimit(t.Context(), set, "timeout-default", limitsOf(t), first); err == nil || !strings.Contains(err.Error(),
		"looks at flows one by one") {
		t.Errorf("got %v", err)
	}
}

func TestTrace(t *testing.T) {
	set, err := policy.Load(t.Context(), policy.Options{Builtin: true})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Trace(t.Context(), set, "timeout-default", policy.CaseOfFlow(explained()), &out); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "timeout-default/rule.rego:") {
		t.Errorf("the trace does not show the rule:\n%s", out.String())
	}
}

// TestExplainOfAFindingElsewhere: the call met all conditions, and the finding
// stands at the flow.
func TestExplainOfAFindingElsewhere(t *testing.T) {
	set := loadText(t, policy.Options{}, rule(someMeta, "findings contains {\"at\": input.flow, \"message\": \"one\"} if {\n\tsome "+
		"call in input.flow.calls\n\tcall.line > 15\n}\n"))
	for node, want := range map[string]Verdict{"20": Elsewhere, "10": ConditionNo, "": Fired} {
		got, err := Explain(t.Context(), set, "our-calls", twoCalls(), facts.OrgInput{}, node)
		if err != nil || got.Verdict != want {
			t.Errorf("%q: %s, %v\n%s", node, got.Verdict, err, got)
		}
	}
}

// TestExplainTellsWhatItSaw: the words claim no more than the evaluation showed.
func TestExplainTellsWhatItSaw(t *testing.T) {
	for body, want := range map[string]struct {
		verdict Verdict
		text    string
	}{
		"\ts := {3, 5}\n\ts[5]\n":                                        {Fired, "fired"},
		"\ts := {3, 5}\n\ts[4]\n":                                        {FlowNo, "s[4]"},
		"\tcount(input.flow.loops) > 0\n":                                {FlowNo, "count(input.flow.loops) > 0"},
		"\tsome i in numbers.range(1, 3)\n\ti > 2\n\tinput.flow.voice\n": {FlowNo, "input.flow.voice"},
		"\thelper\n": {FlowNo, "helper"},
		"\tsome call in input.flow.calls\n\tcall.name == \"no such name\"\n": {CannotTell, "no record of the flow met all"},
	} {
		set := loadText(t, policy.Options{}, rule(someMeta, "helper if input.flow.voice\n\nfindings contains {\"at\": input.flow} if "+
			"{\n"+body+"}\n"))
		got, err := Explain(t.Context(), set, "our-calls", twoCalls(), facts.OrgInput{}, "")
		if err != nil {
			t.Fatal(err)
		}
		if got.Verdict != want.verdict || !strings.Contains(got.String(), want.text) {
			t.Errorf("%s: %s\n%s", body, got.Verdict, got)
		}
	}
}

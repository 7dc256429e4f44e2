package flowfacts

import (
	"fmt"
	"strings"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/facts"
)

func setStep(variable, value string) string {
	return "- updateData:\n    name: Set\n    statements:\n      - string: {variable: " + variable + ", value: {exp: '" + value + "'}}\n"
}

func waitStep(length string) string {
	return "- wait:\n    name: Wait\n    duration: {" + length + "}\n"
}

// callWith is a data action that writes a variable.
func callWith(variable string) string {
	return "- callData:\n    name: Get\n    category: {Web: {dataAction: {Get: {successOutputs: {v: {var: " + variable + "}}}}}}\n"
}

// leaveIf leaves the loop where a condition holds.
func leaveIf(condition string) string {
	return "- decision:\n    name: Over\n    condition: {exp: '" + condition + "'}\n    outputs:\n      'yes':\n        actions:\n" +
		"          - loopExit: {name: Out}\n"
}

// timed is a workflow with some steps. The variables Flow.start and Flow.deadline are
// points in time, Flow.passed and Flow.limit durations; nothing writes Flow.limit, which is a minute.
func timed(steps string) string {
	body := strings.ReplaceAll(strings.TrimSuffix(steps, "\n"), "\n", "\n          ")
	return `workflow:
  name: Timed
  startUpRef: ./workflow/states/state[main]
  variables:
    - dateTimeVariable: {name: Flow.start, initialValue: {noValue: true}}
    - dateTimeVariable: {name: Flow.deadline, initialValue: {noValue: true}}
    - durationVariable: {name: Flow.passed, initialValue: {noValue: true}}
    - durationVariable: {name: Flow.limit, initialValue: {lit: {minutes: 1}}}
    - durationVariable: {name: Flow.pause, isInput: true}
  states:
    - state:
        name: Main
        refId: main
        actions:
          ` + body + `
          - endWorkflow: {name: End}
`
}

// TestDeadlines: a loop that waits for a fixed time in every round and leaves when a
// time is over goes round as often as that allows.
func TestDeadlines(t *testing.T) {
	const now = "GetCurrentDateTimeUtc()"
	start, get := setStep("Flow.start", now), callStep("Get")
	since := "DateTimeDiff(" + now + ", Flow.start)"
	minute := since + " > MakeDuration(0, 0, 1)"
	ten := waitStep("lit: {seconds: 10}")
	moment, until := setStep("Flow.now", now), leaveIf("DateTimeDiff(Flow.now, Flow.start) > Flow.limit")
	loop := func(body ...string) string { return loopStep("lit: 1000", strings.Join(body, "")) }
	for name, test := range map[string]struct {
		steps string
		most  int64 // 0: as often as the loop's count says
	}{
		"a minute":              {start + loop(leaveIf(minute), get, ten), 7},
		"tested after the wait": {start + loop(get, ten, leaveIf(minute)), 7},
		"at least":              {start + loop(leaveIf(since+" >= MakeDuration(0, 0, 1)"), get, ten), 7},
		"the other side":        {start + loop(leaveIf("MakeDuration(0, 0, 1) < "+since), get, ten), 7},
		"not less":              {start + loop(leaveIf("!("+since+" <= MakeDuration(0, 0, 1))"), get, ten), 7},
		"or something else":     {start + loop(leaveIf(minute+" or Flow.done"), get, ten), 7},
		"a limit in a variable": {start + loop(leaveIf(since+" > Flow.limit"), get, ten), 7},
		"not a multiple":        {start + loop(leaveIf(minute), get, waitStep("lit: {seconds: 25}")), 3},
		"two waits":             {start + loop(leaveIf(minute), ten, get, ten), 4},
		"a span in a variable":  {start + loop(setStep("Flow.passed", since), leaveIf("Flow.passed > Flow.limit"), get, ten), 7},
		"a deadline":            {setStep("Flow.deadline", "AddMinutes("+now+", 1)") + loop(leaveIf(now+" > Flow.deadline"), get, ten), 7},
		"a deadline by a sum": {setStep("Flow.deadline", now+" + MakeDuration(0, 0, 1)") + loop(leaveIf("Flow.deadline < "+now), get, ten),
			7},
		"a start and a sum":       {start + loop(leaveIf(now+" > AddMinutes(Flow.start, 1)"), get, ten), 7},
		"a wait on both branches": {start + loop(leaveIf(minute), get, decisionStep(ten, waitStep("lit: {seconds: 20}"))), 7},
		"days and seconds":        {setStep("Flow.deadline", "AddSeconds("+now+", 60)") + loop(leaveIf(now+" > Flow.deadline"), get, ten), 7},
		"a start long ago":        {start + loop(leaveIf(now+" - MakeDuration(0, 0, 1) > Flow.start"), get, ten), 7},
		"now in a variable":       {start + loop(moment, until, get, ten), 7},
		"now and a span": {start +
			loop(moment, setStep("Flow.passed", "DateTimeDiff(Flow.now, Flow.start)"), leaveIf("Flow.passed >= Flow.limit"), get, ten), 7},
		"now and a deadline": {setStep("Flow.deadline", "AddMinutes("+now+", 1)") +
			loop(moment, leaveIf("Flow.now > Flow.deadline"), get, ten), 7},
		"a deadline from the start": {start + setStep("Flow.deadline", "AddMinutes(Flow.start, 1)") +
			loop(leaveIf(now+" > Flow.deadline"), get, ten), 7},
		"now is taken after a wait": {start + loop(ten, moment, get, until, ten), 4},
		"trap: now is stale":        {start + moment + loop(until, get, ten), 0},
		"trap: now is older":        {moment + ten + start + loop(until, get, ten), 0},
		"trap: now is taken rarely": {start + loop(decisionStep(moment, ""), until, get, ten), 0},
		"trap: now is another time": {start + loop(setStep("Flow.now", "AddMinutes("+now+", -5)"), until, get, ten), 0},
		"trap: a start in the past": {moment + setStep("Flow.start", "AddMinutes("+now+", -9)") +
			loop(leaveIf("DateTimeDiff(Flow.now, Flow.start) < Flow.limit"), get, ten), 0},
		"trap: somebody writes now": {start + loop(moment, callWith("Flow.now"), until, get, ten), 0},
		"trap: a day of the month":  {setStep("Flow.deadline", "AddMonths("+now+", 0)") + loop(leaveIf(now+" > Flow.deadline"), get, ten), 0},
		"trap: set in the loop":     {loop(start, leaveIf(minute), get, ten), 0},
		"trap: set on one branch":   {start + loop(leaveIf(minute), get, ten, decisionStep(start, "")), 0},
		"trap: no wait on one":      {start + loop(leaveIf(minute), get, decisionStep(ten, "")), 0},
		"trap: an unknown wait":     {start + loop(leaveIf(minute), get, waitStep("exp: Flow.pause")), 0},
		"trap: no wait":             {start + loop(leaveIf(minute), get), 0},
		"trap: never set":           {loop(leaveIf(minute), get, ten), 0},
		"trap: another start":       {setStep("Flow.start", "Flow.other") + loop(leaveIf(minute), get, ten), 0},
		"trap: the span is stale":   {start + setStep("Flow.passed", since) + loop(leaveIf("Flow.passed > Flow.limit"), get, ten), 0},
		"trap: the sign is unknown": {start + loop(leaveIf("DateTimeDiff(Flow.start, "+now+") > MakeDuration(0, 0, 1)"), get, ten), 0},
		"trap: the unit is unknown": {start + loop(leaveIf(since+" > 60"), get, ten), 0},
		"trap: leaves while early":  {start + loop(leaveIf(since+" < MakeDuration(0, 0, 1)"), get, ten), 0},
		"trap: and something else":  {start + loop(leaveIf(minute+" and Flow.done"), get, ten), 0},
		"trap: an unknown limit":    {start + loop(leaveIf(since+" > Flow.pause"), get, ten), 0},
		"trap: not on every round":  {start + loop(get, ten, decisionStep(leaveIf(minute), "")), 0},
	} {
		most := test.most
		if most == 0 {
			most = 1000
		}
		for _, c := range studied(t, timed(test.steps)).Calls {
			if c.PerRun.Max != most || c.BoundedBy != string(groundOf(test.most)) {
				t.Errorf("%s: %d by %s, want %d", name, c.PerRun.Max, c.BoundedBy, most)
			}
			if test.most > 0 && c.Bound == nil {
				t.Errorf("%s: what bounds it is not named", name)
			}
		}
	}
}

func groundOf(most int64) calls.BoundedBy {
	if most > 0 {
		return calls.Counter
	}
	return calls.LoopCount
}

// TestDeadlineOfJumps: tasks that jump to one another end by a deadline as well, and the
// bound names its start.
func TestDeadlineOfJumps(t *testing.T) {
	indented := func(steps string) string {
		return strings.ReplaceAll(strings.TrimSuffix(steps, "\n"), "\n", "\n          ")
	}
	text := func(inside string) string {
		return fmt.Sprintf(`inboundCall:
  name: Timed
  startUpRef: ./tasks/task[main]
  tasks:
    - task:
        name: Main
        refId: main
        actions:
          %s
          - jumpToTask:
              name: Go
              targetTaskRef: ./tasks/task[t]
    - task:
        name: T
        refId: t
        actions:
          - decision:
              name: Over
              condition: {exp: 'DateTimeDiff(GetCurrentDateTimeUtc(), Flow.start) > MakeDuration(0, 0, 0, 30)'}
              outputs:
                'yes': {actions: [{disconnect: {name: Bye}}]}
          %s
          - jumpToTask:
              name: Again
              targetTaskRef: ./tasks/task[t]
`, indented(setStep("Flow.start", "GetCurrentDateTimeUtc()")), indented(inside))
	}
	get := callStep("Get")
	c := studied(t, text(get+waitStep("lit: {seconds: 10}"))).Calls[0]
	if c.PerRun.Max != 4 || c.BoundedBy != string(calls.Counter) || c.Bound == nil {
		t.Fatalf("%+v by %s, %+v", c.PerRun, c.BoundedBy, c.Bound)
	}
	if b := c.Bound; b.Variable != "Flow.start" || *b.From != "GetCurrentDateTimeUtc()" || b.Step != "10 s later" ||
		!strings.Contains(b.Until, "MakeDuration(0, 0, 0, 30)") {
		t.Errorf("bound %+v", *b)
	}
	var trap facts.Call = studied(t, text(get)).Calls[0]
	if trap.BoundedBy != string(calls.PlatformLimit) || trap.Bound != nil {
		t.Errorf("without a wait: %+v by %s", trap.PerRun, trap.BoundedBy)
	}
}

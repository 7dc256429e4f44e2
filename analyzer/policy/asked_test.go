package policy

import (
	"strings"
	"testing"

	"archlint/analyzer/facts"
)

// TestUsersRulesAreAlwaysAsked: conditions that hold whatever the facts are, in
// forms that a gate may read wrongly. The rule must speak.
func TestUsersRulesAreAlwaysAsked(t *testing.T) {
	for _, body := range []string{
		"\ts := {3, 5}\n\ts[5]\n",
		"\ts := {3, 5}\n\ts[5] == 5\n",
		"\ts := {\"a\", \"b\"}\n\ts[\"a\"]\n",
		"\ts := {7}\n\tx := s[7]\n\tx > 6\n",
		"\ts := {1: \"a\", 3: \"b\"}\n\ts[3] == \"b\"\n",
		"\tnot {3, 5}[4]\n",
	} {
		set := loadText(t, Options{}, rule(someMeta, "findings contains {\"at\": input.flow} if {\n"+body+"}\n"))
		if got, errs := set.EvalFlow(t.Context(), twoCalls()); len(got) != 1 || len(errs) > 0 {
			t.Errorf("%s: %d findings, %v", body, len(got), errs)
		}
	}
}

// TestUsersRulesHaveNoShortcut: nothing decides without Rego what a rule of a
// user's finds, and its input is the whole of it.
func TestUsersRulesHaveNoShortcut(t *testing.T) {
	set := loadText(t, Options{Builtin: true}, rule(someMeta, someBody))
	for _, u := range set.units {
		for scope, q := range u.questions {
			if own := u.source == BuiltinSource; (q.gates != nil) != own {
				t.Errorf("%s, scope %s: gates: %v", u.source, scope, q.gates != nil)
			}
			for i, r := range q.rules {
				if u.source != BuiltinSource && !q.reads[i].all {
					t.Errorf("%s is not given the whole input", r.ID)
				}
			}
		}
	}
}

// TestExplainOfAFindingElsewhere: the call met all conditions, and the finding
// stands at the flow.
func TestExplainOfAFindingElsewhere(t *testing.T) {
	set := loadText(t, Options{}, rule(someMeta, "findings contains {\"at\": input.flow, \"message\": \"one\"} if {\n\tsome call in "+
		"input.flow.calls\n\tcall.line > 15\n}\n"))
	for node, want := range map[string]Verdict{"20": Elsewhere, "10": ConditionNo, "": Fired} {
		got, err := set.Explain(t.Context(), "our-calls", twoCalls(), facts.OrgInput{}, node)
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
		set := loadText(t, Options{}, rule(someMeta, "helper if input.flow.voice\n\nfindings contains {\"at\": input.flow} if {\n"+body+"}\n"))
		got, err := set.Explain(t.Context(), "our-calls", twoCalls(), facts.OrgInput{}, "")
		if err != nil {
			t.Fatal(err)
		}
		if got.Verdict != want.verdict || !strings.Contains(got.String(), want.text) {
			t.Errorf("%s: %s\n%s", body, got.Verdict, got)
		}
	}
}

// TestReplacedFunctions: with ... as ... means what it means to OPA.
func TestReplacedFunctions(t *testing.T) {
	for body, want := range map[string]int{
		"f(1, 3) == 4": 1,
		"f(1, 3) == 8 with data.ours.calls.f as bits.lsh":                              1,
		"bits.rsh(1, 3) == 8 with bits.rsh as bits.lsh":                                1,
		"count([4]) == 4 with count as sum":                                            1,
		"count([4]) == 5 with count as g":                                              1,
		"count([4]) == 7 with count as 7":                                              1,
		"upper(\"a\") == \"A\" with count as g":                                        1,
		"every x in [1, 2] { max([x, 0]) == x }":                                       1,
		"sprintf(\"%5.1f|%-4s|%05d\", [1.25, \"a\", 7]) == \"  1.2|a   |00007\"":       1,
		"walk(input.flow, [path, value])\n\tpath == [\"name\"]\n\tvalue == \"Orders\"": 1,
		"glob.match(\"Ord*s\", [], input.flow.name)":                                   1,
		"regex.match(`^[0-9a-f]{8}-[0-9a-f]{4}$`, \"0123abcd-0f0f\")":                  1,
	} {
		set := loadText(t, Options{}, rule(someMeta, "findings contains {\"at\": input.flow} if {\n\t"+body+
			"\n}\n\nf(x, y) := x + y\n\ng(_) := 5\n"))
		if got, errs := set.EvalFlow(t.Context(), twoCalls()); len(got) != want || len(errs) > 0 {
			t.Errorf("%s: %d findings, %v", body, len(got), errs)
		}
	}
}

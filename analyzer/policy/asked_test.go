package policy

import (
	"testing"
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

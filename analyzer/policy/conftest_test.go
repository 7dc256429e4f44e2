package policy

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/finding"
)

const (
	oldStyle = `package main

deny[msg] {
	call := input.flow.calls[_]
	msg := sprintf("%s is called", [call.name])
}

exception[rules] {
	rules := ["naming"]
}

deny_naming[msg] { msg := "never said" }
`
	newStyle = `package main

warn_slow contains {"msg": "slow", "at": call, "limit": 3} if {
	some call in input.flow.calls
	call.line > 15
}
`
)

func TestConftestPolicies(t *testing.T) {
	dir := write(t, map[string]string{"old.rego": oldStyle, "new.rego": newStyle, "old_test.rego": "package main\n\ntest_x { true }\n"})
	set, err := Load(t.Context(), Options{Conftest: []string{dir}, Levels: map[string]finding.Severity{"conftest-warn-slow": finding.Info}})
	if err != nil {
		t.Fatal(err)
	}
	found, errs := set.EvalFlow(t.Context(), twoCalls())
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	var got []string
	for _, f := range found {
		got = append(got, fmt.Sprintf("%s:%d %s %s: %s %s", f.File, f.Line, f.Severity, f.Rule, f.Message, f.Evidence))
	}
	want := []string{
		"orders.yaml:1 error conftest-deny: First is called {}",
		"orders.yaml:1 error conftest-deny: Second is called {}",
		`orders.yaml:20 info conftest-warn-slow: slow {"limit":3}`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestConftestErrors(t *testing.T) {
	for want, text := range map[string]string{
		"no deny, violation or warn in package main": "package other\n\nx := 1\n",
		"x.rego:3:1: ":                           "package main\n\n!\n",
		"x.rego:4:2: http.send is not available": "package main\n\ndeny contains \"x\" if {\n\thttp.send({})\n}\n",
	} {
		_, err := Load(t.Context(), Options{Conftest: []string{write(t, map[string]string{"x.rego": text})}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestProfile(t *testing.T) {
	set, err := Load(t.Context(), Options{Builtin: true, Profile: true})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		set.EvalFlow(t.Context(), twoCalls())
	}
	costs := set.Costs()
	for i, c := range costs {
		if c.Evaluations != 3 || c.Total <= 0 || i > 0 && c.Total > costs[i-1].Total {
			t.Errorf("%d: %+v", i, c)
		}
	}
	if len(costs) < 30 {
		t.Errorf("%d rules were asked", len(costs))
	}
}

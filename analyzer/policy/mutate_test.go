package policy

import (
	"strings"
	"testing"
)

func TestMutate(t *testing.T) {
	dir := write(t, map[string]string{
		"x.rego": rule(someMeta, "findings contains {\"at\": call} if {\n\tsome call in input.flow.calls\n\tcall.reachable\n\tcall.line > 15\n}\n"),
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
	survivors, tried, err := Mutate(t.Context(), Options{Sources: []string{dir}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if tried != 2 || len(survivors) != 1 || survivors[0].Line != 10 ||
		!strings.HasSuffix(survivors[0].String(), "x.rego:10: rule our-calls: no unit test misses call.reachable") {
		t.Errorf("tried %d, got %v", tried, survivors)
	}
}

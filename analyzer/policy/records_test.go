package policy

import (
	"strings"
	"testing"

	"archlint/analyzer/facts"
)

// A user's rule points at records of its input and at nothing that it made up.
func TestMadeUpPlacesAreRefused(t *testing.T) {
	in := twoCalls()
	in.Capacity = []facts.Limit{{Limit: facts.LimitID{Namespace: "dataactions", Key: "k"}}}
	for at, ok := range map[string]bool{
		`call`:                                          true,
		`input.flow`:                                    true,
		`object.union(call, {"mine": 1})`:               true,
		`input.capacity[0]`:                             true,
		`input.capacity[0].limit`:                       true,
		`{"file": "/etc/passwd", "line": 1}`:            false,
		`{"file": "orders.yaml", "line": 11}`:           false,
		`object.union(call, {"line": 11})`:              false,
		`object.union(call, {"file": "x.yaml"})`:        false,
		`object.union(call, {"node": "x"})`:             false,
		`object.union(call, {"flow": "Other"})`:         false,
		`object.union(input.flow, {"name": "X"})`:       false,
		`{"namespace": "made", "key": "up"}`:            false,
		`{"limit": {"namespace": "made", "key": "up"}}`: false,
	} {
		set := loadText(t, Options{}, rule(someMeta, "findings contains {\"at\": "+at+"} if {\n\tsome call in input.flow.calls\n}\n"))
		got, errs := set.EvalFlow(t.Context(), in)
		switch {
		case ok && (len(errs) > 0 || len(got) == 0):
			t.Errorf("%s: %d findings, %v", at, len(got), errs)
		case !ok && (len(errs) != 1 || len(got) > 0 || !strings.Contains(errs[0].Error(), `"at" of a finding is no record of the input`)):
			t.Errorf("%s: %d findings, %v", at, len(got), errs)
		}
	}
}

package author

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/policy"
)

// A test that fails says which condition did not hold, and what its parts were.
func TestFailedConditions(t *testing.T) {
	const one = `{"flow": {"calls": [{"name": "a", "line": 3}]}}`
	for body, want := range map[string][]string{
		"count(calls.findings) == 7 with input as " + one: {
			"count(calls.findings) is 1", `calls.findings is {{"at": {"line": 3, "name": "a"}}}`},
		"most := 7\n\tcount(calls.findings) == most with input as " + one: {
			"count(calls.findings) is 1", `calls.findings is {{"at": {"line": 3, "name": "a"}}}`, "most is 7"},
		"some found in calls.findings with input as " + one + "\n\tfound.at.line > 5": {
			"found.at.line is 3"},
		`some found in calls.findings with input as {"flow": {"calls": []}}`: {"ours.calls.findings is set()"},
		"not calls.findings with input as " + one:                            {`ours.calls.findings is {{"at": {"line": 3, "name": "a"}}}`},
		"count(calls.findings) == 0 with input as doc(4)": {
			"count(calls.findings) is 1", `calls.findings is {{"at": {"line": 4}}}`, `doc(4) is {"flow": {"calls": [{"line": 4}]}}`},
		"calls.missing with input as doc(4)": {`doc(4) is {"flow": {"calls": [{"line": 4}]}}`,
			"ours.calls.missing is undefined"},
		`input.flow.line == 2 with input as {"flow": {"line": 5}}`: {"input.flow.line is 5"},
		"input.flow.line == 2": nil,
	} {
		dir := write(t, map[string]string{
			"x.rego": rule(someMeta, "findings contains {\"at\": call} if some call in input.flow.calls\n\nmissing if false\n"),
			"x_test.rego": "package ours.calls_test\n\nimport data.ours.calls\n\nkeep := calls.findings\n\ndoc(n) := {\"flow\": {\"calls\": " +
				"[{\"line\": n}]}}\n\n" +
				"test_it if {\n\t1 == 1\n\t" + body + "\n}\n"})
		for _, worker := range [][]string{nil, workerCommand(t)} {
			results, err := Test(t.Context(), policy.Options{Sources: []string{dir}, Worker: worker})
			if err != nil || len(results) != 1 || results[0].Condition == nil {
				t.Fatalf("%s: %+v, %v", body, results, err)
			}
			failed := results[0].Condition
			var got []string
			for _, v := range failed.Values {
				got = append(got, fmt.Sprintf("%s is %s", v.Ref, v.Value))
			}
			lines := strings.Split(body, "\n\t")
			if diff := cmp.Diff(want, got); diff != "" || failed.Text != lines[len(lines)-1] || failed.Line != 10+len(lines) {
				t.Errorf("%s: %d: %s\n%s", body, failed.Line, failed.Text, diff)
			}
		}
	}
}

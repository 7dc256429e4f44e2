package author

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/policy"
)

func TestTestWithCoverage(t *testing.T) {
	dir := write(t, map[string]string{
		"x.rego": rule(someMeta+"\nparams:\n  most: {type: integer, default: 3}",
			"import data.archlint.lib\n\nfindings contains {\"at\": call, \"message\": lib.called(call)} if {\n\tsome call in input.flow.calls\n"+
				"\tcall.line > input.params.most\n}\n\nnever(x) := x + 1\n"),
		"x_test.rego": `package ours.calls_test

import data.archlint.fixtures
import data.ours.calls

test_default if {
	count(calls.findings) == 1 with input as fixtures.calling({}, {})
}

test_overridden if {
	count(calls.findings) == 0 with input as object.union(fixtures.calling({}, {}), {"params": {"most": 50}})
}

test_wrong if {
	print("so it goes")
	count(calls.findings) == 7 with input as fixtures.calling({}, {})
}

todo_test_later if false
`,
	})
	results, lines, err := TestWithCoverage(t.Context(), policy.Options{Sources: []string{dir}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range results {
		state := map[bool]string{true: "passed", false: "failed"}[r.Passed]
		if r.Skipped {
			state = "skipped"
		}
		got = append(got, strings.TrimSpace(r.Name+" "+state+" "+r.Message+" "+r.Output))
	}
	want := []string{"test_default passed", "test_overridden passed", "test_wrong failed test_wrong is not true so it goes",
		"todo_test_later skipped"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(lines) != 1 || !strings.HasSuffix(lines[0].File, "x.rego") {
		t.Fatalf("coverage of %v", lines)
	}
	if diff := cmp.Diff([]int{17}, lines[0].NotCovered); diff != "" {
		t.Errorf("not covered:\n%s", diff)
	}
}

func TestTestTellsWhatDoesNotCompile(t *testing.T) {
	dir := write(t, map[string]string{"x.rego": rule(someMeta, someBody), "x_test.rego": "package ours.calls_test\n\n" +
		"test_x if data.ours.calls.findngs\n\ntest_y if undefined_function(1)\n"})
	results, err := Test(t.Context(), policy.Options{Sources: []string{dir}})
	if err == nil || !strings.Contains(err.Error(), "x_test.rego:5:11: undefined function undefined_function") || len(results) > 0 {
		t.Errorf("got %v, %v", results, err)
	}
}

package config

import (
	"fmt"
	"strings"
	"testing"

	"archlint/analyzer/source"
)

// TestManyErrorsOfOneKind: a line and a count, beside the errors of other kinds.
func TestManyErrorsOfOneKind(t *testing.T) {
	var errs Errors
	for i := range 1_000 {
		errs = append(errs, &source.Error{File: "a.yaml", Pos: source.Pos{Line: i + 5},
			Message: fmt.Sprintf("waivers[%d]: unknown key %q; did you mean \"rule\"?", i, fmt.Sprint("k", i))})
	}
	for i := range 10 {
		errs = append(errs, &source.Error{File: "b.yaml", Message: fmt.Sprintf("no rule %q", fmt.Sprint("r", i))})
	}
	errs = append(errs, &source.Error{File: "a.yaml", Pos: source.Pos{Line: 2}, Message: "want a number"})
	got := errs.Condensed()
	if len(got) != 12 || got[0].Message != "want a number" ||
		!strings.HasSuffix(got[1].Error(), `a.yaml:5:0: waivers[0]: unknown key "k0"; did you mean "rule"? (and 999 more errors like this one)`) {
		t.Errorf("%d errors:\n%s", len(got), got.Error())
	}
}

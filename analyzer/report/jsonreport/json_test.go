package jsonreport

import (
	"encoding/json"
	"testing"

	"archlint/analyzer/facts"
	"archlint/analyzer/internal/reviewtest"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// Platform JSON may hold actions in any order; the report has them by place.
func TestJSONSortsCallsAndLoopsByPlace(t *testing.T) {
	at := func(file string, line, column int) facts.Place {
		return facts.Place{File: file, Line: line, Column: column}
	}
	f := facts.Flow{
		Calls: []facts.Call{{Place: at("b", 1, 1)}, {Place: at("a", 2, 9)}, {Place: at("a", 2, 3)}, {Place: at("a", 1, 5)}},
		Loops: []facts.Loop{{Place: at("a", 9, 1)}, {Place: at("a", 3, 1)}},
	}
	out := jsonFlowOf(f)
	for i, want := range []facts.Place{at("a", 1, 5), at("a", 2, 3), at("a", 2, 9), at("b", 1, 1)} {
		if got := out.Calls[i]; got.File != want.File || got.Line != want.Line || got.Column != want.Column {
			t.Errorf("call %d stands at %s:%d:%d, want %s:%d:%d", i, got.File, got.Line, got.Column, want.File, want.Line, want.Column)
		}
	}
	if out.Loops[0].Line != 3 || out.Loops[1].Line != 9 {
		t.Errorf("loops at lines %d and %d", out.Loops[0].Line, out.Loops[1].Line)
	}
	if f.Calls[0].File != "b" {
		t.Error("the facts were put in another order")
	}
}

// Every array of the JSON report is an array, even when empty.
func TestJSONHasNoNullArrays(t *testing.T) {
	var doc map[string]any
	if err := json.Unmarshal(reviewtest.Printed(t, Write, &review.Review{}, report.Options{}), &doc); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"flows", "capacity", "findings", "errors", "assumptions"} {
		if _, ok := doc[key].([]any); !ok {
			t.Errorf("%s is %v", key, doc[key])
		}
	}
}

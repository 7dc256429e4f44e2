package main

import (
	"testing"

	"archlint/analyzer/finding"
	"archlint/analyzer/review"
)

// Every combination of --fail-on, the gravest finding, and a tool error.
func TestVerdict(t *testing.T) {
	graves := []finding.Severity{"", finding.Info, finding.Warning, finding.Error}
	tests := []struct {
		failOn string
		codes  [4]int // for nothing, info, warning, error
	}{
		{"error", [4]int{exitOK, exitOK, exitOK, exitFindings}},
		{"warning", [4]int{exitOK, exitOK, exitFindings, exitFindings}},
		{"info", [4]int{exitOK, exitFindings, exitFindings, exitFindings}},
		{"none", [4]int{exitOK, exitOK, exitOK, exitOK}},
	}
	for _, test := range tests {
		threshold, err := parseFailOn(test.failOn)
		if err != nil {
			t.Fatal(err)
		}
		for i, grave := range graves {
			r := &review.Review{}
			if grave != "" {
				r.Findings = []finding.Finding{{Severity: grave}}
			}
			if got := verdict(r, threshold); got != test.codes[i] {
				t.Errorf("--fail-on %s with %q: exit code %d, want %d", test.failOn, grave, got, test.codes[i])
			}
			r.Errors = []review.ToolError{{Message: "unreadable"}}
			if got := verdict(r, threshold); got != exitTrouble {
				t.Errorf("--fail-on %s with %q and an error: exit code %d, want %d", test.failOn, grave, got, exitTrouble)
			}
		}
	}
}

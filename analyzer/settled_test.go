package analyzer_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
)

// TestSettledConditions holds the conditions of labelled flows against what was found by
// hand: the one answer they have, or the case that is never met, and whether the rule
// condition-always-true says so.
func TestSettledConditions(t *testing.T) {
	dir := "testdata/settled"
	text, err := os.ReadFile(filepath.Join(dir, "cases.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	review, err := analyzer.Analyze(context.Background(), []string{dir}, analyzer.Options{})
	if err != nil || len(review.Errors) > 0 {
		t.Fatal(err, review.Errors)
	}
	settled, fired := make(map[[2]string]string), make(map[[2]string]bool)
	for _, f := range review.Flows {
		for _, c := range f.SettledConditions {
			settled[[2]string{f.Name, c.Name}] = answered(c)
			fired[[2]string{f.Name, c.Name}] = slices.ContainsFunc(review.Findings, func(found finding.Finding) bool {
				return found.Rule == "condition-always-true" && found.Flow == f.Name && found.Node == c.Node
			})
		}
	}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		want := strings.Split(line, "\t")
		key := [2]string{want[0], want[1]}
		answer, fires := settled[key], "no"
		if answer == "" {
			answer = "open"
		}
		if fired[key] {
			fires = "yes"
		}
		if answer != want[2] || fires != want[3] {
			t.Errorf("%s, %s: answer %s, fires %s; want %s, %s: %s", want[0], want[1], answer, fires, want[2], want[3], want[4])
		}
		delete(settled, key)
	}
	for key := range settled {
		t.Errorf("%s, %s: settled, and not in the table", key[0], key[1])
	}
}

// answered is the output that every run takes, or those that none takes.
func answered(c facts.SettledCondition) string {
	if c.Always != "" {
		return c.Always
	}
	return strings.Join(c.Never, " ")
}

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"archlint/analyzer/policy"
	"archlint/analyzer/policy/author"
)

// TestDocumentedRules loads the rules that docs/policies.md shows, as its
// readers would: they compile, are formatted, and say what they are for.
func TestDocumentedRules(t *testing.T) {
	text, err := os.ReadFile("../../docs/policies.md")
	if err != nil {
		t.Fatal(err)
	}
	dir, shown := t.TempDir(), 0
	for _, block := range regexp.MustCompile("(?s)```rego\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		if !strings.HasPrefix(block[1], "# METADATA") {
			continue // a unit test
		}
		shown++
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.rego", shown)), []byte(block[1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if shown < 2 {
		t.Fatalf("%d rules are shown", shown)
	}
	set, err := policy.Load(t.Context(), policy.Options{Sources: []string{dir}})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range set.Rules() {
		for _, gap := range r.Gaps() {
			t.Error(gap)
		}
	}
	unformatted, err := author.Unformatted([]string{dir})
	if err != nil || len(unformatted) > 0 {
		t.Errorf("not formatted: %v, %v", unformatted, err)
	}
}

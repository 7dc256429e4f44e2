package policies_test

import (
	"testing"

	"archlint/analyzer/rulebook"
)

// book is the library with its examples, as files of this directory.
var book = &rulebook.Book{Root: ".", Command: "go test ./policies -update", Rates: ratesFile}

// TestExamples demands that every bad example fires exactly its rule, at
// exactly the marked lines (org rules may point at a limit, which has none),
// and that every good example fires no rule at all.
func TestExamples(t *testing.T) {
	for _, r := range load(t) {
		t.Run(r.ID, func(t *testing.T) {
			results, err := book.Check(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			for _, result := range results {
				if result.Missing {
					t.Errorf("there is no %s example", result.Kind)
				}
				for _, wrong := range result.Wrong {
					t.Errorf("%s: %s", result.Kind, wrong)
				}
			}
		})
	}
}

package formats

import (
	"testing"

	"archlint/analyzer/internal/reviewtest"
	"archlint/analyzer/report"
	"archlint/analyzer/visible"
)

// No format lets an input move the cursor or turn the text around. JSON forms
// may carry such characters, for JSON readers show them as they please.
func TestNoControlCharactersReachTheReader(t *testing.T) {
	for _, name := range []string{"text", "junit", "github", "checkstyle", "markdown"} {
		f, err := ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range string(reviewtest.Printed(t, f.Write, reviewtest.Hostile(), report.Options{Verbose: true})) {
			if r != '\n' && visible.Hidden(r) {
				t.Errorf("%s prints %U", name, r)
			}
		}
	}
}

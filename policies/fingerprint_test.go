package policies_test

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/review"
	"archlint/analyzer/rulebook"
)

// TestFingerprintsSurvive reviews every bad example again from a renamed file
// with its lines moved: each finding must keep its fingerprint, and no two
// findings may share one.
func TestFingerprintsSurvive(t *testing.T) {
	for _, r := range load(t) {
		e, err := book.Example(r, rulebook.Bad)
		if err != nil {
			t.Fatal(err)
		}
		if e.Dir != "" {
			continue // its files must keep their names
		}
		dir := t.TempDir()
		var paths []string
		for _, name := range e.Files {
			moved := filepath.Join(dir, "renamed-"+path.Base(name))
			if slices.Contains(e.Flags, name) { // a configuration, which they name
				moved = filepath.Join(dir, name)
			}
			text, err := os.ReadFile(filepath.Join(e.Root, name))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(moved, []byte(movedDown(name, string(text))), 0o644); err != nil {
				t.Fatal(err)
			}
			paths = append(paths, filepath.Base(moved))
		}
		first, err := book.Review(t.Context(), e)
		if err != nil {
			t.Fatal(err)
		}
		again, err := (&rulebook.Book{}).Review(t.Context(), rulebook.Example{Root: dir, Files: paths, Flags: e.Flags})
		if err != nil {
			t.Fatal(err)
		}
		want, got := fingerprints(first), fingerprints(again)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("rule %s: fingerprints changed:\n%s", r.ID, diff)
		}
		if len(slices.Compact(got)) != len(got) {
			t.Errorf("rule %s: two findings share a fingerprint: %v", r.ID, got)
		}
	}
}

// movedDown puts lines before the text of a file: comments, where the notation has them.
func movedDown(name, text string) string {
	if strings.HasSuffix(name, ".json") {
		return "\n\n\n" + text
	}
	return "# moved\n\n# further down\n" + strings.TrimPrefix(text, "\n")
}

func fingerprints(r *review.Review) []string {
	out := []string{}
	for _, f := range r.Findings {
		out = append(out, f.Rule+" "+f.Fingerprint)
	}
	slices.Sort(out)
	return out
}

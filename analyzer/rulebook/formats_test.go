package rulebook_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"archlint/analyzer/flow/archy"
	"archlint/analyzer/internal/flowjson"
	"archlint/analyzer/policy"
	"archlint/analyzer/review"
	"archlint/analyzer/rulebook"
	"archlint/analyzer/source"

	gocmp "github.com/google/go-cmp/cmp"
)

// TestExamplesInBothFormats writes the flows of every example as the Platform API answers
// them. All rules then say the same of them, message for message.
func TestExamplesInBothFormats(t *testing.T) {
	if testing.Short() {
		t.Skip("reviews every example twice")
	}
	library := filepath.Join("..", "..", "policies")
	book := &rulebook.Book{Root: "."}
	set, err := policy.Load(t.Context(), policy.Options{Sources: []string{library}})
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, r := range set.Rules() {
		for _, kind := range []rulebook.Kind{rulebook.Bad, rulebook.Good} {
			name := r.ID + "/" + string(kind)
			e, err := book.Example(r, kind)
			if err != nil {
				t.Fatal(err)
			}
			if e.Dir != "" || slices.Contains(e.Flags, "--config") {
				continue // a whole export; the setting of a size, which differs
			}
			sibling, err := inJSON(t, e)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			compared++
			own, err := book.Review(t.Context(), e)
			if err != nil {
				t.Fatal(err)
			}
			other, err := book.Review(t.Context(), sibling)
			if err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(said(own), said(other)); diff != "" {
				t.Errorf("%s: -yaml +json\n%s", name, diff)
			}
		}
	}
	if compared < 100 {
		t.Errorf("only %d examples have siblings", compared)
	}
}

// said are the findings and errors of a review without their places.
func said(r *review.Review) []string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, fmt.Sprintf("%s %s: %s", f.Severity, f.Rule, f.Message))
	}
	for _, e := range r.Errors {
		out = append(out, "error: "+e.Message)
	}
	slices.SortFunc(out, cmp.Compare)
	return out
}

// inJSON is the example with its flows in JSON, in a directory of its own.
func inJSON(t *testing.T, e rulebook.Example) (rulebook.Example, error) {
	t.Helper()
	out := rulebook.Example{Kind: e.Kind, Root: t.TempDir(), Flags: e.Flags}
	for _, name := range e.Files {
		text, err := os.ReadFile(filepath.Join(e.Root, name))
		if err != nil {
			return out, err
		}
		flows, err := archy.Decode(source.NewFile(name, text), archy.Options{})
		switch {
		case !strings.HasSuffix(name, ".yaml"):
			flows = nil
		case err != nil:
			return out, err
		}
		if len(flows) == 0 {
			out.Files = append(out.Files, write(t, out.Root, name, text))
		}
		for i, f := range flows {
			text, err := flowjson.Write(f)
			if err != nil {
				return out, err
			}
			out.Files = append(out.Files, write(t, out.Root, fmt.Sprintf("%s-%d.json", strings.TrimSuffix(name, ".yaml"), i), text))
		}
	}
	return out, nil
}

func write(t *testing.T, dir, name string, text []byte) string {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

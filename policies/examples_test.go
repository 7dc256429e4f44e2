package policies_test

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer"
	"archlint/analyzer/capacity"
	"archlint/analyzer/finding"
	"archlint/analyzer/policy"
	"archlint/analyzer/report"
	"archlint/policies"
)

// here marks, in an example, the line that a rule is to point at.
const here = "# <-- here"

// example is the bad or the good one of a rule: one or several flows and the
// data actions they call, reviewed together.
type example struct {
	dir   string   // where it is a whole export: its directory, else ""
	files []string // paths in the library, the first flow first
	flags []string // from the first line "# archlint check ...", if it has one
}

// examplesOf returns the files of a rule's folder that begin so ("bad", "good").
func examplesOf(t *testing.T, r policy.Rule, which string) example {
	t.Helper()
	entries, err := fs.ReadDir(policies.FS, path.Dir(r.File))
	if err != nil {
		t.Fatal(err)
	}
	var e example
	folder := path.Dir(r.File)
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case name == which:
			e.dir = path.Join(folder, name)
			e.files = filesUnder(t, e.dir)
		case strings.HasPrefix(name, which+".") || strings.HasPrefix(name, which+"-"):
			e.files = append(e.files, path.Join(folder, name))
		}
	}
	// Flows before data actions, and bad.yaml before bad-2.yaml.
	slices.SortFunc(e.files, func(a, b string) int { return strings.Compare(exampleOrder(a), exampleOrder(b)) })
	if len(e.files) == 0 {
		t.Fatalf("rule %s has no %s example", r.ID, which)
	}
	first, _, _ := strings.Cut(text(t, e.files[0]), "\n")
	if flags, found := strings.CutPrefix(first, "# archlint check "); found {
		e.flags = strings.Fields(flags)
	}
	return e
}

func exampleOrder(name string) string {
	order := map[string]string{".yaml": "1", ".tf": "2", ".json": "3"}[path.Ext(name)]
	return order + strings.ReplaceAll(strings.TrimSuffix(name, path.Ext(name)), "-", "~")
}

func filesUnder(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	for _, name := range files(t, "") {
		if strings.HasPrefix(name, dir+"/") {
			out = append(out, name)
		}
	}
	return out
}

func text(t *testing.T, name string) string {
	t.Helper()
	raw, err := fs.ReadFile(policies.FS, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// marks are the places "file:line" that an example's comments point at. JSON
// has no comments: there the file's name says that its first line is meant.
func (e example) marks(t *testing.T) []string {
	out := []string{}
	for _, name := range e.files {
		if strings.HasSuffix(name, ".here.json") {
			out = append(out, name+":1")
		}
		for i, line := range strings.Split(text(t, name), "\n") {
			if strings.HasSuffix(line, here) {
				out = append(out, fmt.Sprintf("%s:%d", name, i+1))
			}
		}
	}
	slices.Sort(out)
	return out
}

// review analyses an example as `archlint check` would.
func (e example) review(t *testing.T) *report.Review {
	t.Helper()
	paths := e.files
	if e.dir != "" {
		paths = []string{e.dir}
	}
	out, err := analyzer.Analyze(t.Context(), paths, analyzer.Options{Traffic: traffic(t, e.flags), Jobs: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range out.Errors {
		t.Errorf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
	}
	return out
}

func traffic(t *testing.T, flags []string) capacity.Traffic {
	t.Helper()
	var out capacity.Traffic
	for i := 0; i+1 < len(flags); i += 2 {
		n, err := strconv.ParseFloat(flags[i+1], 64)
		switch {
		case flags[i] == "--licence-type":
			out.LicenceType = flags[i+1]
		case err != nil:
			t.Fatalf("%s %s: %v", flags[i], flags[i+1], err)
		case flags[i] == "--licences":
			out.Licences = capacity.Given(n, capacity.FromFlag)
		case flags[i] == "--interactions-per-minute":
			out.InteractionsPerMinute = capacity.Given(n, capacity.FromFlag)
		default:
			t.Fatalf("flag %s is not known to this test", flags[i])
		}
	}
	return out
}

// TestBadExamples demands that every bad example fires exactly its rule, at
// exactly the marked lines (org rules may point at a limit, which has none).
func TestBadExamples(t *testing.T) {
	for _, r := range load(t) {
		t.Run(r.ID, func(t *testing.T) {
			e := examplesOf(t, r, "bad")
			want := e.marks(t)
			got := []string{}
			for _, f := range e.review(t).Findings {
				if f.Rule != r.ID {
					t.Errorf("fires %s too: %s:%d: %s", f.Rule, f.File, f.Line, f.Message)
					continue
				}
				if f.File == "" {
					want, got = append(want, "limit"), append(got, "limit")
					continue
				}
				got = append(got, fmt.Sprintf("%s:%d", f.File, f.Line))
			}
			slices.Sort(got)
			if len(got) == 0 {
				t.Fatal("does not fire")
			}
			slices.Sort(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("places (-marked +found):\n%s", diff)
			}
		})
	}
}

// TestGoodExamples demands silence of every rule, not only of the example's.
func TestGoodExamples(t *testing.T) {
	for _, r := range load(t) {
		t.Run(r.ID, func(t *testing.T) {
			for _, f := range examplesOf(t, r, "good").review(t).Findings {
				t.Errorf("%s fires: %s:%d: %s", f.Rule, f.File, f.Line, f.Message)
			}
		})
	}
}

// fired returns the findings of one rule.
func fired(r *report.Review, id string) []finding.Finding {
	var out []finding.Finding
	for _, f := range r.Findings {
		if f.Rule == id {
			out = append(out, f)
		}
	}
	return out
}

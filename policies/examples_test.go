package policies_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer"
	"archlint/analyzer/capacity"
	"archlint/analyzer/finding"
	"archlint/analyzer/policy"
	"archlint/analyzer/report"
	"archlint/policies"
)

// example is the bad or the good one of a rule.
type example struct {
	policies.Example
}

func examplesOf(t *testing.T, r policy.Rule, kind policies.Kind) example {
	t.Helper()
	e, err := policies.ExampleOf(r.Category, r.ID, kind)
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Files) == 0 {
		t.Fatalf("rule %s has no %s example", r.ID, kind)
	}
	return example{e}
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
	for _, name := range e.Files {
		if strings.HasSuffix(name, ".here.json") {
			out = append(out, name+":1")
		}
		for i, line := range strings.Split(text(t, name), "\n") {
			if strings.HasSuffix(line, policies.Here) {
				out = append(out, fmt.Sprintf("%s:%d", name, i+1))
			}
		}
	}
	slices.Sort(out)
	return out
}

// reviews keeps what was reviewed, for the tests that look at the same example.
var reviews sync.Map

// review analyses an example as `archlint check` would.
func (e example) review(t *testing.T) *report.Review {
	t.Helper()
	if known, ok := reviews.Load(e.Files[0]); ok {
		return known.(*report.Review)
	}
	paths := e.Files
	if e.Dir != "" {
		paths = []string{e.Dir}
	}
	out, err := analyzer.Analyze(t.Context(), paths, analyzer.Options{Traffic: traffic(t, e.Flags), Jobs: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range out.Errors {
		t.Errorf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
	}
	reviews.Store(e.Files[0], out)
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
			e := examplesOf(t, r, policies.Bad)
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
			for _, f := range examplesOf(t, r, policies.Good).review(t).Findings {
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

package policies_test

import (
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/format"

	"archlint/analyzer/policy"
	"archlint/analyzer/policy/author"
	"archlint/policies"
)

// files lists the library's files whose name ends so.
func files(t *testing.T, suffix string) []string {
	t.Helper()
	var out []string
	err := fs.WalkDir(policies.FS, ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(p, suffix) {
			out = append(out, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// load loads the library as a user's source would be: strictly, types checked.
func load(t *testing.T) []policy.Rule {
	t.Helper()
	set, err := policy.Load(t.Context(), policy.Options{Sources: []string{"."}})
	if err != nil {
		t.Fatal(err)
	}
	return set.Rules()
}

func TestLibraryCompilesStrictly(t *testing.T) {
	if rules := load(t); len(rules) < 50 {
		t.Fatalf("only %d rules", len(rules))
	}
}

// TestLibraryMakesNoMistakes holds the library to what policy check warns users of.
func TestLibraryMakesNoMistakes(t *testing.T) {
	set, err := policy.Load(t.Context(), policy.Options{Sources: []string{"."}})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range author.Mistakes(set) {
		t.Error(m)
	}
}

func TestRegoIsFormatted(t *testing.T) {
	for _, name := range files(t, ".rego") {
		text, err := fs.ReadFile(policies.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		want, err := format.Source(name, text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if string(want) != string(text) {
			t.Errorf("%s is not formatted: run go test ./policies -run Formatted -update", name)
			update(t, name, want)
		}
	}
}

func TestUnitTests(t *testing.T) {
	results, lines, err := author.TestWithCoverage(t.Context(), policy.Options{Builtin: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range lines {
		if len(f.NotCovered) > 0 {
			t.Errorf("%s: no unit test reaches lines %v", f.File, f.NotCovered)
		}
	}
	fires, silent := map[string]bool{}, map[string]bool{}
	for _, r := range results {
		rule := strings.TrimSuffix(strings.TrimPrefix(r.Package, "data."), "_test")
		if strings.HasPrefix(r.Name, "test_silent") {
			silent[rule] = true
		} else {
			fires[rule] = true
		}
		if !r.Passed {
			t.Errorf("%s:%d: %s.%s: %s\n%s", r.File, r.Line, r.Package, r.Name, r.Message, r.Output)
		}
	}
	for _, r := range load(t) {
		if !fires[r.Package] || !silent[r.Package] {
			t.Errorf("rule %s needs a unit test in which it fires, and one named test_silent_... in which it does not", r.ID)
		}
	}
}

// TestRuleFolders keeps folder, package, id and category the same word.
func TestRuleFolders(t *testing.T) {
	for _, r := range load(t) {
		folder := path.Dir(r.File)
		if want := r.Category + "/" + r.ID; folder != want {
			t.Errorf("rule %s stands in %s, want %s", r.ID, folder, want)
		}
		if want := "archlint.rules." + strings.ReplaceAll(r.ID, "-", "_"); r.Package != want {
			t.Errorf("rule %s: package %s, want %s", r.ID, r.Package, want)
		}
	}
}

// TestMetadataIsComplete demands of the library what users' rules may leave out.
func TestMetadataIsComplete(t *testing.T) {
	for _, r := range load(t) {
		for what, value := range map[string]string{
			"description": r.Description, "remediation": r.Remediation, "since": r.Since,
		} {
			if value == "" {
				t.Errorf("rule %s: no %s", r.ID, what)
			}
		}
		// Those that have a default in users' rules the library states.
		text, err := fs.ReadFile(policies.FS, r.File)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"category", "confidence", "scope", "since"} {
			if !strings.Contains(string(text), "\n#   "+key+": ") {
				t.Errorf("rule %s: custom.%s is not stated", r.ID, key)
			}
		}
		for _, ref := range r.References {
			if !strings.HasPrefix(ref.Ref, "https://") || ref.Description == "" {
				t.Errorf("rule %s: reference %q %q: want an https address and what is there", r.ID, ref.Ref, ref.Description)
			}
		}
		if len(r.References) == 0 {
			t.Errorf("rule %s: no related_resources", r.ID)
		}
		if strings.HasSuffix(r.Title, ".") || len(r.Title) > 80 {
			t.Errorf("rule %s: title %q: want no full stop and at most 80 characters", r.ID, r.Title)
		}
		for _, p := range r.Params {
			if p.Description == "" {
				t.Errorf("rule %s: parameter %s has no description", r.ID, p.Name)
			}
		}
	}
}

// TestConditionsMatter takes every condition of every rule away in turn and
// demands that a unit test of the rule misses it. Excepted are is_number(...),
// which keep unknown values out of comparisons, where a message could not be
// made of them anyway.
func TestConditionsMatter(t *testing.T) {
	survivors, tried, err := author.Mutate(t.Context(), policy.Options{Builtin: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if tried < 150 {
		t.Errorf("only %d conditions were tried", tried)
	}
	for _, s := range survivors {
		if !strings.HasPrefix(s.Condition, "is_number(") {
			t.Error(s)
		}
	}
}

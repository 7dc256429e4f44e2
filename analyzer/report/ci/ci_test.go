package ci

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/finding"
	"archlint/analyzer/internal/reviewtest"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// A workflow command is one line, and nothing but workflow commands is printed.
func TestGitHubLines(t *testing.T) {
	command := regexp.MustCompile(`^::(error|warning|notice) (file=[^,:]+(,line=\d+(,col=\d+)?)?,)?title=[^,:]+::\S`)
	for _, r := range []*review.Review{reviewtest.Rich(), reviewtest.Hostile()} {
		lines := strings.Split(strings.TrimSuffix(string(reviewtest.Printed(t, WriteGitHub, r, report.Options{})), "\n"), "\n")
		if len(lines) != len(r.Findings)+len(r.Errors) {
			t.Errorf("%d lines for %d findings and %d errors", len(lines), len(r.Findings), len(r.Errors))
		}
		for _, line := range lines {
			if !command.MatchString(line) {
				t.Errorf("no workflow command: %.120s", line)
			}
		}
	}
}

// The rules of the JUnit schema and of its readers: the counts are right,
// each case has a name and a class name, and at most one outcome.
func TestJUnitCounts(t *testing.T) {
	for _, r := range []*review.Review{reviewtest.Rich(), reviewtest.Hostile(), {}} {
		var all junitSuites
		text := reviewtest.Printed(t, WriteJUnit, r, report.Options{})
		if err := xml.Unmarshal(text, &all); err != nil {
			t.Fatalf("not XML: %v", err)
		}
		total := junitSuites{XMLName: all.XMLName, Name: all.Name}
		for _, s := range all.Suites {
			for _, c := range s.Cases {
				if c.Name == "" || c.ClassName == "" {
					t.Errorf("a case of %q lacks a name or class name", s.Name)
				}
			}
			total.add(junitSuite{Name: s.Name, Cases: s.Cases})
		}
		if diff := cmp.Diff(total, all); diff != "" {
			t.Errorf("counts (-counted +written):\n%s", diff)
		}
	}
}

func TestJUnitKeepsThePublishedSchema(t *testing.T) {
	schema, err := readXSD("testdata/schema/junit.xsd")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []*review.Review{reviewtest.Rich(), reviewtest.Hostile(), {}} {
		var document xmlNode
		if err := xml.Unmarshal(reviewtest.Printed(t, WriteJUnit, r, report.Options{}), &document); err != nil {
			t.Fatal(err)
		}
		for _, wrong := range checkXSD(schema, document) {
			t.Error(wrong)
		}
	}
	// The check must be able to fail.
	for _, bad := range []string{
		`<testsuites><testsuite tests="1"/></testsuites>`, `<testsuites><testcase name="x"/></testsuites>`,
		`<testsuites><testsuite name="x" tests="1"><testcase name="x" file="y"/></testsuite></testsuites>`,
		`<testsuites><testsuite name="x" tests="1"><testcase name="x"><failure/><skipped/></testcase></testsuite></testsuites>`,
		`<testsuites><testsuite name="x" tests="1"><testcase name="x"><skipped message="y"/></testcase></testsuite></testsuites>`,
		`<testsuites>text</testsuites>`,
	} {
		var document xmlNode
		if err := xml.Unmarshal([]byte(bad), &document); err != nil {
			t.Fatal(err)
		}
		if len(checkXSD(schema, document)) == 0 {
			t.Errorf("passed: %s", bad)
		}
	}
}

// Checkstyle's own form: files with errors, each with a line, a severity of
// its list, a message and a source; nothing else.
func TestCheckstyleEntries(t *testing.T) {
	for _, r := range []*review.Review{reviewtest.Rich(), reviewtest.Hostile(), {}} {
		var all checkstyleReport
		dec := xml.NewDecoder(bytes.NewReader(reviewtest.Printed(t, WriteCheckstyle, r, report.Options{})))
		if err := dec.Decode(&all); err != nil {
			t.Fatal(err)
		}
		seen, entries := map[string]bool{}, 0
		for _, f := range all.Files {
			if f.Name == "" || seen[f.Name] || len(f.Errors) == 0 {
				t.Errorf("file %q is nameless, empty or told twice", f.Name)
			}
			seen[f.Name] = true
			entries += len(f.Errors)
			for _, e := range f.Errors {
				if e.Line < 1 || e.Message == "" || !strings.HasPrefix(e.Source, "archlint.") ||
					!slices.Contains([]string{"info", "warning", "error"}, e.Severity) {
					t.Errorf("incomplete entry %+v", e)
				}
			}
		}
		if entries != len(r.Findings)+len(r.Errors) {
			t.Errorf("%d entries for %d findings and %d errors", entries, len(r.Findings), len(r.Errors))
		}
	}
}

func TestJUnitThreshold(t *testing.T) {
	tests := []struct {
		failOn            finding.Severity
		failures, skipped int
	}{{"", 2, 5}, {finding.Error, 2, 5}, {finding.Warning, 3, 4}, {finding.Info, 4, 3}, {finding.Off, 0, 7}} // 3 are accepted
	for _, test := range tests {
		all := junitOf(reviewtest.Rich(), report.Options{FailOn: test.failOn}.Threshold())
		skipped := 0
		for _, s := range all.Suites {
			skipped += s.Skipped
		}
		if all.Failures != test.failures || skipped != test.skipped {
			t.Errorf("fail on %q: %d failures and %d skipped, want %d and %d", test.failOn, all.Failures, skipped, test.failures, test.skipped)
		}
	}
}

// GitLab wants these keys in each entry, and fingerprints that differ.
func TestGitLabEntries(t *testing.T) {
	for _, r := range []*review.Review{reviewtest.Rich(), reviewtest.Hostile()} {
		var issues []gitlabIssue
		if err := json.Unmarshal(reviewtest.Printed(t, WriteGitLab, r, report.Options{}), &issues); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, i := range issues {
			if i.Description == "" || i.CheckName == "" || i.Fingerprint == "" || i.Location.Path == "" || i.Location.Lines.Begin < 1 {
				t.Errorf("incomplete entry %+v", i)
			}
			if !strings.Contains("info minor major critical blocker", i.Severity) {
				t.Errorf("severity %q", i.Severity)
			}
			if seen[i.Fingerprint] {
				t.Errorf("fingerprint %s twice", i.Fingerprint)
			}
			seen[i.Fingerprint] = true
		}
	}
}

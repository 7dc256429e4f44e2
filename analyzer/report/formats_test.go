package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/finding"
	"archlint/analyzer/review"
	"archlint/analyzer/visible"
)

// No format lets an input move the cursor or turn the text around. JSON forms
// may carry such characters, for JSON readers show them as they please.
func TestNoControlCharactersReachTheReader(t *testing.T) {
	for _, name := range []string{"text", "junit", "github", "checkstyle", "markdown"} {
		f, err := FormatByName(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range string(print(t, f, hostileReview(), Options{Verbose: true})) {
			if r != '\n' && visible.Hidden(r) {
				t.Errorf("%s prints %U", name, r)
			}
		}
	}
}

// A workflow command is one line, and nothing but workflow commands is printed.
func TestGitHubLines(t *testing.T) {
	command := regexp.MustCompile(`^::(error|warning|notice) (file=[^,:]+(,line=\d+(,col=\d+)?)?,)?title=[^,:]+::\S`)
	for _, r := range []*review.Review{richReview(), hostileReview()} {
		lines := strings.Split(strings.TrimSuffix(string(print(t, Format{Write: WriteGitHub}, r, Options{})), "\n"), "\n")
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

// GitHub takes no longer summary: it is cut at a line, and says so.
func TestJobSummaryFits(t *testing.T) {
	r := manyFindings(90)
	for _, most := range []int{200, 1000, 5000, 1 << 20} {
		var buf bytes.Buffer
		if err := writeJobSummary(&buf, r, Options{}, most); err != nil {
			t.Fatal(err)
		}
		cut := strings.HasSuffix(buf.String(), "The JSON report has all of it.\n")
		if buf.Len() > most || cut != (most < 1<<20) {
			t.Errorf("%d bytes of at most %d, cut: %v", buf.Len(), most, cut)
		}
	}
	for _, f := range []*review.Review{hostileReview(), richReview()} {
		if text := print(t, Format{Write: WriteJobSummary}, f, Options{}); len(text) > mostSummary {
			t.Errorf("%d bytes", len(text))
		}
	}
}

// The rules of the JUnit schema and of its readers: the counts are right,
// each case has a name and a class name, and at most one outcome.
func TestJUnitCounts(t *testing.T) {
	for _, r := range []*review.Review{richReview(), hostileReview(), {}} {
		var all junitSuites
		text := print(t, Format{Name: "junit", Write: WriteJUnit}, r, Options{})
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
	for _, r := range []*review.Review{richReview(), hostileReview(), {}} {
		var document xmlNode
		if err := xml.Unmarshal(print(t, Format{Name: "junit", Write: WriteJUnit}, r, Options{}), &document); err != nil {
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
	for _, r := range []*review.Review{richReview(), hostileReview(), {}} {
		var all checkstyleReport
		dec := xml.NewDecoder(bytes.NewReader(print(t, Format{Name: "checkstyle", Write: WriteCheckstyle}, r, Options{})))
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
				if e.Line < 1 || e.Message == "" || !strings.HasPrefix(e.Source, "archlint.") || !slices.Contains([]string{"info", "warning", "error"}, e.Severity) {
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
		all := junitOf(richReview(), Options{FailOn: test.failOn}.failOn())
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
	for _, r := range []*review.Review{richReview(), hostileReview()} {
		var issues []gitlabIssue
		if err := json.Unmarshal(print(t, Format{Write: WriteGitLab}, r, Options{}), &issues); err != nil {
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

// A table row of Markdown has the cells of its head, whatever is in them.
func TestMarkdownTables(t *testing.T) {
	for _, r := range []*review.Review{richReview(), hostileReview()} {
		columns := 0
		for _, line := range strings.Split(string(print(t, Format{Write: WriteMarkdown}, r, Options{})), "\n") {
			if !strings.HasPrefix(line, "|") {
				columns = 0
				continue
			}
			n := len(regexp.MustCompile(`(^|[^\\])\|`).FindAllString(line, -1))
			if columns == 0 {
				columns = n
			}
			if n != columns {
				t.Errorf("%d bars in a table of %d: %.200s", n, columns, line)
			}
		}
	}
}

func TestMarkdownShowsMarkupAsText(t *testing.T) {
	out := string(print(t, Format{Write: WriteMarkdown}, hostileReview(), Options{}))
	for _, bad := range []string{"<script", "[x]", "@team", "://"} {
		if strings.Contains(out, bad) {
			t.Errorf("the report contains %q", bad)
		}
	}
}

// Every array of the JSON report is an array, even when empty.
func TestJSONHasNoNullArrays(t *testing.T) {
	var doc map[string]any
	if err := json.Unmarshal(print(t, Format{Write: WriteJSON}, &review.Review{}, Options{}), &doc); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"flows", "capacity", "findings", "errors", "assumptions"} {
		if _, ok := doc[key].([]any); !ok {
			t.Errorf("%s is %v", key, doc[key])
		}
	}
}

func TestClean(t *testing.T) {
	tests := []struct{ in, want string }{
		{"plain ü 顧客 👩‍👧", "plain ü 顧客 👩‍👧"},
		{"a\nb\tc\rd", `a\nb\tc\rd`},
		{"\x1b[2J\u202e\x00\u0085", `\u{1b}[2J\u{202e}\u{0}\u{85}`},
		{"bad \xff byte", "bad \ufffd byte"},
	}
	for _, test := range tests {
		if got := clean(test.in); got != test.want {
			t.Errorf("clean(%q) = %q, want %q", test.in, got, test.want)
		}
	}
	for r := rune(0); r < 0x3000; r++ {
		if unicode.IsControl(r) && strings.ContainsRune(clean(string(r)), r) {
			t.Errorf("%U is left", r)
		}
	}
}

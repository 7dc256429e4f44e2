package formats

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"archlint/analyzer/internal/reviewtest"
	"archlint/analyzer/report"
	"archlint/analyzer/report/markdown"
	"archlint/analyzer/review"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with the golden file of that name.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got; go test -update writes it anew):\n%s", path, diff)
	}
}

var extensions = map[string]string{
	"text": ".txt", "json": ".json", "sarif": ".sarif", "junit": ".xml", "github": ".txt", "gitlab": ".json", "checkstyle": ".xml",
	"markdown": ".md", "html": ".html",
}

func TestGolden(t *testing.T) {
	reviews := []struct {
		name   string
		review func() *review.Review
	}{
		{"rich", reviewtest.Rich}, {"hostile", reviewtest.Hostile},
		{"empty", func() *review.Review { return &review.Review{Tool: review.Tool{Name: "archlint", Version: "1.2.3"}} }},
	}
	for _, r := range reviews {
		for _, f := range All() {
			t.Run(r.name+"/"+f.Name, func(t *testing.T) {
				text := reviewtest.Printed(t, f.Write, r.review(), report.Options{})
				if f.Name == "html" {
					text = withoutAssets(text)
				}
				golden(t, r.name+"."+f.Name+extensions[f.Name], text)
			})
		}
	}
	golden(t, "rich.review.md", reviewtest.Printed(t, markdown.WriteReview, reviewtest.Rich(), report.Options{}))
	text, err := ByName("text")
	if err != nil {
		t.Fatal(err)
	}
	variants := []struct {
		name    string
		options report.Options
	}{
		{"verbose", report.Options{Verbose: true}},
		{"quiet", report.Options{Quiet: true}},
		{"colour", report.Options{Color: true, Width: 120}},
		{"narrow", report.Options{Width: 60, ErrorsShown: true}},
	}
	for _, v := range variants {
		t.Run("rich/text/"+v.name, func(t *testing.T) {
			golden(t, "rich.text."+v.name+".txt", reviewtest.Printed(t, text.Write, reviewtest.Rich(), v.options))
		})
	}
}

// assets are the parts of a page that are the same in every review.
var assets = regexp.MustCompile(`(?s)(<(?:style|script)>).*?(</(?:style|script)>)|sha256-(?:[A-Za-z0-9/=]|&#43;)+`)

// withoutAssets leaves the style and the script out of a page, and their hashes.
func withoutAssets(text []byte) []byte { return assets.ReplaceAll(text, []byte("$1...$2")) }

// A format neither changes the review nor depends on chance.
func TestFormatsAreRepeatable(t *testing.T) {
	for _, f := range All() {
		r := reviewtest.Rich()
		first := reviewtest.Printed(t, f.Write, r, report.Options{Verbose: true})
		if diff := cmp.Diff(reviewtest.Rich(), r, cmpopts.IgnoreUnexported(review.Review{}),
			cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "Sources" }, cmp.Ignore())); diff != "" {
			t.Errorf("%s changed the review:\n%s", f.Name, diff)
		}
		if second := reviewtest.Printed(t, f.Write, r, report.Options{Verbose: true}); !bytes.Equal(first, second) {
			t.Errorf("%s printed two different reports of one review", f.Name)
		}
	}
}

// errWriter fails, as a full disk does.
type errWriter struct{}

func (errWriter) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestFormatsReportWriteErrors(t *testing.T) {
	for _, f := range All() {
		if err := f.Write(errWriter{}, reviewtest.Rich(), report.Options{}); err == nil {
			t.Errorf("%s: a failed write went unnoticed", f.Name)
		}
	}
}

func TestFormatByName(t *testing.T) {
	if _, err := ByName("yaml"); err == nil || err.Error() != `unknown format "yaml": use one of text, json, sarif, junit, github, gitlab, `+
		`checkstyle, markdown, html` {
		t.Errorf("unknown format: %v", err)
	}
}

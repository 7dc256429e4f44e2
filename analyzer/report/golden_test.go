package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

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
	"text": ".txt", "json": ".json", "sarif": ".sarif", "junit": ".xml", "github": ".txt", "gitlab": ".json", "checkstyle": ".xml", "markdown": ".md", "html": ".html",
}

func TestGolden(t *testing.T) {
	reviews := []struct {
		name   string
		review func() *review.Review
	}{
		{"rich", richReview}, {"hostile", hostileReview}, {"empty", func() *review.Review { return &review.Review{Tool: review.Tool{Name: "archlint", Version: "1.2.3"}} }},
	}
	for _, r := range reviews {
		for _, f := range Formats() {
			t.Run(r.name+"/"+f.Name, func(t *testing.T) {
				text := print(t, f, r.review(), Options{})
				if f.Name == "html" {
					text = withoutAssets(text)
				}
				golden(t, r.name+"."+f.Name+extensions[f.Name], text)
			})
		}
	}
	golden(t, "rich.review.md", print(t, Format{Name: "review", Write: WriteReviewMarkdown}, richReview(), Options{}))
	text, err := FormatByName("text")
	if err != nil {
		t.Fatal(err)
	}
	variants := []struct {
		name    string
		options Options
	}{
		{"verbose", Options{Verbose: true}},
		{"quiet", Options{Quiet: true}},
		{"colour", Options{Color: true, Width: 120}},
		{"narrow", Options{Width: 60, ErrorsShown: true}},
	}
	for _, v := range variants {
		t.Run("rich/text/"+v.name, func(t *testing.T) {
			golden(t, "rich.text."+v.name+".txt", print(t, text, richReview(), v.options))
		})
	}
}

// assets are the parts of a page that are the same in every review.
var assets = regexp.MustCompile(`(?s)(<(?:style|script)>).*?(</(?:style|script)>)|sha256-(?:[A-Za-z0-9/=]|&#43;)+`)

// withoutAssets leaves the style and the script out of a page, and their hashes.
func withoutAssets(text []byte) []byte { return assets.ReplaceAll(text, []byte("$1...$2")) }

func print(t *testing.T, f Format, r *review.Review, o Options) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := f.Write(&buf, r, o); err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	return buf.Bytes()
}

// A format neither changes the review nor depends on chance.
func TestFormatsAreRepeatable(t *testing.T) {
	for _, f := range Formats() {
		r := richReview()
		first := print(t, f, r, Options{Verbose: true})
		if diff := cmp.Diff(richReview(), r, cmpopts.IgnoreUnexported(review.Review{}), cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "Sources" }, cmp.Ignore())); diff != "" {
			t.Errorf("%s changed the review:\n%s", f.Name, diff)
		}
		if second := print(t, f, r, Options{Verbose: true}); !bytes.Equal(first, second) {
			t.Errorf("%s printed two different reports of one review", f.Name)
		}
	}
}

// errWriter fails, as a full disk does.
type errWriter struct{}

func (errWriter) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestFormatsReportWriteErrors(t *testing.T) {
	for _, f := range Formats() {
		if err := f.Write(errWriter{}, richReview(), Options{}); err == nil {
			t.Errorf("%s: a failed write went unnoticed", f.Name)
		}
	}
}

func TestFormatByName(t *testing.T) {
	if _, err := FormatByName("yaml"); err == nil || err.Error() != `unknown format "yaml": use one of text, json, sarif, junit, github, gitlab, checkstyle, markdown, html` {
		t.Errorf("unknown format: %v", err)
	}
}

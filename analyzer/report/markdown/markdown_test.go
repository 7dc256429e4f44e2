package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"archlint/analyzer/internal/reviewtest"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// GitHub takes no longer summary: it is cut at a line, and says so.
func TestJobSummaryFits(t *testing.T) {
	r := reviewtest.ManyFindings(90)
	for _, most := range []int{200, 1000, 5000, 1 << 20} {
		var buf bytes.Buffer
		if err := writeJobSummary(&buf, r, report.Options{}, most); err != nil {
			t.Fatal(err)
		}
		cut := strings.HasSuffix(buf.String(), "The JSON report has all of it.\n")
		if buf.Len() > most || cut != (most < 1<<20) {
			t.Errorf("%d bytes of at most %d, cut: %v", buf.Len(), most, cut)
		}
	}
	for _, f := range []*review.Review{reviewtest.Hostile(), reviewtest.Rich()} {
		if text := reviewtest.Printed(t, WriteJobSummary, f, report.Options{}); len(text) > mostSummary {
			t.Errorf("%d bytes", len(text))
		}
	}
}

// A table row of Markdown has the cells of its head, whatever is in them.
func TestMarkdownTables(t *testing.T) {
	for _, r := range []*review.Review{reviewtest.Rich(), reviewtest.Hostile()} {
		columns := 0
		for _, line := range strings.Split(string(reviewtest.Printed(t, Write, r, report.Options{})), "\n") {
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
	out := string(reviewtest.Printed(t, Write, reviewtest.Hostile(), report.Options{}))
	for _, bad := range []string{"<script", "[x]", "@team", "://"} {
		if strings.Contains(out, bad) {
			t.Errorf("the report contains %q", bad)
		}
	}
}

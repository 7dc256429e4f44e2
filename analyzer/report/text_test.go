package report

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"archlint/analyzer/internal/reviewtest"
	"archlint/analyzer/source"
)

func TestExcerptPutsTheCaretUnderTheColumn(t *testing.T) {
	tests := []struct {
		name   string
		text   string
		column int
		want   []string
	}{
		{"plain", "abc def", 5, []string{"1 | abc def", "  |     ^"}},
		{"tabs are one column", "\t\tabc", 3, []string{"1 |   abc", "  |   ^"}},
		{"wide characters take two", "顧客: x", 5, []string{"1 | 顧客: x", "  |       ^"}},
		{"combining marks take none", "e\u0301e\u0301x", 5, []string{"1 | e\u0301e\u0301x", "  |   ^"}},
		{"a column past the end", "abc", 9, []string{"1 | abc", "  |    ^"}},
		{"no column", "abc", 0, []string{"1 | abc", "  | ^"}},
		{"an empty line shows nothing", "  ", 1, nil},
		{"a lone brace shows the next line", "  {\n    \"name\": 1\n  }", 3, []string{"1 |   {", "  |   ^", "2 |     \"name\": 1"}},
		{"cut on both sides", strings.Repeat("x", 100) + "HERE" + strings.Repeat("y", 100), 101,
			[]string{"1 | ..." + strings.Repeat("x", 12) + "HERE" + strings.Repeat("y", 15) + "...", "  |                ^"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			src := reviewtest.Texts{"f": source.NewFile("f", []byte(test.text))}
			if diff := cmp.Diff(test.want, excerpt(src, "f", 1, test.column, 41)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// An excerpt fits, and its caret stands inside of it.
func TestExcerptFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab \t\x1b客👩\u0301\u202e\"é"))).Draw(t, "text")
		column := rapid.IntRange(-1, 200).Draw(t, "column")
		room := rapid.IntRange(30, 80).Draw(t, "room")
		lines := excerpt(reviewtest.Texts{"f": source.NewFile("f", []byte(text))}, "f", 1, column, room)
		for _, line := range lines {
			if got := Width(line); got > room+2 { // the caret may stand after the last column
				t.Fatalf("%d columns in %d: %q", got, room, line)
			}
		}
	})
}

func TestFigures(t *testing.T) {
	tests := []struct {
		in     float64
		json   string
		people string
	}{
		{0, "0", "0"}, {math.Copysign(0, -1), "0", "0"}, {1, "1", "1"}, {2.9800000000000004, "2.98", "2.98"},
		{0.069200000001, "0.0692", "0.0692"}, {0.000012345678, "0.00001235", "less than 0.0001"}, {14.449, "14.449", "14.4"},
		{1966.123456, "1966.1235", "1,966"}, {1234567, "1234567", "1,234,567"}, {-12345.5, "-12345.5", "-12,346"},
		{math.Inf(1), "null", "unknown"}, {math.NaN(), "null", "unknown"}, {1e300, "1" + strings.Repeat("0", 300), ""}, {0.5, "0.5", "0.5"},
	}
	for _, test := range tests {
		got, err := Figure(test.in).MarshalJSON()
		if err != nil || test.people != "" && string(got) != test.json {
			t.Errorf("figure %v is %s in JSON (%v), want %s", test.in, got, err, test.json)
		}
		if got := Number(test.in); test.people != "" && got != test.people {
			t.Errorf("number(%v) = %q, want %q", test.in, got, test.people)
		}
	}
}

// A rounded figure stays as it is when rounded again, and near what it was.
func TestRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-1e15, 1e15).Draw(t, "x")
		y := Round(x)
		if Round(y) != y {
			t.Fatalf("round(%v) = %v, again %v", x, y, Round(y))
		}
		if math.Abs(x-y) > math.Max(1e-3*math.Abs(x), 1e-300) && math.Abs(x-y) > 0.0001 {
			t.Fatalf("round(%v) = %v", x, y)
		}
	})
}

func TestEllipsis(t *testing.T) {
	tests := []struct {
		in   string
		n    int
		want string
	}{{"short", 5, "short"}, {"longer", 5, "lo..."}, {"顧客顧客", 6, "顧..."}, {"abc", 2, ".."}, {"", 0, ""}, {"👩‍👩‍👧x👩‍👩‍👧y", 5, "👩‍👩‍👧..."}}
	for _, test := range tests {
		if got := Ellipsis(test.in, test.n); got != test.want {
			t.Errorf("ellipsis(%q, %d) = %q, want %q", test.in, test.n, got, test.want)
		}
	}
}

func TestWrap(t *testing.T) {
	if diff := cmp.Diff([]string{"one two", "three", "unbreakablelong", "x"}, Wrap("one two three unbreakablelong x", 8)); diff != "" {
		t.Error(diff)
	}
}

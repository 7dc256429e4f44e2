package report

import (
	"strings"
	"testing"

	"archlint/analyzer/internal/reviewtest"
	"archlint/analyzer/source"
)

// Where a character of a line of megabytes begins is remembered, whatever stands
// before it and in whatever order it is asked.
func TestOffsetsInLongLines(t *testing.T) {
	text := strings.Repeat("plain text, ", 9000) + strings.Repeat("grün ", 9000) + strings.Repeat("x", 5*markEvery)
	var e Excerpts
	for _, n := range []int{100_000, 0, markEvery - 1, markEvery, markEvery + 1, 150_000, 70_000, 3 * markEvery, 1 << 30} {
		if got, want := e.offset(longLine{"f", 1}, text, n), charsAt(text, n); got != want {
			t.Errorf("character %d begins at %d, want %d", n, got, want)
		}
	}
	src := reviewtest.Texts{"f": source.NewFile("f", []byte(text))}
	for _, column := range []int{120_000, 30_000, 1} {
		got, want := e.At(src, "f", 1, column, 60), excerpt(src, "f", 1, column, 60)
		if strings.Join(got, "\n") != strings.Join(want, "\n") || len(got) < 2 {
			t.Errorf("column %d: %q, want %q", column, got, want)
		}
	}
}

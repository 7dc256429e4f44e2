package text

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/internal/reviewtest"
	"archlint/analyzer/report"
)

func TestTextWithoutColourHasNoEscapes(t *testing.T) {
	plain := reviewtest.Printed(t, Write, reviewtest.Rich(), report.Options{Verbose: true})
	if bytes.ContainsRune(plain, '\x1b') {
		t.Error("escape sequences without colour")
	}
	// Colour adds escape sequences and nothing else.
	coloured := string(reviewtest.Printed(t, Write, reviewtest.Rich(), report.Options{Verbose: true, Color: true}))
	for _, code := range []string{"0", report.SgrBold, report.SgrDim, report.SgrRed, report.SgrYellow, report.SgrBlue, report.SgrGreen} {
		coloured = strings.ReplaceAll(coloured, "\x1b["+code+"m", "")
	}
	if diff := cmp.Diff(string(plain), coloured); diff != "" {
		t.Errorf("colour says more than the words (-plain +coloured):\n%s", diff)
	}
}

// On a terminal every line fits, but for tables whose figures need more, what has
// no place to be broken, and the summary, which is one line.
func TestTextFitsTheTerminal(t *testing.T) {
	for _, columns := range []int{80, 100, 120} {
		text := string(reviewtest.Printed(t, Write, reviewtest.Rich(), report.Options{Width: columns, Verbose: true}))
		lines := strings.Split(strings.TrimSpace(text), "\n")
		for _, line := range lines[:len(lines)-1] {
			if n := report.Width(line); n > columns && !regexp.MustCompile(`^  (limit|dataactions/\S+|platform\.api/\S+) {2}|while waiting|12 per `+
				`minute|^    evidence: \S+$`).MatchString(line) {
				t.Errorf("%d columns on a terminal of %d: %s", n, columns, line)
			}
		}
		for _, said := range []string{"the call runs up to 10 times", "[loop-around-call]", "flows/first.yaml:6:9", "Kundendaten"} {
			if !strings.Contains(text, said) {
				t.Errorf("at %d columns %q is not said", columns, said)
			}
		}
	}
}

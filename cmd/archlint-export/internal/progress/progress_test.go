package progress

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// clock moves by hand.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func teller(terminal bool) (*Teller, *bytes.Buffer, *clock) {
	var out bytes.Buffer
	c := &clock{time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)}
	t := New(&out, terminal)
	t.now = c.now
	return t, &out, c
}

func TestLines(t *testing.T) {
	p, out, c := teller(false)
	p.Note("organisation Example")
	p.Stage("flows", 300)
	for range 300 {
		c.at = c.at.Add(100 * time.Millisecond)
		p.Step()
	}
	p.End()
	want := `organisation Example
flows: 100 of 300, 10.0 a second, 20s left
flows: 200 of 300, 10.0 a second, 10s left
flows: 300 of 300, 10.0 a second
flows: 300 of 300 in 30s
`
	if got := out.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// On a terminal the bar gives way to a line, and to the stage's end; what stays
// are the lines.
func TestBar(t *testing.T) {
	p, out, c := teller(true)
	p.Stage("listing flows", 0)
	p.End()
	p.Stage("flows", 4)
	c.at = c.at.Add(2 * time.Second)
	p.Step()
	p.Note("one is gone")
	time.Sleep(2 * drawEvery)
	p.Step()
	p.End()
	for _, part := range []string{"0/4", "(2/4", "flows/"} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("no %q in\n%q", part, out)
		}
	}
	if left, want := screen(out.String()), "one is gone\nflows: 2 of 4 in 2s\n"; left != want {
		t.Errorf("what is left is %q, want %q", left, want)
	}
}

// screen is what a terminal shows in the end: a carriage return goes back to the
// start of the line, and what follows overwrites it.
func screen(written string) string {
	var lines []string
	for _, line := range strings.SplitAfter(written, "\n") {
		var shown []rune
		at := 0
		for _, r := range strings.TrimSuffix(line, "\n") {
			if r == '\r' {
				at = 0
				continue
			}
			shown = append(shown[:at], append([]rune{r}, shown[min(at+1, len(shown)):]...)...)
			at++
		}
		kept := strings.TrimRight(string(shown), " ")
		if strings.HasSuffix(line, "\n") {
			kept += "\n"
		}
		lines = append(lines, kept)
	}
	return strings.Join(lines, "")
}

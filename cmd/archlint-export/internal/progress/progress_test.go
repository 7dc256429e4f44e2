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

func teller(terminal bool, width int) (*Teller, *bytes.Buffer, *clock) {
	var out bytes.Buffer
	c := &clock{time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)}
	t := New(&out, terminal, width)
	t.now = c.now
	return t, &out, c
}

func TestLines(t *testing.T) {
	p, out, c := teller(false, 0)
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

func TestBar(t *testing.T) {
	p, out, c := teller(true, 60)
	p.Stage("flows", 4)
	c.at = c.at.Add(2 * time.Second)
	p.Step()
	p.Note("one is gone")
	p.End()
	want := "flows [........................................] 0 of 4" +
		"\r\x1b[Kflows [#####...............] 1 of 4, 0.5 a second, 6s left" +
		"\r\x1b[Kone is gone\n" + "flows: 1 of 4 in 2s\n"
	if got := out.String(); got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

func TestNarrowTerminal(t *testing.T) {
	for width := range 40 {
		p, out, _ := teller(true, width+1)
		p.Stage("data actions", 1000)
		p.Step()
		for _, line := range strings.Split(out.String(), "\r\x1b[K") {
			if len(line) > width+1 {
				t.Errorf("width %d: %q", width+1, line)
			}
		}
	}
}

// Package progress tells people how far an export is: a bar on a terminal, a line
// now and then elsewhere.
package progress

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// Teller implements exporter.Progress.
type Teller struct {
	out      io.Writer
	terminal bool
	width    int
	now      func() time.Time

	mu      sync.Mutex
	stage   string
	total   int
	done    int
	started time.Time
	told    time.Time
	drawn   bool
}

// New returns a teller. On a terminal of that many columns it draws a bar.
func New(out io.Writer, terminal bool, width int) *Teller {
	if width <= 0 {
		width = 80
	}
	return &Teller{out: out, terminal: terminal, width: width, now: time.Now}
}

// How often a bar is drawn, and how often a line is written.
const (
	drawEvery = 100 * time.Millisecond
	lineEvery = 10 * time.Second
)

// Note writes a line.
func (t *Teller) Note(text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.clear()
	fmt.Fprintln(t.out, text)
	t.tell(false)
}

// Stage begins something of that many steps; 0 when that is not known.
func (t *Teller) Stage(name string, steps int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.end()
	t.stage, t.total, t.done, t.started, t.told = name, steps, 0, t.now(), t.now()
	t.tell(t.terminal)
}

// Step ends one step.
func (t *Teller) Step() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.done++
	t.tell(false)
}

// End ends the stage.
func (t *Teller) End() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.end()
}

func (t *Teller) end() {
	if t.stage != "" && t.done > 0 {
		t.clear()
		fmt.Fprintf(t.out, "%s: %s in %s\n", t.stage, t.count(), t.now().Sub(t.started).Round(100*time.Millisecond))
	}
	t.clear()
	t.stage = ""
}

// tell draws or writes, when it is time or must be.
func (t *Teller) tell(now bool) {
	every := lineEvery
	if t.terminal {
		every = drawEvery
	}
	if t.stage == "" || (!now && t.now().Sub(t.told) < every) {
		return
	}
	t.told = t.now()
	if !t.terminal {
		fmt.Fprintf(t.out, "%s: %s%s\n", t.stage, t.count(), t.pace())
		return
	}
	t.clear()
	fmt.Fprint(t.out, t.line())
	t.drawn = true
}

// clear takes the bar away.
func (t *Teller) clear() {
	if t.drawn {
		fmt.Fprint(t.out, "\r\x1b[K")
		t.drawn = false
	}
}

func (t *Teller) count() string {
	if t.total == 0 {
		return fmt.Sprint(t.done)
	}
	return fmt.Sprintf("%d of %d", t.done, t.total)
}

// pace is the rate so far, and how long the rest takes at it.
func (t *Teller) pace() string {
	took := t.now().Sub(t.started).Seconds()
	if t.done == 0 || took <= 0 {
		return ""
	}
	rate := float64(t.done) / took
	text := fmt.Sprintf(", %.1f a second", rate)
	if rest := t.total - t.done; rest > 0 {
		text += fmt.Sprintf(", %s left", time.Duration(float64(rest)/rate*float64(time.Second)).Round(time.Second))
	}
	return text
}

func (t *Teller) line() string {
	text := t.stage + " "
	rest := t.count() + t.pace()
	room := min(t.width-len(text)-len(rest)-5, 40)
	if t.total > 0 && room >= 5 {
		full := room * t.done / t.total
		text += "[" + strings.Repeat("#", full) + strings.Repeat(".", room-full) + "] "
	}
	text += rest
	return text[:min(len(text), t.width-1)]
}

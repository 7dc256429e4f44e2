// Package progress tells people how far an export is: a bar on a terminal, a line
// now and then elsewhere.
package progress

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// Teller implements exporter.Progress.
type Teller struct {
	out      io.Writer
	terminal bool
	now      func() time.Time

	mu      sync.Mutex
	stage   string
	total   int
	done    int
	started time.Time
	told    time.Time
	bar     *progressbar.ProgressBar // of the stage, on a terminal
}

// New returns a teller. On a terminal it draws a bar.
func New(out io.Writer, terminal bool) *Teller {
	return &Teller{out: out, terminal: terminal, now: time.Now}
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
}

// Stage begins something of that many steps; 0 when that is not known.
func (t *Teller) Stage(name string, steps int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.end()
	t.stage, t.total, t.done, t.started, t.told = name, steps, 0, t.now(), t.now()
	if t.terminal {
		t.bar = newBar(t.out, name, steps)
	}
}

// newBar is a bar with count, rate and the time that is left, or a spinner with
// the count where nobody knows how many there will be.
func newBar(out io.Writer, name string, steps int) *progressbar.ProgressBar {
	if steps == 0 {
		steps = -1
	}
	words := strings.Fields(name)
	return progressbar.NewOptions(steps,
		progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(name),
		progressbar.OptionSetWidth(30), progressbar.OptionThrottle(drawEvery),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetPredictTime(true),
		progressbar.OptionSetItsString(strings.Join(words[max(len(words)-1, 0):], "")),
		progressbar.OptionClearOnFinish(), progressbar.OptionSetRenderBlankState(true),
		progressbar.OptionSetSpinnerChangeInterval(0), // no goroutine of its own
	)
}

// Step ends one step.
func (t *Teller) Step() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.done++
	if t.bar != nil {
		_ = t.bar.Add(1) // a terminal that has gone takes nothing with it
		return
	}
	t.line()
}

// End ends the stage.
func (t *Teller) End() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.end()
}

func (t *Teller) end() {
	t.clear()
	t.bar = nil
	if t.stage != "" && t.done > 0 {
		fmt.Fprintf(t.out, "%s: %s in %s\n", t.stage, t.count(), t.now().Sub(t.started).Round(100*time.Millisecond))
	}
	t.stage = ""
}

// clear takes the bar away; the next step draws it again.
func (t *Teller) clear() {
	if t.bar != nil {
		_ = t.bar.Clear()
	}
}

// line writes how far it is, when it is time.
func (t *Teller) line() {
	if t.stage == "" || t.now().Sub(t.told) < lineEvery {
		return
	}
	t.told = t.now()
	fmt.Fprintf(t.out, "%s: %s%s\n", t.stage, t.count(), t.pace())
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

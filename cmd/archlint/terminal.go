package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// isTerminal reports whether w is a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := unguarded(w).(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// unguarded is the writer behind the one that breaks up commands to CI systems.
func unguarded(w io.Writer) io.Writer {
	if guard, ok := w.(interface{ Unwrap() io.Writer }); ok {
		return guard.Unwrap()
	}
	return w
}

// terminalWidth returns w's columns, 0 when it is no terminal.
func terminalWidth(w io.Writer) int {
	if !isTerminal(w) {
		return 0
	}
	columns, _, err := term.GetSize(int(unguarded(w).(*os.File).Fd()))
	if err != nil {
		return 0
	}
	return columns
}

// wantsColor decides about colour on w. NO_COLOR (https://no-color.org) and a
// terminal that calls itself dumb turn it off unless the user says always.
func wantsColor(mode string, w io.Writer, getenv func(string) string) (bool, error) {
	switch mode {
	case "always":
		return true, nil
	case "never":
		return false, nil
	case "auto":
		return isTerminal(w) && getenv("NO_COLOR") == "" && getenv("TERM") != "dumb", nil
	}
	return false, fmt.Errorf("--color %q: use auto, always or never", mode)
}

// progress returns a function that shows how far the work is, and one that
// wipes the line; neither prints anything unless w is a terminal.
func progress(w io.Writer, quiet bool) (show func(done, total int), wipe func()) {
	if quiet || !isTerminal(w) {
		return nil, func() {}
	}
	show = func(done, total int) { fmt.Fprintf(w, "\r\x1b[Kreviewing %d of %d", done, total) }
	return show, func() { fmt.Fprint(w, "\r\x1b[K") }
}

// bar returns a function that shows the share of some long work that is done,
// and one that ends the showing; neither prints anything unless w is a terminal.
func bar(w io.Writer, what string, quiet bool) (show func(share float64), wipe func()) {
	if quiet || !isTerminal(w) {
		return nil, func() {}
	}
	const width = 30
	last := -1
	show = func(share float64) {
		if percent := int(100 * share); percent != last {
			last = percent
			full := min(width, max(0, int(width*share)))
			fmt.Fprintf(w, "\r\x1b[K%s [%s%s] %d %%", what, strings.Repeat("=", full), strings.Repeat(" ", width-full), percent)
		}
	}
	return show, func() { fmt.Fprint(w, "\r\x1b[K") }
}

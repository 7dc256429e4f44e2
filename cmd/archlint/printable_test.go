package main

import (
	"bytes"
	"strings"
	"testing"
)

// What a user or a script gives never reaches the terminal as a command to it.
func TestErrorsArePrintable(t *testing.T) {
	for _, args := range [][]string{
		{"check", "--\x1b[31m"}, {"check", "--config", "\x1b[31m"}, {"check", "--baseline", "\x1b[31m"}, {"check", "--limits", "\u202e"},
		{"review", "-o", "\x1b]0;t\x07"}, {"diff", "\x1b[31m", "b"}, {"check", "--format", "json=\x1b[31m/x", "testdata"},
	} {
		var stdout, stderr bytes.Buffer
		if run(args, strings.NewReader(""), &stdout, &stderr) < exitUsage {
			t.Errorf("%q: no error", args)
		}
		if strings.ContainsAny(stderr.String(), "\x1b\x07\u202e") {
			t.Errorf("%q: stderr is %q", args, stderr.String())
		}
	}
}

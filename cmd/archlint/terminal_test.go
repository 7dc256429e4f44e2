package main

import (
	"bytes"
	"os"
	"testing"
)

// What is no terminal gets neither colour nor progress, unless told to.
func TestColor(t *testing.T) {
	pipe, other, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer pipe.Close()
	defer other.Close()
	none := func(string) string { return "" }
	for mode, want := range map[string]bool{"auto": false, "never": false, "always": true} {
		for _, w := range []interface{ Write([]byte) (int, error) }{other, &bytes.Buffer{}} {
			got, err := wantsColor(mode, w, none)
			if err != nil || got != want {
				t.Errorf("--color %s on a %T: %v, %v", mode, w, got, err)
			}
		}
	}
	if show, _ := progress(other, false); show != nil {
		t.Error("progress on a pipe")
	}
	if show, _ := bar(other, "simulating", false); show != nil {
		t.Error("a bar on a pipe")
	}
	if terminalWidth(other) != 0 {
		t.Error("a pipe has a width")
	}
}

package analyzer_test

import (
	"bufio"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// longestLine is how many characters a line of code may have. A tab is one.
const longestLine = 140

// TestLines holds every line of our code to 140 characters, so that two versions of a
// file fit beside each other on a screen. Files that programs wrote are left out:
// generated Go, and the library that the page's script uses.
func TestLines(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if strings.HasPrefix(d.Name(), ".git") {
				return fs.SkipDir
			}
			return nil
		}
		if !slices.Contains([]string{".go", ".js", ".css", ".rego"}, filepath.Ext(path)) || strings.HasSuffix(path, ".min.js") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil || generated(text) {
			return err
		}
		files++
		lines := bufio.NewScanner(bytes.NewReader(text))
		lines.Buffer(nil, len(text)+1)
		for n := 1; lines.Scan(); n++ {
			if length := utf8.RuneCount(lines.Bytes()); length > longestLine {
				t.Errorf("%s:%d has %d characters, the most is %d", path, n, length, longestLine)
			}
		}
		return lines.Err()
	})
	if err != nil || files < 800 {
		t.Errorf("%d files, %v", files, err)
	}
}

// generated reports whether a Go file says, in the way that the Go command prescribes,
// that a program wrote it.
func generated(text []byte) bool {
	first, _, _ := bytes.Cut(text, []byte("\n"))
	return bytes.HasPrefix(first, []byte("// Code generated ")) && bytes.HasSuffix(first, []byte(" DO NOT EDIT."))
}

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// example is a block of the README that a comment before it ties to a file or
// to the output of a command:
//
//	<!-- file: NAME -->     or     <!-- output: archlint ARG... -->
//
// or to the worked example of capacity with the flow in a file: <!-- worked: NAME -->
var example = regexp.MustCompile("(?m)^<!-- (file|output|worked): (.*) -->\n(```\\w*\n)((?:[^`].*\n|\n)*)```$")

// TestREADME holds the README's examples to the truth; -update writes them anew.
func TestREADME(t *testing.T) {
	t.Chdir("../..")
	text := read(t, "README.md")
	examples := 0
	got := example.ReplaceAllStringFunc(text, func(block string) string {
		examples++
		m := example.FindStringSubmatch(block)
		return strings.TrimSuffix(block, m[4]+"```") + current(t, m[1], m[2]) + "```"
	})
	if examples < 3 {
		t.Errorf("%d examples, want 3", examples)
	}
	if *update {
		if err := os.WriteFile("README.md", []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(text, got); diff != "" {
		t.Errorf("README.md (-written +true; go test ./cmd/archlint -run README -update writes it anew):\n%s", diff)
	}
}

// current is what a block of the README should hold.
func current(t *testing.T, kind, what string) string {
	t.Helper()
	switch kind {
	case "file":
		return read(t, what)
	case "worked":
		return workedTable(t, what)
	}
	args := strings.Fields(what)
	if args[0] != "archlint" {
		t.Fatalf("the README runs %q", what)
	}
	var stdout, stderr bytes.Buffer
	if code := run(args[1:], strings.NewReader(""), &stdout, &stderr); code > exitFindings {
		t.Errorf("%s: exit code %d\n%s", what, code, stderr.String())
	}
	return stdout.String()
}

// CI runs the README's test command, word for word, and the README's other
// command is one that works.
func TestREADMECommands(t *testing.T) {
	t.Chdir("../..")
	readme, ci := read(t, "README.md"), read(t, ".ci/run")
	for _, command := range []string{"go run ./cmd/archlint check testdata/exports/first-contact --licences 800 --licence-type cx2-concurrent",
		"go test ./..."} {
		if !strings.Contains(readme, "\n    "+command+"\n") {
			t.Errorf("the README lacks %q", command)
		}
	}
	if !strings.Contains(ci, "\ngo test ./...\n") {
		t.Error("CI does not run the README's test command")
	}
}

var link = regexp.MustCompile(`\]\(([^)#:]+)\)`)

// Links between the documents lead somewhere.
func TestLinks(t *testing.T) {
	t.Chdir("../..")
	pages, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	links := 0
	for _, page := range append(pages, "README.md", "CONTRIBUTING.md") {
		for _, m := range link.FindAllStringSubmatch(read(t, page), -1) {
			links++
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", page, m[1])
			}
		}
	}
	if links < 5 {
		t.Errorf("only %d links were found", links)
	}
}

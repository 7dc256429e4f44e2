package archy_test

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/source"
)

// corpusDir is where public flows lie, or skips the test. In CI they must be there.
func corpusDir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("ARCHLINT_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "corpus")
	}
	if _, err := os.Stat(filepath.Join(dir, "YAML_CALLS.tsv")); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the corpus is missing: %v", err)
		}
		t.Skipf("no corpus: %v", err)
	}
	return dir
}

func readFile(t testing.TB, path string) *source.File {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return source.NewFile(filepath.Base(path), text)
}

// table reads a tab-separated file without its heading.
func table(t testing.TB, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows [][]string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if line := strings.TrimSpace(lines.Text()); line != "" {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	return rows[1:]
}

func countKinds(f *flow.Flow) (counts map[string]int, opaque []string) {
	counts = map[string]int{}
	f.Walk(func(a *flow.Action, _ *flow.Container) {
		counts[a.Kind.Name]++
		if a.Kind.Opaque {
			opaque = append(opaque, a.RawKind)
		}
	})
	return counts, opaque
}

func TestCorpus(t *testing.T) {
	dir := corpusDir(t)
	listed := map[string][]string{}
	for _, row := range table(t, filepath.Join(dir, "YAML_CALLS.tsv")) {
		listed[row[0]] = row
	}
	files, err := filepath.Glob(filepath.Join(dir, "yaml", "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in the corpus: %v", err)
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			flows, err := archy.Decode(readFile(t, path), archy.Options{})
			if err != nil {
				t.Fatal(err)
			}
			row := listed["yaml/"+filepath.Base(path)]
			if row == nil || row[1] == "-" {
				if len(flows) > 0 {
					t.Errorf("read %d flows from a file that is none", len(flows))
				}
				return
			}
			if len(flows) != 1 {
				t.Fatalf("read %d flows, want 1", len(flows))
			}
			checkListed(t, flows[0], row)
		})
	}
}

func checkListed(t *testing.T, f *flow.Flow, row []string) {
	if got := f.Type.Info().Archy; got != row[1] {
		t.Errorf("type %s, want %s", got, row[1])
	}
	counts, opaque := countKinds(f)
	if want, _ := strconv.Atoi(row[2]); counts["callData"] != want {
		t.Errorf("%d data actions, want %d", counts["callData"], want)
	}
	if want, _ := strconv.Atoi(row[3]); counts["loop"] != want {
		t.Errorf("%d loops, want %d", counts["loop"], want)
	}
	if len(opaque) > 0 {
		t.Errorf("kinds outside the table: %v", opaque)
	}
	if f.Entry == nil {
		t.Error("no entry")
	}
	for _, p := range f.Problems {
		t.Errorf("problem: %v", p)
	}
	checkPositions(t, f)
}

// checkPositions holds every action's position against the text: its kind
// stands there.
func checkPositions(t *testing.T, f *flow.Flow) {
	f.Walk(func(a *flow.Action, _ *flow.Container) {
		if a.RawKind == "externalReference" {
			return // the place is the reference
		}
		line := []rune(f.File.Line(a.Pos.Line))
		if a.Pos.Column < 1 || a.Pos.Column > len(line) || !strings.HasPrefix(string(line[a.Pos.Column-1:]), a.RawKind) {
			t.Errorf("%s is not at %s: %q", a.Path, a.Pos, string(line))
		}
	})
}

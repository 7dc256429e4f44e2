package analyzer_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/facts"
	"archlint/analyzer/internal/orggen"
	"archlint/analyzer/internal/valuegen"
	"archlint/analyzer/judge"
)

// leftToCap are the calls of flows that only the platform's cap bounds, a line each.
func leftToCap(name string, flows []facts.Flow) string {
	var out strings.Builder
	for _, f := range flows {
		for _, c := range f.Calls {
			if c.BoundedBy == "platformLimit" {
				fmt.Fprintf(&out, "%s\t%s\t%s\n", name, c.Node, c.CapReason)
			}
		}
	}
	return out.String()
}

// holdGolden holds a table against the file that has it.
func holdGolden(t *testing.T, file, got string) {
	t.Helper()
	if *labelsUpdate {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || string(want) != got {
		t.Errorf("%s: %v\ngot:\n%swant:\n%s", file, err, got, want)
	}
	for _, line := range strings.Split(strings.TrimSpace(got), "\n") {
		if strings.HasSuffix(line, "\t") {
			t.Errorf("no reason: %s", line)
		}
	}
}

const reasonsHeader = "flow\tcall\twhy only the cap bounds it\n"

// TestLabelledReasons holds why calls of the labelled flows are left to the cap.
func TestLabelledReasons(t *testing.T) {
	got, last := reasonsHeader, ""
	for _, c := range readLabels(t) {
		if c.flow != last {
			file := orggen.File{Name: c.flow + ".yaml", Text: labelledText(t, c.flow)}
			got += leftToCap(c.flow, reviewFiles([]orggen.File{file}, analyzer.Options{Jobs: 1}).Flows)
		}
		last = c.flow
	}
	holdGolden(t, filepath.Join(labels, "reasons.tsv"), got)
}

// TestCorpusReasons lists the calls of the public flows that are left to the cap, each
// with its reason. There is none today.
func TestCorpusReasons(t *testing.T) {
	dir := corpus(t)
	got := reasonsHeader
	for _, glob := range []string{"yaml/*.yaml", "json/*.json", "i3/*"} {
		files, err := filepath.Glob(filepath.Join(dir, glob))
		if err != nil || len(files) == 0 {
			t.Fatal(glob, err)
		}
		for _, file := range files {
			r, err := analyzer.Analyze(t.Context(), []string{file}, analyzer.Options{Rules: judge.Rules{NoBuiltin: true}, Jobs: 1})
			if err == nil {
				got += leftToCap(filepath.Base(file), r.Flows)
			}
		}
	}
	holdGolden(t, filepath.Join("testdata", "corpus", "reasons.tsv"), got)
}

// TestEveryCapHasItsReason: no call of random flows is left to the cap without a reason.
func TestEveryCapHasItsReason(t *testing.T) {
	if testing.Short() {
		t.Skip("600 reviews on one goroutine")
	}
	left := 0
	for seed := range uint64(300) {
		for _, f := range []valuegen.Flow{valuegen.Random(seed), valuegen.Mixed(seed)} {
			text, name := written(f, seed)
			lines := leftToCap(name, reviewFiles([]orggen.File{{Name: name, Text: text}}, analyzer.Options{Jobs: 1}).Flows)
			left += strings.Count(lines, "\n")
			if strings.Contains(lines, "\t\n") {
				t.Errorf("seed %d: no reason: %s\n%s", seed, lines, text)
			}
		}
	}
	if left < 50 {
		t.Errorf("only %d calls are left to the cap", left)
	}
}

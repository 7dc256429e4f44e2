package analyzer_test

import (
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/facts"
	"archlint/analyzer/internal/orggen"
	"archlint/analyzer/internal/valuegen"

	"github.com/google/go-cmp/cmp"
)

// TestLawFormatsCountTheSame reviews flows that variables decide in both formats:
// bounds and means of every call are the same.
func TestLawFormatsCountTheSame(t *testing.T) {
	for seed := range uint64(150) {
		f := valuegen.Random(*valuesSeed + seed)
		y, err := f.YAML()
		if err != nil {
			t.Fatal(err)
		}
		j, err := f.JSON()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(rangesIn("made.yaml", y), rangesIn("made.json", j)); diff != "" {
			t.Errorf("seed %d: -yaml +json %s\n%s", *valuesSeed+seed, diff, shownFlow(f))
		}
	}
}

func rangesIn(name, text string) map[string]facts.Range {
	out := make(map[string]facts.Range)
	for _, c := range reviewFiles([]orggen.File{{Name: name, Text: text}}, analyzer.Options{Jobs: 1}).Flows[0].Calls {
		out[c.Name] = c.PerRun
	}
	return out
}

package export

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCorpus reads a directory of public files and counts what they are.
func TestCorpus(t *testing.T) {
	dir := os.Getenv("ARCHLINT_CORPUS")
	if dir == "" {
		dir = "../../../shared/corpus"
	}
	if _, err := os.Stat(filepath.Join(dir, "json")); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the corpus is missing: %v", err)
		}
		t.Skip("no corpus")
	}
	got := map[string]map[Format]int{}
	for doc := range Documents(context.Background(), []string{dir}, Options{WorkDir: dir}) {
		if doc.Err != nil {
			t.Error(doc.Err)
			continue
		}
		kind := strings.Split(doc.File.Name, "/")[0]
		if got[kind] == nil {
			got[kind] = map[Format]int{}
		}
		got[kind][doc.Format]++
		if doc.Format == Other && kind != doc.File.Name {
			t.Logf("other: %s", doc.File.Name)
		}
	}
	want := map[string]map[Format]int{
		"json":           {PlatformJSON: 38},
		"i3":             {I3: 10},
		"actions":        {DataActionJSON: 58, Terraform: 22},
		"yaml":           {ArchyYAML: 72},
		"README.md":      {Other: 1},
		"EXPECTED.jsonl": {Other: 1},
		"PAIRS.tsv":      {Other: 1},
		"SOURCES.tsv":    {Other: 1},
		"YAML_CALLS.tsv": {Other: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

package archy_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
)

// TestGolden holds the trees of testdata/*.yaml against testdata/*.golden.
func TestGolden(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join("testdata", "*.yaml"))
	if len(files) == 0 {
		t.Fatal("no test data")
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			flows, err := archy.Decode(readFile(t, path), archy.Options{})
			if err != nil {
				t.Fatal(err)
			}
			got := dump(t, flows)
			golden := strings.TrimSuffix(path, ".yaml") + ".golden"
			if *update {
				if err := os.WriteFile(golden, got, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("the tree changed (-want +got):\n%s", diff)
			}
			for _, f := range flows {
				checkPositions(t, f)
			}
		})
	}
}

func dump(t testing.TB, flows []*flow.Flow) []byte {
	t.Helper()
	var out bytes.Buffer
	for _, f := range flows {
		if err := flow.DumpWith(&out, f, flow.DumpOptions{IDs: true, Positions: true, Values: true}); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

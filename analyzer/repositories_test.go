package analyzer_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var repositoriesUpdate = flag.Bool("repositories.update", false, "write what the public repositories deploy")

// deployedFile says of each public CX as Code repository how many of its flows' call
// sites have their names.
const deployedFile = "testdata/repositories.golden"

// TestPublicRepositoriesAreResolved reviews the public repositories of CX as Code: the
// values that their Terraform gives stand in the place of the flows' placeholders, in at
// least nine of ten call sites.
func TestPublicRepositoriesAreResolved(t *testing.T) {
	dirs, err := filepath.Glob(filepath.Join(corpus(t), "..", "repositories", "*", ""))
	if err != nil || len(dirs) == 0 {
		t.Fatal("no public repositories beside the corpus", err)
	}
	var got strings.Builder
	got.WriteString("# repository: flows, call sites, call sites whose data action or integration is a placeholder still\n")
	all, open := 0, 0
	for _, dir := range dirs {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			continue
		}
		r := analyze(t, dir)
		for _, e := range r.Errors {
			t.Errorf("%s: %v", dir, e)
		}
		sites, placeholders := 0, 0
		for i := range r.Flows {
			for _, c := range r.Flow(i).Calls {
				sites++
				if strings.Contains(c.DataAction+c.Integration, "{{") {
					placeholders++
				}
			}
		}
		all, open = all+sites, open+placeholders
		fmt.Fprintf(&got, "%s: %d, %d, %d\n", filepath.Base(dir), len(r.Flows), sites, placeholders)
	}
	if 10*open > all {
		t.Errorf("%d of %d call sites are placeholders still", open, all)
	}
	if *repositoriesUpdate {
		if err := os.WriteFile(deployedFile, []byte(got.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(deployedFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("%s is stale: run go test ./analyzer -run PublicRepositories -repositories.update\n%s", deployedFile, diff)
	}
}

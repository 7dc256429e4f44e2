package policies_test

import (
	"flag"
	"os"
	"testing"
)

var updating = flag.Bool("update", false, "rewrite generated and formatted files")

// update writes a file when the test runs with -update; the test still fails,
// so that nobody takes a rewriting run for a passing one.
func update(t *testing.T, name string, content []byte) {
	t.Helper()
	if !*updating {
		return
	}
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

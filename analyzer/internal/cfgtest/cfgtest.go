// Package cfgtest lowers flows in tests.
package cfgtest

import (
	"testing"

	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
)

// Lower lowers f and ends the test where the graph contradicts itself or its
// tree. No test builds on a graph that was not checked.
func Lower(t testing.TB, f *flow.Flow, opts cfg.Options) *cfg.Graph {
	t.Helper()
	g := cfg.Lower(f, opts)
	if err := g.Check(); err != nil {
		t.Fatalf("flow %q: the graph is not sound: %v", f.Name, err)
	}
	return g
}

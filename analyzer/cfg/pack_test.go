package cfg_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"archlint/analyzer/cfg"
	"archlint/analyzer/internal/flowgen"
)

// TestPackedGraphKeepsItsShape compares all but what ties a graph to its flow.
func TestPackedGraphKeepsItsShape(t *testing.T) {
	tied := cmp.Options{
		cmpopts.IgnoreUnexported(cfg.Graph{}), cmpopts.IgnoreFields(cfg.Graph{}, "Flow"),
		cmpopts.IgnoreFields(cfg.Node{}, "Action", "Container", "Module"), cmpopts.EquateEmpty(),
	}
	loops := 0
	for seed := range uint64(200) {
		g := cfg.Lower(flowgen.Random(rand.New(rand.NewPCG(seed, 7)), 40, seed%2 == 0), cfg.Options{})
		loops += len(g.Loops)
		if diff := cmp.Diff(g, cfg.Pack(g).Graph(), tied); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
	if loops < 100 {
		t.Errorf("only %d loops", loops)
	}
}

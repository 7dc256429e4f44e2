package calibrate_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"archlint/analyzer/calibrate"
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/internal/cfgtest"
	"archlint/analyzer/internal/flowgen"
)

func TestDebugX(t *testing.T) {
	var seed int
	fmt.Sscan(os.Getenv("SEED"), &seed)
	r := rand.New(rand.NewPCG(uint64(seed), 22))
	f := flowgen.Random(r, 5+r.IntN(25), seed%3 == 0)
	g := cfgtest.Lower(t, f, cfg.Options{})
	h := newHidden(uint64(seed))
	w := h.walk(f, 10000)
	counts := w.counts(g, os.Getenv("EXEC") != "")
	fit, problem := calibrate.Of(g, counts, calls.DefaultModel(), solve(g))
	fmt.Println(f.Type, problem)
	g.Format(os.Stdout)
	var a *calls.Analysis
	if fit != nil {
		a = calls.New(g, fit.Over(calls.DefaultModel()))
	}
	for i := range g.Nodes {
		if p := placeOf(&g.Nodes[i]); p != nil {
			fmt.Printf("%d: met %.0f ran %.4f", i, w.met[p], w.ran[p]/10000)
			if a != nil {
				fmt.Printf(" fitted %.4f, %+v", a.Visits(cfg.NodeID(i)), fit.Shares[cfg.NodeID(i)])
			}
			fmt.Println()
		}
	}
	if fit != nil {
		fmt.Println("ends", fit.Ends, "rounds", fit.Rounds)
	}
}

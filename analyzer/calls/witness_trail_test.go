package calls_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/internal/flowgen"
)

// What a witness lists of a way from its end is what is left of the whole way when it
// is shortened, however few steps it may show.
func TestWaysAreShownAlike(t *testing.T) {
	long := 0
	for seed := range soaked(400) {
		r := rand.New(rand.NewPCG(uint64(seed), 71))
		g := cfg.Lower(flowgen.Random(r, 4+r.IntN(60), seed%3 == 0), cfg.Options{})
		calls.New(g, calls.DefaultModel()).WaysShown(2+seed%6, func(listed, shortened []calls.Step) {
			if diff := cmp.Diff(shortened, listed, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("seed %d: %s\n%s", seed, diff, dump(g))
			}
			if len(listed) > 1 && listed[1].Left > 0 {
				long++
			}
		})
	}
	if long < 100 {
		t.Errorf("only %d ways were long", long)
	}
}

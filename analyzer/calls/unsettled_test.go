package calls_test

import (
	"math"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/internal/flowgen"
	"archlint/analyzer/markov"
)

// A mean is what the exact method finds, or is said not to be found, however little
// work it may take.
func TestMeansAreRightOrNotFound(t *testing.T) {
	settled, unsettled := 0, 0
	for kind, shape := range flowgen.Shapes() {
		g := cfg.Lower(shape(300), cfg.Options{})
		exact := calls.New(g, calls.DefaultModel())
		if exact.Unsettled() {
			t.Errorf("%s: a small flow's means are not found", kind)
		}
		for _, most := range []markov.Work{{}, {Fill: 1}, {Links: 1_000_000}} {
			loose := calls.NewMeansWithin(g, calls.DefaultModel(), most)
			loose.Ending()
			if loose.Unsettled() {
				unsettled++
				continue
			}
			settled++
			for n := range g.Nodes {
				want, got := exact.Visits(cfg.NodeID(n)), loose.Visits(cfg.NodeID(n))
				if math.Abs(got-want) > 1e-6*want {
					t.Fatalf("%s, %+v: node %d is passed %v times, not %v", kind, most, n, got, want)
				}
			}
		}
	}
	if settled < 10 || unsettled < 2 {
		t.Errorf("%d found, %d not: too few to tell", settled, unsettled)
	}
}

package calls_test

import (
	"math/rand/v2"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/internal/flowgen"
	"archlint/analyzer/internal/oracle"
)

// TestLooserBoundsHoldTheExact analyses random flows with limits of work that are
// met at once, or somewhere on the way: least counts stay, greatest counts do not
// fall, and no run leaves the looser bounds.
func TestLooserBoundsHoldTheExact(t *testing.T) {
	met, looser := 0, 0
	for seed := range soaked(1500) {
		r := rand.New(rand.NewPCG(uint64(seed), 31))
		f := flowgen.Random(r, 5+r.IntN(35), seed%3 == 0)
		g, m := cfg.Lower(f, cfg.Options{}), calls.DefaultModel()
		m.Cap, m.CapHandler = testCap, testCapHandler
		within := func() int { return r.IntN(2) * r.IntN(400) }
		exact, loose := calls.New(g, m), calls.NewWithin(g, m, within(), r.IntN(8), within(), within())
		want, got := newBounds(exact), newBounds(loose)
		for n := range want.sites {
			if got.count[n].Min != want.count[n].Min || got.count[n].Max < want.count[n].Max {
				t.Fatalf("seed %d: %s: %+v looser than %+v\n%s", seed, name(g, n), got.count[n], want.count[n], dump(g))
			}
			if got.count[n].Max > want.count[n].Max {
				looser++
			}
		}
		if got.total.Min != want.total.Min || got.total.Max < want.total.Max {
			t.Fatalf("seed %d: total: %+v looser than %+v\n%s", seed, got.total, want.total, dump(g))
		}
		for range 20 {
			res := oracle.Run(f, oracle.Options{Choose: r.IntN, Cap: testCap, CapHandler: testCapHandler})
			if err := got.hold(res); err != nil {
				t.Fatalf("seed %d: %v\n%s", seed, err, dump(g))
			}
		}
		loose.Loops()
		if exact.Looser() {
			t.Fatalf("seed %d: a small flow meets a limit", seed)
		}
		if loose.Looser() {
			met++
		}
	}
	if met < 200 || looser < 20 {
		t.Errorf("%d flows met a limit, %d bounds were looser: too few to tell", met, looser)
	}
}

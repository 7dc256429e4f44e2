package valuegen

import (
	"reflect"
	"testing"
)

// TestRandomIsDeterministic draws flows twice.
func TestRandomIsDeterministic(t *testing.T) {
	for _, draw := range []func(uint64) Flow{Random, Mixed} {
		for seed := range uint64(200) {
			if f, g := draw(seed), draw(seed); !reflect.DeepEqual(f, g) || !wellFormed(f) {
				t.Fatalf("seed %d: %v and %v", seed, f, g)
			}
		}
	}
}

// TestShrinkLeavesWhatIsNeeded cuts flows down to one call of a data action, and
// leaves what it was given as it was.
func TestShrinkLeavesWhatIsNeeded(t *testing.T) {
	for seed := range uint64(50) {
		f := Random(seed)
		small := Shrink(f, 10_000, func(f Flow) bool { return calls(f.Containers[0].Steps) > 0 })
		if !reflect.DeepEqual(f, Random(seed)) {
			t.Fatalf("seed %d: the flow was changed", seed)
		}
		if calls(f.Containers[0].Steps) > 0 && (places(small) != 1 || len(small.Vars) > 0) {
			t.Errorf("seed %d: %d steps are left", seed, places(small))
		}
	}
}

func calls(steps []Step) int {
	n := 0
	for _, s := range steps {
		if s.Do == "callData" {
			n++
		}
		for _, b := range s.Branches {
			n += calls(b.Steps)
		}
	}
	return n
}

package flow

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestKindsThatWait names the kinds that let time pass, and holds the three questions about
// waiting against one another.
func TestKindsThatWait(t *testing.T) {
	var passing, lasting []string
	for _, k := range Kinds() {
		if k.PassesTime() {
			passing = append(passing, k.Name)
		}
		if k.HasLength() {
			lasting = append(lasting, k.Name)
		}
		if k.HasLength() && !k.PassesTime() || k.PassesTime() && !k.HoldsInQueue() {
			t.Errorf("%s: has a length %v, passes time %v, holds in a queue %v", k.Name, k.HasLength(), k.PassesTime(), k.HoldsInQueue())
		}
	}
	slices.Sort(passing)
	slices.Sort(lasting)
	want := []string{"detectSilence", "holdMusic", "transferToGroup", "transferToNumber", "transferToUser", "wait"}
	if diff := cmp.Diff(want, passing); diff != "" {
		t.Errorf("kinds that let time pass: %s", diff)
	}
	if diff := cmp.Diff([]string{"holdMusic", "wait"}, lasting); diff != "" {
		t.Errorf("kinds whose length the flow says: %s", diff)
	}
}

package interaction_test

import (
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/interaction"
)

// Where a flow may make the calls itself or leave them to another, it does one of
// the two: its bound is the greater, and not the sum.
func TestExtentOfEitherFlow(t *testing.T) {
	own := "- transferToFlow: {name: t, targetFlow: {name: B}, outputs: {failure: {actions: [" +
		"{callData: {name: x, category: {Shop: {dataAction: {Get: {}}}}}}, {callData: {name: y, category: {Shop: {dataAction: {Get: {}}}}}}]}}}"
	flows := decodeAll(t, inbound("A", own, end), inbound("B", call, call, call, end))
	net := interaction.Join(flows, nil)
	bounds := net.Extents([]int{0}, func(int, int) int { return 0 }, func(flow int, sites []int) calls.Count {
		return calls.Count{Min: int64(3 * flow), Max: int64(len(sites)), BoundedBy: calls.Acyclic}
	})
	if got := bounds.Of(0, 0); got.Min != 2 || got.Max != 3 {
		t.Errorf("%d to %d calls, want 2 to 3", got.Min, got.Max)
	}
}

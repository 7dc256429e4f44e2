package cfg

import (
	"slices"
	"testing"
)

func TestCallsGoOnByTheOutputOfTheTask(t *testing.T) {
	edges := func(outputs ...string) []Edge {
		out := make([]Edge, len(outputs))
		for i, o := range outputs {
			out[i].Output = o
		}
		return out
	}
	for _, tt := range []struct {
		out    []Edge
		output string
		want   []int
	}{
		{edges("default", "paid", "open"), "paid", []int{1}},
		{edges("paid", "default", "paid"), "paid", []int{0, 2}},
		{edges("paid", "default"), "refused", []int{1}},
		{edges("paid", "open"), "refused", []int{0, 1}},
		{edges(""), "default", []int{0}},
		{nil, "default", []int{}},
	} {
		if got := ReturnEdges(tt.out, tt.output); !slices.Equal(got, tt.want) {
			t.Errorf("%v by %q: edges %v, want %v", tt.out, tt.output, got, tt.want)
		}
	}
}

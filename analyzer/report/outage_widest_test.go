package report

import (
	"slices"
	"testing"

	"archlint/analyzer/facts"
)

// An outage over the limit needs no sentence where a wider one is over it too;
// one that fits hides nothing.
func TestWidestOutages(t *testing.T) {
	out := func(kind, verdict string, names ...string) facts.Outage {
		o := facts.Outage{Kind: kind, Verdict: verdict}
		for _, n := range names {
			o.DataActions = append(o.DataActions, facts.Hanging{DataAction: n})
		}
		return o
	}
	for name, tt := range map[string]struct {
		all  []facts.Outage
		want []int
	}{
		"single in a wider one": {[]facts.Outage{out("dataAction", "exceeded", "a"), out("host", "exceeded", "a", "b")}, []int{1}},
		"the wider one fits":    {[]facts.Outage{out("dataAction", "exceeded", "a"), out("host", "ok", "a", "b")}, []int{0, 1}},
		"single that fits":      {[]facts.Outage{out("dataAction", "warning", "a"), out("host", "exceeded", "a", "b")}, []int{0, 1}},
		"integration in a host": {[]facts.Outage{out("integration", "exceeded", "a", "b"), out("host", "exceeded", "a", "b", "c")},
			[]int{1}},
		"integration and host alike": {[]facts.Outage{out("integration", "exceeded", "a", "b"), out("host", "exceeded", "b", "a")}, []int{0}},
		"overlapping": {[]facts.Outage{out("integration", "exceeded", "a", "b"), out("host", "exceeded", "b", "c")},
			[]int{0, 1}},
		"nothing known of what hangs":   {[]facts.Outage{out("", "exceeded"), out("host", "exceeded", "b", "c")}, []int{0, 1}},
		"two hosts of the same actions": {[]facts.Outage{out("host", "exceeded", "a", "b"), out("host", "exceeded", "a", "b")}, []int{0, 1}},
	} {
		var want []facts.Outage
		for _, i := range tt.want {
			want = append(want, tt.all[i])
		}
		equal := func(a, b facts.Outage) bool { return a.Kind == b.Kind && slices.Equal(a.DataActions, b.DataActions) }
		if got := WidestOutages(tt.all); !slices.EqualFunc(got, want, equal) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

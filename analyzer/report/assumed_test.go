package report

import (
	"testing"

	"archlint/analyzer/facts"
	"archlint/analyzer/review"
)

func TestBasis(t *testing.T) {
	r := &review.Review{
		Assumptions: []string{"general", "a", "b", "c", "d", "e", "f"},
		Capacity:    []facts.Limit{{Assumptions: []string{"a", "b", "c", "f"}}, {Assumptions: []string{"a", "d"}}, {}},
		Outages:     []facts.Outage{{Assumptions: []string{"e", "d"}}},
	}
	b := BasisOf(r)
	if len(b.General) != 1 || b.General[0] != "general" || len(b.Numbered) != 6 {
		t.Fatalf("basis %+v", b)
	}
	for i, want := range []string{"1-3, 6", "1, 4", "-"} {
		if got := b.refs(r.Capacity[i].Assumptions); got != want {
			t.Errorf("limit %d rests on %s, want %s", i, got, want)
		}
	}
	if got := b.refs(r.Outages[0].Assumptions); got != "4, 5" {
		t.Errorf("the outage rests on %s", got)
	}
}

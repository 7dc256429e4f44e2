package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/review"
)

// Basis is what figures rest on: sentences that hold for all of them, and
// numbered ones that lines of tables refer to.
type Basis struct {
	General  []string
	Numbered []string
}

// BasisOf numbers what the limits and outages of a review rest on, in the
// order in which the review has it.
func BasisOf(r *review.Review) Basis {
	special := map[string]bool{}
	for _, l := range r.Capacity {
		for _, a := range l.Assumptions {
			special[a] = true
		}
	}
	for _, o := range r.Outages {
		for _, a := range o.Assumptions {
			special[a] = true
		}
	}
	var b Basis
	for _, a := range r.Assumptions {
		if special[a] {
			b.Numbered = append(b.Numbered, a)
		} else {
			b.General = append(b.General, a)
		}
	}
	return b
}

// refs are the numbers of sentences, "-" for none.
func (b Basis) refs(sentences []string) string { return cmp.Or(b.Numbers(sentences), "-") }

// Numbers are the numbers of sentences, as ranges: "1-6, 9"; "" for none.
func (b Basis) Numbers(sentences []string) string {
	var at []int
	for i, a := range b.Numbered {
		if slices.Contains(sentences, a) {
			at = append(at, i+1)
		}
	}
	var parts []string
	for i := 0; i < len(at); {
		last := i
		for last+1 < len(at) && at[last+1] == at[last]+1 {
			last++
		}
		switch {
		case last == i:
			parts = append(parts, fmt.Sprint(at[i]))
		case last == i+1:
			parts = append(parts, fmt.Sprint(at[i]), fmt.Sprint(at[last]))
		default:
			parts = append(parts, fmt.Sprintf("%d-%d", at[i], at[last]))
		}
		i = last + 1
	}
	return strings.Join(parts, ", ")
}

// WithRefs appends to each row of t the numbers of what it rests on.
func (b Basis) WithRefs(t *Table, of func(row int) []string) *Table {
	t.Head, t.Right = append(t.Head, "rests on"), append(t.Right, false)
	for i := range t.Rows {
		t.Rows[i] = append(t.Rows[i], b.refs(of(i)))
	}
	return t
}

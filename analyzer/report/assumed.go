package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/review"
)

// basis is what figures rest on: sentences that hold for all of them, and
// numbered ones that lines of tables refer to.
type basis struct {
	general  []string
	numbered []string
}

// basisOf numbers what the limits and outages of a review rest on, in the
// order in which the review has it.
func basisOf(r *review.Review) basis {
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
	var b basis
	for _, a := range r.Assumptions {
		if special[a] {
			b.numbered = append(b.numbered, a)
		} else {
			b.general = append(b.general, a)
		}
	}
	return b
}

// refs are the numbers of sentences, "-" for none.
func (b basis) refs(sentences []string) string { return cmp.Or(b.numbers(sentences), "-") }

// numbers are the numbers of sentences, as ranges: "1-6, 9"; "" for none.
func (b basis) numbers(sentences []string) string {
	var at []int
	for i, a := range b.numbered {
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

// withRefs appends to each row of t the numbers of what it rests on.
func (b basis) withRefs(t *table, of func(row int) []string) *table {
	t.head, t.right = append(t.head, "rests on"), append(t.right, false)
	for i := range t.rows {
		t.rows[i] = append(t.rows[i], b.refs(of(i)))
	}
	return t
}

// basis prints what figures rest on as lists: for all of them, and by number.
func (p *textPrinter) basis(b basis) {
	if len(b.general) > 0 {
		p.line("")
		p.line("  %s", p.style.bold("All of this rests on"))
		for _, a := range b.general {
			p.wrapped("   - ", a)
		}
	}
	if len(b.numbered) > 0 {
		p.line("")
		p.line("  %s", p.style.bold("The lines that name it rest on"))
		for i, a := range b.numbered {
			p.wrapped(fmt.Sprintf("  %2d ", i+1), a)
		}
	}
}

// basis prints the same in Markdown.
func (m markdown) basis(b basis) {
	if len(b.general) > 0 {
		m.line("\nAll of this rests on:\n")
		for _, a := range b.general {
			m.line("- %s", md(a))
		}
	}
	if len(b.numbered) > 0 {
		m.line("\nThe lines that name it rest on:\n")
		for i, a := range b.numbered {
			m.line("%d. %s", i+1, md(a))
		}
	}
}

package report

import (
	"cmp"
	"slices"

	"archlint/analyzer/finding"
	"archlint/analyzer/review"
)

// ByFlow returns the findings of each flow of r, and those of none.
func ByFlow(r *review.Review) (groups [][]*finding.Finding, rest []*finding.Finding) {
	groups = make([][]*finding.Finding, len(r.Flows))
	for k, i := range Homes(r) {
		if i >= 0 {
			groups[i] = append(groups[i], &r.Findings[k])
		} else {
			rest = append(rest, &r.Findings[k])
		}
	}
	return groups, rest
}

// Homes returns for each finding of r the flow that it belongs to, by index, -1 for
// none: that of its name, and the one in its file where several have that name.
func Homes(r *review.Review) []int {
	type home struct{ flow, file string }
	known := make(map[home]int, 2*len(r.Flows))
	for i := len(r.Flows) - 1; i >= 0; i-- { // the first of a name wins
		f := &r.Flows[i]
		known[home{f.Name, f.File}], known[home{f.Name, ""}] = i, i
	}
	out := make([]int, len(r.Findings))
	for k := range r.Findings {
		f := &r.Findings[k]
		i, ok := known[home{f.Flow, f.File}]
		if !ok {
			i, ok = known[home{f.Flow, ""}]
		}
		if !ok || f.Flow == "" {
			i = -1
		}
		out[k] = i
	}
	return out
}

// GravestFirst returns the findings, by index, from the gravest down, and within a
// severity in their order.
func GravestFirst(findings []finding.Finding) []int {
	out := make([]int, len(findings))
	for k := range out {
		out[k] = k
	}
	slices.SortStableFunc(out, func(a, b int) int {
		return cmp.Compare(findings[b].Severity.Rank(), findings[a].Severity.Rank())
	})
	return out
}

// Gravest returns at most n findings, by index and in their order, leaving out the
// least grave.
func Gravest(findings []finding.Finding, n int) []int {
	kept := GravestFirst(findings)
	kept = kept[:min(len(kept), n)]
	slices.Sort(kept)
	return kept
}

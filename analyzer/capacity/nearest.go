package capacity

import "archlint/analyzer/facts"

// Pair is one limit under two scenarios: nil where a scenario has no such row.
type Pair struct {
	Limit    facts.LimitID
	Old, New *facts.Limit
	// Worse is set when the new verdict is more severe, or the headroom less
	// within the same verdict.
	Worse bool
}

// Compare puts two results side by side, in the order of the first with the
// rows that only the second has at the end.
func Compare(a, b Result) []Pair {
	var pairs []Pair
	byID := map[[2]string]*facts.Limit{}
	for i := range b.Limits {
		byID[id(b.Limits[i])] = &b.Limits[i]
	}
	seen := map[[2]string]bool{}
	for i := range a.Limits {
		mine, other := &a.Limits[i], byID[id(a.Limits[i])]
		seen[id(*mine)] = true
		pairs = append(pairs, Pair{Limit: mine.Limit, Old: mine, New: other, Worse: other != nil && worse(*mine, *other)})
	}
	for i := range b.Limits {
		if mine := &b.Limits[i]; !seen[id(*mine)] {
			pairs = append(pairs, Pair{Limit: mine.Limit, New: mine})
		}
	}
	return pairs
}

func id(l facts.Limit) [2]string { return [2]string{l.Limit.Namespace, l.Limit.Key} }

// severity orders verdicts; not to know is less than to know of a problem.
func severity(verdict string) int {
	switch verdict {
	case OK:
		return 0
	case Unknown:
		return 1
	case Warning:
		return 2
	default:
		return 3
	}
}

func worse(a, b facts.Limit) bool {
	if x, y := severity(a.Verdict), severity(b.Verdict); x != y {
		return y > x
	}
	return a.Utilisation != nil && b.Utilisation != nil && *b.Utilisation > *a.Utilisation
}

// Nearest returns the limit with the highest utilisation, or without any
// traffic figure the one that the fewest interactions reach. Rows of a severer
// verdict are not preferred: a utilisation says more. ok is false where no row has either.
func Nearest(all []facts.Limit) (nearest facts.Limit, ok bool) {
	for _, l := range all {
		if !ok && (l.Utilisation != nil || l.BreakEven.InteractionsPerMinute != nil) || ok && nearer(l, nearest) {
			nearest, ok = l, true
		}
	}
	return nearest, ok
}

func nearer(a, b facts.Limit) bool {
	switch {
	case a.Utilisation != nil && b.Utilisation != nil:
		return *a.Utilisation > *b.Utilisation
	case a.Utilisation != nil || b.Utilisation != nil:
		return a.Utilisation != nil
	case a.BreakEven.InteractionsPerMinute != nil && b.BreakEven.InteractionsPerMinute != nil:
		return *a.BreakEven.InteractionsPerMinute < *b.BreakEven.InteractionsPerMinute
	default:
		return a.BreakEven.InteractionsPerMinute != nil
	}
}

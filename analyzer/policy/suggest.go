package policy

import (
	"sort"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// DidYouMean returns `; did you mean "x"?` for the known word nearest to word,
// or a list of what is known when none is near and the list is short.
func DidYouMean(word string, known []string) string {
	best, bestDistance := "", 1+len(word)/3
	for _, k := range known {
		if d := Distance(word, k); d <= bestDistance && (d < bestDistance || best == "" || k < best) {
			best, bestDistance = k, d
		}
	}
	if best != "" {
		return `; did you mean "` + best + `"?`
	}
	if len(known) == 0 || len(known) > 12 {
		return ""
	}
	sorted := append([]string(nil), known...)
	sort.Strings(sorted)
	out := "; known are "
	for i, k := range sorted {
		if i > 0 {
			out += ", "
		}
		out += k
	}
	return out
}

// distance is the optimal string alignment distance: insertions, deletions,
// replacements and swaps of neighbours. O(len(a) * len(b)).
func Distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// nearBuiltin names the built-in function that differs from a name in its letters' case only.
func nearBuiltin(name string) string {
	for _, b := range ast.Builtins {
		if strings.EqualFold(b.Name, name) || strings.EqualFold(strings.ReplaceAll(b.Name, "_", ""), name) {
			return `; did you mean "` + b.Name + `"?`
		}
	}
	return ""
}

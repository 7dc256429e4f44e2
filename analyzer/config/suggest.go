package config

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// mostCandidates is how many names an error lists.
const mostCandidates = 12

// DidYouMean ends an error about an unknown name: with the one that is like
// it, else with all there are, if they are few enough to read.
func DidYouMean(word string, known []string) string {
	if near := nearest(word, known); near != "" {
		return `; did you mean "` + near + `"?`
	}
	return candidates(known)
}

// nearest returns the name most like word, or "" when none is like it.
func nearest(word string, known []string) string {
	sorted := slices.Sorted(slices.Values(known))
	best, least := "", 1+len(word)/3
	for _, name := range sorted {
		d := levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(name))
		if d <= least && (best == "" || d < least) {
			best, least = name, d
		}
	}
	return best
}

// candidates lists the names there are, the first of them where they are many.
func candidates(known []string) string {
	known = slices.Compact(slices.Sorted(slices.Values(known)))
	if len(known) == 0 {
		return ""
	}
	more := ""
	if len(known) > mostCandidates {
		known, more = known[:mostCandidates], ", ..."
	}
	return "; known are " + strings.Join(known, ", ") + more
}

// Candidates ends an error about an unknown name with the one that is like it
// and with those there are.
func Candidates(word string, known []string) string {
	list := candidates(known)
	if near := nearest(word, known); near != "" {
		return `; did you mean "` + near + `"` + "?" + strings.Replace(list, "; known are ", " Known are ", 1)
	}
	return list
}

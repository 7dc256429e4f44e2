package config

import (
	"fmt"
	"regexp"
	"strings"

	"archlint/analyzer/source"
)

// alike is how many errors of one kind are reported one by one.
const alike = 10

// quoted are the parts in which errors of one kind differ: names, numbers, and what
// was perhaps meant.
var quoted = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|[0-9]+|; did you mean.*|; known are.*`)

// Condensed are the errors sorted, and of a kind that a file has more than ten times
// only the first, with how many more there are.
func (e Errors) Condensed() Errors {
	sorted := e.Sorted()
	kinds, times := make([][2]string, len(sorted)), map[[2]string]int{}
	for i, one := range sorted {
		kinds[i] = [2]string{one.File, strings.TrimSpace(quoted.ReplaceAllString(one.Message, "?"))}
		times[kinds[i]]++
	}
	var out Errors
	told := map[[2]string]bool{}
	for i, one := range sorted {
		n := times[kinds[i]]
		if n <= alike {
			out = append(out, one)
		} else if !told[kinds[i]] {
			told[kinds[i]] = true
			out = append(out, &source.Error{File: one.File, Pos: one.Pos,
				Message: fmt.Sprintf("%s (and %d more errors like this one)", one.Message, n-1)})
		}
	}
	return out
}

// Package phrase has the small parts of sentences: counts of things, and lists that
// stop after some.
package phrase

import (
	"fmt"
	"strings"
)

// Plural is a number of things: "1 flow", "3 flows".
func Plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// Some lists the first words, and says how many there are beyond. It lists one more
// than most where that is all of them.
func Some(words []string, most int) string {
	if len(words) <= most+1 {
		return strings.Join(words, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(words[:most], ", "), len(words)-most)
}

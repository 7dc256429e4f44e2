// Package phrase has the small parts of sentences: counts of things, and lists that
// stop after some.
package phrase

import (
	"fmt"
	"strconv"
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

// Grouped puts commas between the thousands of a whole number.
func Grouped[N int | int64 | float64](n N) string {
	digits := strconv.FormatFloat(float64(n), 'f', 0, 64)
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

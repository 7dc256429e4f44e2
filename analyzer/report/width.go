package report

import (
	"strings"

	"github.com/rivo/uniseg"
)

// Width returns the columns that s takes on a terminal: East Asian wide
// characters and emoji take two, combining marks none.
func Width(s string) int {
	total := 0
	for s != "" {
		n := alone(s)
		total += n
		if s = s[n:]; s != "" {
			_, rest, w, _ := uniseg.FirstGraphemeClusterInString(s, -1)
			total, s = total+w, rest
		}
	}
	return total
}

// alone returns how many ASCII characters s begins with that take a column each
// and no mark, which is most of what is measured; to find clusters takes thirty
// times as long. The last of several may bear the mark that follows it.
func alone(s string) int {
	n := 0
	for n < len(s) && printableASCII(s[n]) {
		n++
	}
	if n > 0 && n < len(s) {
		n--
	}
	return n
}

func printableASCII(b byte) bool { return b >= ' ' && b <= '~' }

// padRight and padLeft fill s up to n columns.
func padRight(s string, n int) string { return s + strings.Repeat(" ", max(0, n-Width(s))) }
func padLeft(s string, n int) string  { return strings.Repeat(" ", max(0, n-Width(s))) + s }

// Ellipsis cuts s to at most n columns, with "..." for what is lost. It never
// cuts a character from its marks.
func Ellipsis(s string, n int) string {
	if len(s) <= n || Width(s) <= n {
		return s
	}
	return firstColumns(s, max(0, n-3)) + "..."[:min(3, n)]
}

// firstColumns returns the longest prefix of s that takes at most n columns.
func firstColumns(s string, n int) string {
	used, end := 0, 0
	for end < len(s) {
		if plain := alone(s[end:]); used+plain > n {
			return s[:end+n-used]
		} else if used, end = used+plain, end+plain; end == len(s) {
			break
		}
		cluster, _, w, _ := uniseg.FirstGraphemeClusterInString(s[end:], -1)
		if used += w; used > n {
			break
		}
		end += len(cluster)
	}
	return s[:end]
}

// Wrap breaks s between words into lines of at most n columns; a word that is
// longer stands alone. n < 1 leaves s whole.
func Wrap(s string, n int) []string {
	if n < 1 || Width(s) <= n {
		return []string{s}
	}
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		switch {
		case line == "":
			line = word
		case Width(line)+1+Width(word) > n:
			lines, line = append(lines, line), word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}

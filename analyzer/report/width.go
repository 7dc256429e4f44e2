package report

import (
	"strings"

	"github.com/rivo/uniseg"
)

// width returns the columns that s takes on a terminal: East Asian wide
// characters and emoji take two, combining marks none.
func width(s string) int { return uniseg.StringWidth(s) }

// padRight and padLeft fill s up to n columns.
func padRight(s string, n int) string { return s + strings.Repeat(" ", max(0, n-width(s))) }
func padLeft(s string, n int) string  { return strings.Repeat(" ", max(0, n-width(s))) + s }

// ellipsis cuts s to at most n columns, with "..." for what is lost. It never
// cuts a character from its marks.
func ellipsis(s string, n int) string {
	if len(s) <= n || width(s) <= n {
		return s
	}
	return firstColumns(s, max(0, n-3)) + "..."[:min(3, n)]
}

// firstColumns returns the longest prefix of s that takes at most n columns.
func firstColumns(s string, n int) string {
	used, end, state := 0, 0, -1
	for rest := s; rest != ""; {
		var cluster string
		var w int
		cluster, rest, w, state = uniseg.FirstGraphemeClusterInString(rest, state)
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
	if n < 1 || width(s) <= n {
		return []string{s}
	}
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		switch {
		case line == "":
			line = word
		case width(line)+1+width(word) > n:
			lines, line = append(lines, line), word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}

package report

import (
	"fmt"
	"strings"

	"archlint/analyzer/visible"
)

// Clean makes a string from the reviewed files safe to print on one line of a
// terminal, a log or a comment.
func Clean(s string) string { return visible.Line(s) }

// cleanLine is clean for a line of source: a tab is one column wide there, so
// that a caret can stand under the character it means.
func cleanLine(s string) string { return Clean(strings.ReplaceAll(s, "\t", " ")) }

// Place prints file:line:column, leaving out what is unknown.
func Place(file string, line, column int) string {
	switch {
	case file == "":
		return ""
	case line < 1:
		return Clean(file)
	case column < 1:
		return fmt.Sprintf("%s:%d", Clean(file), line)
	}
	return fmt.Sprintf("%s:%d:%d", Clean(file), line, column)
}

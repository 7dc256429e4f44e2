package report

import (
	"fmt"
	"strings"

	"archlint/analyzer/visible"
)

// clean makes a string from the reviewed files safe to print on one line of a
// terminal, a log or a comment.
func clean(s string) string { return visible.Line(s) }

// cleanLine is clean for a line of source: a tab is one column wide there, so
// that a caret can stand under the character it means.
func cleanLine(s string) string { return clean(strings.ReplaceAll(s, "\t", " ")) }

// place prints file:line:column, leaving out what is unknown.
func place(file string, line, column int) string {
	switch {
	case file == "":
		return ""
	case line < 1:
		return clean(file)
	case column < 1:
		return fmt.Sprintf("%s:%d", clean(file), line)
	}
	return fmt.Sprintf("%s:%d:%d", clean(file), line, column)
}

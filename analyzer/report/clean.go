package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean makes a string from the reviewed files safe to print on one line of a
// terminal, a log or a comment: control characters and the marks that turn
// the direction of text around stand as escapes, bytes that are no UTF-8 as
// the replacement character. Nothing printable changes.
func clean(s string) string {
	if alone(s) == len(s) || !strings.ContainsFunc(s, hidden) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case hidden(r):
			fmt.Fprintf(&b, `\u{%x}`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// cleanLine is clean for a line of source: a tab is one column wide there, so
// that a caret can stand under the character it means.
func cleanLine(s string) string { return clean(strings.ReplaceAll(s, "\t", " ")) }

// hidden reports whether r could move the cursor, colour the terminal or
// reorder what stands beside it. The zero-width joiner is not hidden: emoji
// are made with it.
func hidden(r rune) bool {
	switch {
	case unicode.IsControl(r):
		return true
	case r == '\u061c', r >= '\u200e' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return true // bidirectional marks, embeddings, overrides and isolates
	case r == '\u2028', r == '\u2029', r == '\ufeff':
		return true // line and paragraph separator, byte order mark
	}
	return false
}

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

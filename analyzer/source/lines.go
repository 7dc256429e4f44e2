package source

import "strings"

// Lines gives single lines of a text. It holds no index, and goes on from the
// line before: lines asked for in rising order cost one pass over the text.
type Lines struct {
	text string
	line int // the line that begins at
	at   int

	shown int    // the line that was asked for last
	found string // and its text
}

// NewLines returns the lines of a text.
func NewLines(text []byte) *Lines { return &Lines{text: string(text), line: 1} }

// Line returns the 1-based line without its end, or "" when there is no such
// line. It is a part of the text, not a copy.
func (l *Lines) Line(n int) string {
	if n < l.line {
		l.line, l.at = 1, 0
	}
	if n < l.line {
		return ""
	}
	for l.line < n {
		end := strings.IndexByte(l.text[l.at:], '\n')
		if end < 0 {
			return ""
		}
		l.line, l.at = l.line+1, l.at+end+1
	}
	if l.shown != n { // a line can be the whole of a large file
		line, _, _ := strings.Cut(l.text[l.at:], "\n")
		l.shown, l.found = n, strings.TrimRight(line, "\r")
	}
	return l.found
}

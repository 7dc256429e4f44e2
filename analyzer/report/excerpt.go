package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// excerpt is the source line under a finding, with a caret under its column:
//
//	12 |   timeout:
//	   |   ^
//
// room is the columns there are; a long line is cut around the caret. No
// lines come back when the source is not at hand.
func excerpt(src SourceLines, file string, line, column, room int) []string {
	if src == nil || line < 1 {
		return nil
	}
	text, ok := src.SourceLine(file, line)
	if !ok || strings.TrimSpace(text) == "" {
		return nil
	}
	gutter := fmt.Sprint(line)
	space := max(20, room-len(gutter)-3)
	shown, caret := window(text, column, space)
	out := []string{
		gutter + " | " + shown,
		strings.Repeat(" ", len(gutter)) + " | " + strings.Repeat(" ", caret) + "^",
	}
	if strings.ContainsFunc(text, isWord) {
		return out
	}
	// A lone brace says nothing: in JSON the line after it does.
	if next, ok := src.SourceLine(file, line+1); ok {
		shown, _ = window(next, 1, space)
		out = append(out, padRight(fmt.Sprint(line+1), len(gutter))+" | "+shown)
	}
	return out
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// window cuts a source line to room columns around the 1-based column (in
// characters) and returns it with the caret's offset in terminal columns.
func window(text string, column, room int) (shown string, caret int) {
	before, after := splitAt(text, column)
	left, right := cleanLine(before), cleanLine(after)
	if width(left) > room*2/3 {
		left = "..." + lastColumns(left, room/3)
	}
	return left + ellipsis(right, room-width(left)), width(left)
}

// splitAt cuts text before its 1-based character. Only a window of it is ever
// shown, so no more of either part is kept than can be.
func splitAt(text string, column int) (before, after string) {
	const most = 4096 // bytes on each side; lines of generated JSON can be megabytes
	at := 0
	for i := 1; i < column && at < len(text); i++ {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	from, to := max(0, at-most), min(len(text), at+most)
	for from > 0 && from < at && !utf8.RuneStart(text[from]) {
		from++
	}
	for to < len(text) && to > at && !utf8.RuneStart(text[to]) {
		to--
	}
	return text[from:at], text[at:to]
}

// lastColumns returns the longest suffix of s that takes at most n columns.
func lastColumns(s string, n int) string {
	total, skip := width(s), 0
	for total-skip > n && s != "" {
		head := firstColumns(s, 1)
		if head == "" { // the next character is two columns wide
			head = firstColumns(s, 2)
		}
		if head == "" {
			break
		}
		skip += width(head)
		s = s[len(head):]
	}
	return s
}

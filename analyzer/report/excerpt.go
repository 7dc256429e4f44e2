package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"archlint/analyzer/review"
)

// excerpt is the source line under a finding, with a caret under its column:
//
//	12 |   timeout:
//	   |   ^
//
// room is the columns there are; a long line is cut around the caret. No
// lines come back when the source is not at hand.
func excerpt(src review.SourceLines, file string, line, column, room int) []string {
	return new(Excerpts).At(src, file, line, column, room)
}

// Excerpts makes one excerpt after the other. A file of megabytes may be one line, in
// which thousands of findings have their places: it remembers where characters of
// long lines begin.
type Excerpts struct{ marks map[longLine][]int }

// longLine is a line in which every markEvery-th character is remembered.
type longLine struct {
	file string
	line int
}

const markEvery = 1 << 14

// At is excerpt.
func (e *Excerpts) At(src review.SourceLines, file string, line, column, room int) []string {
	if src == nil || line < 1 {
		return nil
	}
	text, ok := src.SourceLine(file, line)
	if !ok || strings.TrimSpace(text) == "" {
		return nil
	}
	gutter := fmt.Sprint(line)
	space := max(20, room-len(gutter)-3)
	shown, caret := window(text, e.offset(longLine{file, line}, text, column-1), space)
	out := []string{
		gutter + " | " + shown,
		strings.Repeat(" ", len(gutter)) + " | " + strings.Repeat(" ", caret) + "^",
	}
	if strings.ContainsFunc(text, isWord) {
		return out
	}
	// A lone brace says nothing: in JSON the line after it does.
	if next, ok := src.SourceLine(file, line+1); ok {
		shown, _ = window(next, 0, space)
		out = append(out, padRight(fmt.Sprint(line+1), len(gutter))+" | "+shown)
	}
	return out
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// offset returns how many bytes the first n characters of a line take.
func (e *Excerpts) offset(at longLine, text string, n int) int {
	if n < markEvery {
		return charsAt(text, n)
	}
	marks, known := e.marks[at]
	if !known {
		for from := 0; from < len(text); from += charsAt(text[from:], markEvery) {
			marks = append(marks, from)
		}
		if e.marks == nil {
			e.marks = make(map[longLine][]int)
		}
		e.marks[at] = marks
	}
	last := min(n/markEvery, len(marks)-1)
	return marks[last] + charsAt(text[marks[last]:], n-last*markEvery)
}

// window cuts a source line to room columns around the character that begins at an
// offset, and returns it with the caret's offset in terminal columns.
func window(text string, at, room int) (shown string, caret int) {
	before, after := splitAt(text, at)
	left, right := cleanLine(before), cleanLine(after)
	if Width(left) > room*2/3 {
		left = "..." + lastColumns(left, room/3)
	}
	return left + Ellipsis(right, room-Width(left)), Width(left)
}

// splitAt cuts text at an offset. Only a window of it is ever
// shown, so no more of either part is kept than can be.
func splitAt(text string, at int) (before, after string) {
	const most = 4096 // bytes on each side; lines of generated JSON can be megabytes
	from, to := max(0, at-most), min(len(text), at+most)
	for from > 0 && from < at && !utf8.RuneStart(text[from]) {
		from++
	}
	for to < len(text) && to > at && !utf8.RuneStart(text[to]) {
		to--
	}
	return text[from:at], text[at:to]
}

// charsAt returns how many bytes the first n characters of text take. Eight
// plain ones are passed at a time: lines of JSON are long.
func charsAt(text string, n int) int {
	at := 0
	for n > 0 && at < len(text) {
		if n >= 8 && len(text)-at >= 8 {
			if b := text[at : at+8]; b[0]|b[1]|b[2]|b[3]|b[4]|b[5]|b[6]|b[7] < utf8.RuneSelf {
				at, n = at+8, n-8
				continue
			}
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		at, n = at+size, n-1
	}
	return at
}

// lastColumns returns the longest suffix of s that takes at most n columns.
func lastColumns(s string, n int) string {
	for over := Width(s) - n; over > 0; {
		if plain := min(alone(s), over); plain > 0 {
			s, over = s[plain:], over-plain
			continue
		}
		_, rest, w, _ := uniseg.FirstGraphemeClusterInString(s, -1)
		s, over = rest, over-w
	}
	return s
}

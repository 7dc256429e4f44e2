package archy

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"archlint/analyzer/source"
)

// Characters of the source that the YAML parser must not see are replaced one
// for one by characters of a range that no text uses, so that every line and
// column stays what it is in the file; restore turns them back.
const (
	maskBase  = 0x10F000 // + an ASCII character of a placeholder
	breakBase = 0x10F100 // + the index in lineBreaks
	maskEnd   = 0x10F1FF
	replaced  = utf8.RuneError
)

// lineBreaks are characters that YAML 1.1 takes for the end of a line and that
// no editor, and no report of ours, counts as one.
var lineBreaks = []rune{'\u0085', '\u2028', '\u2029'}

// placeholders are what template languages put where a value will stand:
// {{name}} (Archy, CX as Code, Jinja) and ${name} (Terraform, shells).
var placeholders = regexp.MustCompile(`\{\{[^{}\r\n]*\}\}|\$\{[^{}\r\n]*\}`)

// directives are whole lines of a template that steer it and print nothing:
// {% if x %} and %{ if x }.
var directives = regexp.MustCompile(`(?m)^[ \t]*(?:\{%[^%}\r\n]*%\}|%\{[^}\r\n]*\})[ \t]*\r?$`)

// prepared is a text as the YAML parser gets it.
type prepared struct {
	text     []byte
	problems []problem
	tabs     map[int]indent // by line; nil unless tabs were expanded
}

type problem struct {
	pos     source.Pos
	message string
}

// indent is the width of a line's leading white space, in the file and as expanded.
type indent struct{ written, expanded int }

// prepare makes text fit for the YAML parser without moving anything in it.
func prepare(text []byte) prepared {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	p := prepared{text: text}
	if !isClean(text) {
		p.text, p.problems = clean(text)
	}
	if bytes.Contains(p.text, []byte("{%")) || bytes.Contains(p.text, []byte("%{")) {
		p.text = directives.ReplaceAllFunc(p.text, commentOut)
	}
	if bytes.Contains(p.text, []byte("{{")) || bytes.Contains(p.text, []byte("${")) {
		p.text = placeholders.ReplaceAllFunc(p.text, mask)
	}
	return p
}

// isClean reports whether text is UTF-8 without characters that YAML forbids
// or that need masking.
func isClean(text []byte) bool {
	for len(text) > 0 {
		if plain := plainPrefix(text); plain > 0 {
			text = text[plain:]
			continue
		}
		r, size := utf8.DecodeRune(text)
		if r == utf8.RuneError && size == 1 || !isPrintable(r) {
			return false
		}
		text = text[size:]
	}
	return true
}

// plainPrefix returns how many bytes at the start of text are printable ASCII
// or line ends and tabs. Nearly all texts are nothing else, so that eight bytes
// are looked at together.
func plainPrefix(text []byte) int {
	n := 0
	for ; n+8 <= len(text); n += 8 {
		word := binary.LittleEndian.Uint64(text[n:])
		low := (word - 0x2020202020202020) &^ word // bit 7 of a byte below ' ', if no byte before it is
		del := word ^ 0x7f7f7f7f7f7f7f7f
		del = (del - 0x0101010101010101) &^ del
		if (word|low|del)&0x8080808080808080 == 0 {
			continue
		}
		for i, b := range text[n : n+8] {
			if !isPlain(b) {
				return n + i
			}
		}
	}
	for n < len(text) && isPlain(text[n]) {
		n++
	}
	return n
}

func isPlain(b byte) bool {
	return b >= ' ' && b < 0x7F || b == '\n' || b == '\t' || b == '\r'
}

// isPrintable reports whether r may stand in the text as it is. Source: YAML
// 1.1, section 5.1, character set; without its line breaks beyond ASCII and
// without the characters that this package masks with.
func isPrintable(r rune) bool {
	switch {
	case r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r <= '~':
		return true
	case r >= maskBase && r <= maskEnd, r == '\uFEFF', r == '\u2028', r == '\u2029':
		return false
	default:
		return r >= 0xA0 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000
	}
}

// clean replaces what isPrintable refuses, and reports the first place of each sort.
func clean(text []byte) ([]byte, []problem) {
	out := make([]byte, 0, len(text)+64)
	var problems []problem
	file := source.NewFile("", text)
	badBytes, badRunes := 0, 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		switch brk := slices.Index(lineBreaks, r); {
		case r == utf8.RuneError && size == 1:
			if badBytes++; badBytes == 1 {
				problems = append(problems, problem{file.PosAt(i), "not UTF-8 from here: such bytes are read as unknown characters"})
			}
			out = utf8.AppendRune(out, replaced)
		case brk >= 0:
			out = utf8.AppendRune(out, breakBase+rune(brk))
		case isPrintable(r):
			out = append(out, text[i:i+size]...)
		default:
			if badRunes++; badRunes == 1 && r != 0 { // Decode makes an error of zero bytes
				problems = append(problems, problem{file.PosAt(i), "control characters, which YAML does not allow, are read as unknown characters"})
			}
			out = utf8.AppendRune(out, replaced)
		}
		i += size
	}
	return out, problems
}

// commentOut turns a template directive into a YAML comment of the same line.
func commentOut(line []byte) []byte {
	line = bytes.Clone(line)
	line[bytes.IndexAny(line, "{%")] = '#'
	return line
}

// mask hides a placeholder's punctuation, so that what is left is a plain word.
func mask(placeholder []byte) []byte {
	out := make([]byte, 0, 2*len(placeholder))
	for _, r := range string(placeholder) {
		if r < utf8.RuneSelf && !isWord(byte(r)) {
			r += maskBase
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

func isWord(b byte) bool {
	return b == '_' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

// restore gives back what the file says for text that prepare may have masked,
// and whether a template's placeholder is in it.
func restore(s string) (text string, templated bool) {
	if strings.IndexByte(s, 0xF4) < 0 { // first byte of every masking character
		return s, false
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= maskBase && r < breakBase:
			templated = true
			r -= maskBase
		case r >= breakBase && int(r-breakBase) < len(lineBreaks):
			r = lineBreaks[r-breakBase]
		}
		b.WriteRune(r)
	}
	return b.String(), templated
}

// expandTabs replaces tabs in the leading white space of lines by blanks up to
// the next multiple of width, and keeps what is needed to find columns again.
// YAML forbids tabs there; editors write them nevertheless.
func (p prepared) expandTabs(width int) prepared {
	var out bytes.Buffer
	out.Grow(len(p.text) + len(p.text)/8)
	tabs := map[int]indent{}
	line := 0
	for rest := p.text; len(rest) > 0; {
		var text []byte
		text, rest = cutLine(rest)
		line++
		lead := len(text) - len(bytes.TrimLeft(text, " \t"))
		if bytes.IndexByte(text[:lead], '\t') < 0 {
			out.Write(text)
			continue
		}
		column := 0
		for _, b := range text[:lead] {
			if b == '\t' {
				column += width - column%width
			} else {
				column++
			}
		}
		tabs[line] = indent{written: lead, expanded: column}
		out.WriteString(strings.Repeat(" ", column))
		out.Write(text[lead:])
	}
	return prepared{text: out.Bytes(), problems: p.problems, tabs: tabs}
}

// cutLine splits off the first line with its end.
func cutLine(text []byte) (line, rest []byte) {
	if i := bytes.IndexByte(text, '\n'); i >= 0 {
		return text[:i+1], text[i+1:]
	}
	return text, nil
}

// hasLeadingTab reports whether any line is indented with a tab.
func (p prepared) hasLeadingTab() bool { return leadingTab.Match(p.text) }

var leadingTab = regexp.MustCompile(`(?m)^ *\t[ \t]*[^\s#]`)

// pos turns the YAML parser's place into the file's.
func (p prepared) pos(line, column int) source.Pos {
	if tab, ok := p.tabs[line]; ok && column > tab.expanded {
		column += tab.written - tab.expanded
	}
	return source.Pos{Line: line, Column: column}
}

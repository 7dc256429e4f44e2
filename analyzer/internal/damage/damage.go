// Package damage breaks texts as disks, editors, merges and attackers do, for tests.
package damage

import (
	"bytes"
	"regexp"
)

// Damage is one way in which a file breaks: it returns the text broken at an
// offset, or nil where it cannot be.
type Damage struct {
	Name  string // followed by an offset
	Apply func(text []byte, at int) []byte
}

// Ways are what disks, editors, merges and attackers do to bytes and lines.
func Ways() []Damage {
	out := []Damage{
		{"cut off from", func(text []byte, at int) []byte { return text[:at] }},
		{"cut off up to", func(text []byte, at int) []byte { return text[at:] }},
		{"a byte gone at", func(text []byte, at int) []byte { return splice(text, at, at+1, "") }},
		{"a bit turned at", func(text []byte, at int) []byte { return splice(text, at, at+1, string(text[at]^0x10)) }},
		{"a line gone at", func(text []byte, at int) []byte { return splice(text, lineStart(text, at), lineEnd(text, at), "") }},
		{"a line twice at", func(text []byte, at int) []byte {
			end := lineEnd(text, at)
			return splice(text, end, end, string(text[lineStart(text, at):end]))
		}},
		{"a line moved to the front from", func(text []byte, at int) []byte {
			from, to := lineStart(text, at), lineEnd(text, at)
			return append(bytes.Clone(text[from:to]), splice(text, from, to, "")...)
		}},
		{"a conflict's mark at", func(text []byte, at int) []byte {
			from := lineStart(text, at)
			return splice(text, from, from, "<<<<<<< HEAD\n")
		}},
	}
	for _, in := range []string{
		"\x00", "\x00\x00\x00\x00", "\x01", "\x1b[31m", "\x7f", "\xff", "\xc3", "\xed\xa0\x80", "\ufeff", "\u0085", "\u2028", "\u202e",
		"\t", "\r", "\n", "\n---\n", "\n...\n", " ", "-", ":", ": ", "!", "!x ", "!!int ", "&a ", "*a ", "%", "@", "`", "|", ">", "#", "\"", "'",
		"{", "}", "[", "]", ",", "\\", "0",
	} {
		out = append(out,
			Damage{"inserted " + in + " at", func(text []byte, at int) []byte { return splice(text, at, at, in) }},
			Damage{"written over by " + in + " at", func(text []byte, at int) []byte { return splice(text, at, at+1, in) }})
	}
	return out
}

func splice(text []byte, from, to int, in string) []byte {
	return bytes.Join([][]byte{text[:from], []byte(in), text[min(to, len(text)):]}, nil)
}

func lineStart(text []byte, at int) int { return bytes.LastIndexByte(text[:at], '\n') + 1 }

func lineEnd(text []byte, at int) int {
	if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}

// Whole are the ways in which a whole text breaks, and what it is then.
func Whole(text []byte) map[string][]byte {
	wide := bytes.Join(bytes.Split(text, nil), []byte{0})
	return map[string][]byte{
		"a zero byte at its end":             append(bytes.Clone(text), 0),
		"a comment with a zero byte":         append(bytes.Clone(text), "\n# \x00\n"...),
		"UTF-16, little endian":              append([]byte("\xff\xfe"), append(wide, 0)...),
		"UTF-16, big endian":                 append([]byte("\xfe\xff\x00"), wide...),
		"UTF-16 without a mark":              append(bytes.Clone(wide), 0),
		"two byte order marks":               append([]byte("\ufeff\ufeff"), text...),
		"lines that end in CR":               bytes.ReplaceAll(text, []byte("\n"), []byte("\r")),
		"lines that end in CR LF":            bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")),
		"twice":                              append(bytes.Clone(text), text...),
		"zero bytes of a page in front":      append(make([]byte, 4096), text...),
		"zero bytes of a page at its end":    append(bytes.Clone(text), make([]byte, 4096)...),
		"all indented":                       regexp.MustCompile("(?m)^").ReplaceAll(text, []byte("  ")),
		"all as a list's element":            append([]byte("- "), bytes.ReplaceAll(text, []byte("\n"), []byte("\n  "))...),
		"all below a key":                    append([]byte("x:\n  "), bytes.ReplaceAll(text, []byte("\n"), []byte("\n  "))...),
		"all as a block of text below a key": append([]byte("x: |\n  "), bytes.ReplaceAll(text, []byte("\n"), []byte("\n  "))...),
	}
}

package export

import (
	"bytes"
	"regexp"
	"unicode/utf16"
	"unicode/utf8"

	"archlint/analyzer/flow/archy"
	"archlint/analyzer/source"
)

// Sniff tells what a text is. It is cheap, and errs on the side of a format:
// what merely begins like a flow is one, so that a broken one is not passed
// over but reported by its decoder.
func Sniff(text []byte) Format {
	text = source.Legible(text)
	start := bytes.TrimLeft(text, " \t\r\n")
	switch {
	case len(start) == 0:
		return Other
	case isJSON(start):
		return sniffJSON(start)
	case isI3(start):
		return I3
	case bytes.Contains(text, []byte("genesyscloud_integration")) && terraform.Match(text):
		return Terraform
	case archy.Sniff(text):
		return ArchyYAML
	default:
		return Other
	}
}

// sniffDamaged is Sniff for a file that is data by its name: it also knows a
// text that no longer begins as its format does.
func sniffDamaged(text []byte) Format {
	if format := Sniff(text); format != Other {
		return format
	}
	text = source.Legible(text)
	if format := sniffBroken(text); format != Other {
		return format
	}
	if archy.Resembles(text) {
		return ArchyYAML
	}
	return Other
}

// isJSON reports whether text begins as a JSON object or array, and not as a
// template's placeholder ("{{", "{%").
func isJSON(text []byte) bool {
	rest := bytes.TrimLeft(text[1:], " \t\r\n")
	switch text[0] {
	case '{':
		return len(rest) == 0 || rest[0] == '"' || rest[0] == '}'
	case '[':
		return len(rest) == 0 || rest[0] == '{' || rest[0] == ']'
	default:
		return false
	}
}

// isI3 reports whether text is base64 of the percent-encoding of an object:
// "%7B" or "%7b".
func isI3(text []byte) bool {
	return bytes.HasPrefix(text, []byte("JTdC")) || bytes.HasPrefix(text, []byte("JTdi"))
}

// terraform finds the blocks that define data actions or name integrations.
var terraform = regexp.MustCompile(`(?m)^\s*(?:resource|data)\s+"genesyscloud_integration(?:_action)?"\s+"`)

// isBinary reports whether the start of a text holds a zero byte, which no
// text has (UTF-16 has been converted by then).
func isBinary(text []byte) bool {
	if bytes.HasPrefix(text, utf16LE) || bytes.HasPrefix(text, utf16BE) {
		return false
	}
	return bytes.IndexByte(text[:min(len(text), 8<<10)], 0) >= 0
}

var (
	utf16LE = []byte{0xff, 0xfe}
	utf16BE = []byte{0xfe, 0xff}
)

// toUTF8 converts UTF-16 with a byte order mark, which Windows tools write, and
// returns every other text as it is.
func toUTF8(text []byte) []byte {
	little := bytes.HasPrefix(text, utf16LE)
	if !little && !bytes.HasPrefix(text, utf16BE) {
		return text
	}
	units := make([]uint16, 0, len(text)/2)
	for i := 2; i+1 < len(text); i += 2 {
		first, second := uint16(text[i]), uint16(text[i+1])
		if little {
			first, second = second, first
		}
		units = append(units, first<<8|second)
	}
	out := make([]byte, 0, len(units))
	for _, r := range utf16.Decode(units) {
		out = utf8.AppendRune(out, r)
	}
	return out
}

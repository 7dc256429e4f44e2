package flowfacts

import (
	"bytes"

	"archlint/analyzer/flow"
)

// publishBytes is the number of bytes of a flow's configuration as Architect measures it:
// compact JSON in UTF-8 (Scripting SDK 0.0.18, utf8EncodedSizeExceedsMax over the stringified
// configuration). Archy YAML becomes a configuration only when it is published. All 14 public
// flows that exist in both formats are 2 to 21 times as large then, so that the YAML is a least
// number. It is 0 where a file holds several flows.
func publishBytes(f *flow.Flow) int64 {
	text := f.File.Text
	switch {
	case f.Format != flow.Archy:
		return compactBytes(text)
	case bytes.Contains(text, []byte("\n---")):
		return 0
	}
	return int64(len(text))
}

// compactBytes counts the bytes of a JSON text but for the white space between its tokens.
func compactBytes(text []byte) int64 {
	count := len(text)
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			i += textEnd(text[i+1:])
		case ' ', '\t', '\r', '\n':
			count--
		}
	}
	return int64(count)
}

// textEnd returns how many bytes the rest of a JSON string has, its closing quote
// included.
func textEnd(rest []byte) int {
	for at := 0; ; {
		quote := bytes.IndexByte(rest[at:], '"')
		if quote < 0 {
			return len(rest)
		}
		escape := bytes.IndexByte(rest[at:at+quote], '\\')
		if escape < 0 {
			return at + quote + 1
		}
		at += escape + 2 // what is escaped may be the quote
	}
}

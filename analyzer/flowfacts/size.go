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
	count, inText, escaped := int64(0), false, false
	for _, c := range text {
		switch {
		case escaped:
			escaped = false
		case inText && c == '\\':
			escaped = true
		case c == '"':
			inText = !inText
		case !inText && (c == ' ' || c == '\t' || c == '\r' || c == '\n'):
			continue
		}
		count++
	}
	return count
}

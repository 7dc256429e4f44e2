package source

import "bytes"

// Legible is text without the byte order marks and control characters that hide
// how it begins: for telling what a text is, not for reading it. Nearly every
// text has none and is returned as it is.
func Legible(text []byte) []byte {
	text = bytes.TrimPrefix(text, byteOrderMark)
	if !bytes.ContainsFunc(text, unreadable) {
		return text
	}
	return bytes.Map(func(r rune) rune {
		if unreadable(r) {
			return -1
		}
		return r
	}, text)
}

// unreadable reports whether r is a byte order mark or a control character that
// neither ends a line nor parts words.
func unreadable(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7F || r == '\uFEFF'
}

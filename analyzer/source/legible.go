package source

import "bytes"

// Legible is text without the byte order marks and control characters that hide
// how it begins: for telling what a text is, not for reading it. Nearly every
// text has none and is returned as it is.
func Legible(text []byte) []byte {
	text = bytes.TrimPrefix(text, byteOrderMark)
	if !holdsUnreadable(text) {
		return text
	}
	return bytes.Map(func(r rune) rune {
		if unreadable(r) {
			return -1
		}
		return r
	}, text)
}

// holdsUnreadable reports whether some character of text is unreadable. It looks at
// bytes, since every text of an export passes here, and finds what decoding it
// would: these bytes are part of no other character.
func holdsUnreadable(text []byte) bool {
	for _, b := range text {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' || b == 0x7F {
			return true
		}
	}
	return bytes.Contains(text, byteOrderMark)
}

// unreadable reports whether r is a byte order mark or a control character that
// neither ends a line nor parts words.
func unreadable(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7F || r == '\uFEFF'
}

// Package rawjson walks a piece of JSON that is known to be valid: a part of a
// document that a decoder has been through. A flow has thousands of such pieces,
// of some hundred bytes each, and a decoder for each of them costs more than
// what it reads. On text that is not valid JSON a walk ends, and what it
// returns means nothing.
package rawjson

import (
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Cursor stands somewhere in a text. The zero value has none; make one with At.
type Cursor struct {
	text []byte
	at   int
}

// At returns a cursor before the value that text begins with; other text may
// follow it.
func At(text []byte) Cursor { return Cursor{text: text} }

// Kind is the first byte of the next value, '0' of any number; '}' or ']' at the
// end of what is being read; 0 at the end of the text.
func (c *Cursor) Kind() byte {
	for c.at < len(c.text) {
		switch b := c.text[c.at]; b {
		case ' ', '\t', '\r', '\n', ',', ':':
			c.at++
		case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
			return '0'
		default:
			return b
		}
	}
	return 0
}

// Enter goes into the object ('{') or array ('[') that comes next and reports
// true, or skips whatever else comes.
func (c *Cursor) Enter(open byte) bool {
	if c.Kind() != open {
		c.Skip()
		return false
	}
	c.at++
	return true
}

// More reports whether there is another member or element in what was entered,
// and goes past its end when not.
func (c *Cursor) More(end byte) bool {
	switch c.Kind() {
	case end:
		c.at++
		return false
	case '}', ']': // not valid: nothing that follows can be told
		c.at = len(c.text)
		return false
	case 0:
		return false
	}
	return true
}

// String goes past the string that comes next and returns what it means: a part
// of the text where it stands there as it is. Bytes that are not UTF-8 become
// U+FFFD. Of a value of another kind it returns nothing.
func (c *Cursor) String() []byte {
	if c.Kind() != '"' {
		c.Skip()
		return nil
	}
	begin := c.at
	if c.skipString() && utf8.Valid(c.text[begin:c.at]) {
		return c.text[begin+1 : c.at-1]
	}
	text, _ := jsontext.AppendUnquote(nil, c.text[begin:c.at])
	return text
}

// Raw goes past the value that comes next and returns its text.
func (c *Cursor) Raw() []byte {
	c.Kind()
	begin := c.at
	c.Skip()
	return c.text[begin:c.at:c.at]
}

// Skip goes past the value that comes next.
func (c *Cursor) Skip() {
	depth := 0
	for {
		switch c.Kind() {
		case 0:
			return
		case '"':
			c.skipString()
		case '{', '[':
			depth++
			c.at++
			continue
		case '}', ']':
			if depth == 0 {
				return // no value comes: the end of what is being read
			}
			depth--
			c.at++
		default:
			c.skipWord()
		}
		if depth == 0 {
			return
		}
	}
}

// skipString goes past a string and reports whether it has no escapes.
func (c *Cursor) skipString() (plain bool) {
	plain = true
	for c.at++; c.at < len(c.text); c.at++ {
		switch c.text[c.at] {
		case '"':
			c.at++
			return plain
		case '\\':
			plain = false
			c.at++
		}
	}
	c.at = len(c.text)
	return false
}

// skipWord goes past a number, true, false or null.
func (c *Cursor) skipWord() {
	for c.at++; c.at < len(c.text); c.at++ {
		switch c.text[c.at] {
		case ' ', '\t', '\r', '\n', ',', ':', ']', '}':
			return
		}
	}
}

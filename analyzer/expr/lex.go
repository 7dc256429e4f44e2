package expr

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind tells tokens apart.
type tokenKind uint8

const (
	tokEnd tokenKind = iota
	tokBad
	tokName   // an identifier, or a quoted one after a dot
	tokString // "..."
	tokNumber
	tokSymbol // an operator or a bracket
)

type token struct {
	kind tokenKind
	text string // without quotes and escapes
}

// lexer cuts the text of an expression into tokens.
type lexer struct {
	text string
	pos  int
}

// symbols are the operators and brackets, longest first.
var symbols = []string{
	"==", "!=", "<>", "<=", ">=", "&&", "||",
	"<", ">", "=", "+", "-", "*", "/", "%", "!", "?", ":", "(", ")", "[", "]", ",", ".",
}

func (l *lexer) next() token {
	l.skipSpace()
	if l.pos >= len(l.text) {
		return token{kind: tokEnd}
	}
	rest := l.text[l.pos:]
	switch c := rest[0]; {
	case c == '"':
		return l.quoted()
	case c >= '0' && c <= '9':
		return l.number()
	}
	if r, _ := utf8.DecodeRuneInString(rest); startsName(r) {
		return l.name()
	}
	for _, s := range symbols {
		if strings.HasPrefix(rest, s) {
			l.pos += len(s)
			return token{tokSymbol, s}
		}
	}
	return token{kind: tokBad}
}

func (l *lexer) skipSpace() {
	for l.pos < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[l.pos:])
		if !unicode.IsSpace(r) && r != '\ufeff' {
			return
		}
		l.pos += size
	}
}

// quoted reads a string. A backslash keeps the character after it, with the
// usual meaning of n, r and t; line ends may stand in a string as they are.
func (l *lexer) quoted() token {
	var b strings.Builder
	for i := l.pos + 1; i < len(l.text); i++ {
		switch c := l.text[i]; c {
		case '"':
			l.pos = i + 1
			return token{tokString, b.String()}
		case '\\':
			i++
			if i < len(l.text) {
				b.WriteByte(unescape(l.text[i]))
			}
		default:
			b.WriteByte(c)
		}
	}
	return token{kind: tokBad} // no end
}

func unescape(c byte) byte {
	switch c {
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return c
}

func (l *lexer) number() token {
	start := l.pos
	l.digits()
	if l.pos+1 < len(l.text) && l.text[l.pos] == '.' && isDigit(l.text[l.pos+1]) {
		l.pos++
		l.digits()
	}
	if r, _ := utf8.DecodeRuneInString(l.text[l.pos:]); l.pos < len(l.text) && startsName(r) {
		return token{kind: tokBad} // "3abc", "1e5"
	}
	return token{tokNumber, l.text[start:l.pos]}
}

func (l *lexer) digits() {
	for l.pos < len(l.text) && isDigit(l.text[l.pos]) {
		l.pos++
	}
}

func (l *lexer) name() token {
	start := l.pos
	for l.pos < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[l.pos:])
		if !startsName(r) && !unicode.IsDigit(r) {
			break
		}
		l.pos += size
	}
	return token{tokName, l.text[start:l.pos]}
}

func startsName(r rune) bool {
	return r == '_' || r == '$' || r != utf8.RuneError && unicode.IsLetter(r)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

package archy

import (
	"slices"
	"strings"
)

// notVariables are scopes of names that are no variables: resources that an
// expression mentions.
var notVariables = []string{"prompt", "promptsystem", "promptuser", "language"}

// reads lists the variables that an expression refers to, in order of first
// appearance: every Scope.name and Scope."quoted name" outside string literals
// and comments. Function names (what stands before a parenthesis), further
// members (the id of Task.Queue.id) and members of results (GetAt(...).id) are
// not among them. Letter case is the author's; the platform ignores it, so a
// second spelling of a variable is left out.
func reads(expression string) []string {
	var out []string
	known := make(map[string]bool)
	s := scanner{text: expression}
	for {
		scope, ok := s.identifier()
		if !ok {
			return out
		}
		name, ok := s.member()
		if !ok || slices.Contains(notVariables, strings.ToLower(scope)) {
			continue
		}
		variable := scope + "." + name
		key := strings.ToLower(strings.ToUpper(variable)) // folds what has several small letters
		if !known[key] {
			known[key] = true
			out = append(out, variable)
		}
	}
}

// scanner walks over an expression, from one identifier to the next.
type scanner struct {
	text string
	at   int
}

// identifier moves to the next word that begins a chain of members and returns
// it. Words after a dot are members of something and are passed over.
func (s *scanner) identifier() (string, bool) {
	for s.at < len(s.text) {
		switch c := s.text[s.at]; {
		case c == '"':
			s.quoted()
		case s.skipComment():
		case isDigit(c):
			s.number()
		case isLetter(c):
			return s.word(), true
		case c == '.':
			s.member()
		default:
			s.at++
		}
	}
	return "", false
}

// member reads ".name" or ."name" at the scanner's place. It always moves on
// when there is a dot.
func (s *scanner) member() (string, bool) {
	s.skipBlanks()
	if s.at >= len(s.text) || s.text[s.at] != '.' {
		return "", false
	}
	s.at++
	s.skipBlanks()
	switch {
	case s.at >= len(s.text):
		return "", false
	case s.text[s.at] == '"':
		return s.quoted(), true
	case isLetter(s.text[s.at]):
		return s.word(), true
	}
	return "", false
}

func (s *scanner) word() string {
	start := s.at
	for s.at < len(s.text) && (isLetter(s.text[s.at]) || isDigit(s.text[s.at])) {
		s.at++
	}
	return s.text[start:s.at]
}

// number passes over a number, so that the dot of 1.5 begins no member.
func (s *scanner) number() {
	for s.at < len(s.text) && (isDigit(s.text[s.at]) || isLetter(s.text[s.at]) || s.text[s.at] == '.') {
		s.at++
	}
}

// quoted passes over a string literal and returns what is in it. A backslash
// takes the next character as it is; a literal without end reaches to the end.
func (s *scanner) quoted() string {
	s.at++
	var b strings.Builder
	for s.at < len(s.text) {
		c := s.text[s.at]
		s.at++
		if c == '"' {
			break
		}
		if c == '\\' && s.at < len(s.text) {
			c = s.text[s.at]
			s.at++
		}
		b.WriteByte(c)
	}
	return b.String()
}

func (s *scanner) skipComment() bool {
	rest := s.text[s.at:]
	if !strings.HasPrefix(rest, "/*") {
		return false
	}
	if end := strings.Index(rest[2:], "*/"); end >= 0 {
		s.at += 2 + end + 2
	} else {
		s.at = len(s.text)
	}
	return true
}

func (s *scanner) skipBlanks() {
	for s.at < len(s.text) && strings.IndexByte(" \t\r\n", s.text[s.at]) >= 0 {
		s.at++
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isLetter takes every byte beyond ASCII for a letter: names may be in any script.
func isLetter(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

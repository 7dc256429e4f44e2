// Package visible shows texts that others wrote: names of flows, actions and
// files, messages of systems. Nothing in them moves the cursor, colours the
// terminal, reorders what is beside it, or commands the system that reads
// the log.
package visible

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line shows s on one line: control characters, line breaks, marks without width
// and marks that turn the direction of text around stand as escapes, bytes that
// are no UTF-8 as the replacement character, and commands to CI systems are
// broken up. Nothing else changes.
func Line(s string) string {
	if isPlain(s) {
		return s
	}
	if !strings.ContainsFunc(s, Hidden) && utf8.ValidString(s) {
		return withoutCommands(s)
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case Hidden(r):
			fmt.Fprintf(&b, `\u{%x}`, r)
		default:
			b.WriteRune(r)
		}
	}
	return withoutCommands(b.String())
}

// Lines is Line for a text of several lines, which stay lines.
func Lines(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = Line(strings.TrimSuffix(line, "\r"))
	}
	return strings.Join(lines, "\n")
}

// isPlain reports whether s needs no look: printable ASCII without the marks
// that commands begin with. That is nearly all of what is shown.
func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ' || c > '~':
			return false
		case i > 0 && c == s[i-1] && (c == '#' || c == ':'):
			return false
		}
	}
	return true
}

// Hidden reports whether r is a character that has no shape of its own and could
// move the cursor, colour the terminal, reorder what is beside it, or make
// two names look alike. The joiners U+200C and U+200D are not hidden: Persian
// words and emoji are made with them.
func Hidden(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return unicode.IsControl(r)
	case r == '\u00ad', r == '\u061c', r == '\u180e', r == '\ufeff':
		return true // soft hyphen, marks of direction, vowel separator, byte order mark
	case r == '\u200b', r >= '\u200e' && r <= '\u200f', r >= '\u2028' && r <= '\u202e', r >= '\u2060' && r <= '\u206f':
		return true // zero-width space, line separators, embeddings, overrides, isolates, invisible operators
	case r >= '\ufff9' && r <= '\ufffb', r >= 0xE0000 && r <= 0xE007F:
		return true // interlinear annotations, tags
	}
	return unicode.IsControl(r)
}

// logCommand is what begins a command to Azure Pipelines ("##vso[", "##["),
// TeamCity ("##teamcity[") or an old GitHub runner, wherever it stands in a line.
// Sources: microsoft/azure-pipelines-agent, Command.TryParse; JetBrains, TeamCity
// service messages; actions/runner, ActionCommand.TryParse.
var logCommand = regexp.MustCompile(`##([A-Za-z0-9._-]*\[)`)

// withoutCommands breaks up what would command a CI system. "::" is a command to
// a GitHub runner at the beginning of a line, and a report may break its lines
// before every word. Source: actions/runner, ActionCommand.TryParseV2.
func withoutCommands(s string) string {
	if strings.Contains(s, "##") {
		s = logCommand.ReplaceAllString(s, `#\u{23}$1`)
	}
	if !strings.Contains(s, "::") {
		return s
	}
	var b strings.Builder
	before := ' '
	for i, r := range s {
		if r == ':' && before == ':' && beginsWord(s[:i-1]) {
			b.WriteString(`\u{3a}`)
		} else {
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}

// beginsWord reports whether a word begins after s.
func beginsWord(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(s)
	return s == "" || unicode.IsSpace(last)
}

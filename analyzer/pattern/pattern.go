// Package pattern matches names and paths with the globs that users write in
// configurations: * and ? stand for any text and any character.
package pattern

import (
	"path/filepath"
	"regexp"
	"strings"
)

// Name compiles a pattern for names of flows, nodes, data actions: it matches
// the whole name, in any letter case.
func Name(glob string) *regexp.Regexp {
	return compile("(?is)^" + translate(glob, ".") + "$")
}

// Path compiles a pattern for paths: * and ? within a name, ** across names,
// and all that is below what matches. It matches absolute paths (Absolute).
func Path(glob string) *regexp.Regexp {
	return compile("(?s)^" + translate(Absolute(glob), "[^/]") + "(?:/.*)?$")
}

// Absolute makes paths comparable that begin at different places.
func Absolute(name string) string {
	full, err := filepath.Abs(filepath.FromSlash(name))
	if err != nil {
		return name
	}
	return filepath.ToSlash(full)
}

// Any reports whether one of the patterns matches the text.
func Any(patterns []*regexp.Regexp, text string) bool {
	for _, p := range patterns {
		if p.MatchString(text) {
			return true
		}
	}
	return false
}

// compile cannot fail on valid UTF-8: all but our own operators is quoted.
func compile(expression string) *regexp.Regexp {
	return regexp.MustCompile(strings.ToValidUTF8(expression, "\uFFFD"))
}

// translate writes a glob as a regular expression; one is what ? stands for.
func translate(glob, one string) string {
	var b strings.Builder
	for i := 0; i < len(glob); i++ {
		switch {
		case strings.HasPrefix(glob[i:], "**/"):
			b.WriteString("(?:.*/)?")
			i += 2
		case strings.HasPrefix(glob[i:], "**"):
			b.WriteString(".*")
			i++
		case glob[i] == '*':
			b.WriteString(one + "*")
		case glob[i] == '?':
			b.WriteString(one)
		default:
			b.WriteString(quoteText(glob, &i))
		}
	}
	return b.String()
}

// quoteText quotes what stands up to the next character that means something.
func quoteText(glob string, i *int) string {
	end := *i
	for end < len(glob) && glob[end] != '*' && glob[end] != '?' {
		end++
	}
	text := glob[*i:end]
	*i = end - 1
	return regexp.QuoteMeta(text)
}

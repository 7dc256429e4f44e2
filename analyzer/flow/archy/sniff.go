package archy

import (
	"bytes"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"

	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

// Sniff reports whether text looks like Archy YAML: a line without indentation
// (or the first that holds anything) begins with the root key of a flow type,
// or the first such line with some other key and what says where a flow starts
// comes below it. It is cheap, and true for some files that are no flows.
func Sniff(text []byte) bool {
	text = source.Legible(text)
	first := true
	for rest := text; len(rest) > 0; {
		var raw []byte
		raw, rest = cutLine(rest)
		line := strings.TrimRight(string(raw), " \t\r\n")
		content := strings.TrimLeft(line, " \t")
		if content == "" || content[0] == '#' || content[0] == '%' {
			continue
		}
		if rest, marker := strings.CutPrefix(content, "---"); marker {
			if content = strings.TrimLeft(rest, " \t"); content == "" {
				continue
			}
		}
		if (first || len(content) == len(line)) && startsFlow(content, text, first) {
			return true
		}
		first = false
	}
	return false
}

// startsFlow reports whether a line begins with a root key. A key of one
// common word ("workflow", "voice") is one only in a text that has some key of
// a flow's body; a key that no type has, only as the first of its text.
func startsFlow(line string, text []byte, first bool) bool {
	key, ok := rootKey(line)
	if !ok {
		return false
	}
	typ, known := flow.TypeOf(key)
	switch {
	case !known:
		return first && starts.Match(text)
	case isDistinct(key, typ), bytes.Contains(text, []byte(startKeys[0])):
		return true
	default:
		return bodyKey.Match(text)
	}
}

// Resembles reports whether text looks like Archy YAML or like what is left of
// it: it is true wherever Sniff is, and for a text that says where a flow starts
// although no line begins one. Other texts quote flows too (a README, a program),
// so that it is for files that are data by their names.
func Resembles(text []byte) bool {
	return Sniff(text) || startOf(text) >= 0
}

// startOf returns the offset of the first key of a flow's start that stands in
// no comment, or -1.
func startOf(text []byte) int {
	for _, at := range starts.FindAllSubmatchIndex(text, -1) {
		key := at[2]
		line := text[bytes.LastIndexByte(text[:key], '\n')+1 : key]
		if !bytes.HasPrefix(bytes.TrimLeft(line, " \t"), []byte("#")) {
			return key
		}
	}
	return -1
}

// indicators are what YAML allows before a key: a list's or a complex key's
// mark, tags, anchors. Source: YAML 1.2.2, sections 6.9 and 8.2.
var indicators = regexp.MustCompile(`^(?:(?:[-?]|[!&][^\s{}\[\],]*)(?:[ \t]+|$))+`)

// rootKey returns the key that a line begins with, maybe in quotes or braces.
func rootKey(line string) (string, bool) {
	line = strings.TrimLeft(line[len(indicators.FindString(line)):], "{[ \t\"'")
	end := strings.IndexAny(line, "\"': \t")
	if end <= 0 {
		return "", false
	}
	after, colon := strings.CutPrefix(strings.TrimLeft(line[end:], "\"' \t"), ":")
	return line[:end], colon && (after == "" || after[0] == ' ' || after[0] == '\t' || after[0] == '{')
}

// isDistinct reports whether a root key can mean nothing but a flow: it has
// two words ("inboundCall").
func isDistinct(key string, typ flow.Type) bool {
	return key == typ.Info().Archy && strings.ToLower(key) != key
}

// bodyKeys are keys that a flow's body has and that files of other tools do
// not have under the same root key: "workflow", "voice" and "bot" are common words.
var bodyKeys = []string{
	"startUpRef", "startUpTaskActions", "tasks", "menus", "states", "bots", "division",
	"defaultLanguage", "supportedLanguages", "settingsErrorHandling", "settingsActionDefaults",
}

// startKeys say where a flow starts. No other file has them, so that a flow of
// a type that is not known yet is recognised by them.
var startKeys = bodyKeys[:2]

var (
	starts  = regexp.MustCompile(`(?:^|[\n\s{,"'])(` + strings.Join(startKeys, "|") + `)["']?[ \t]*:`)
	bodyKey = regexp.MustCompile(`(?:^|[\n\s{,"'])(?:` + strings.Join(bodyKeys, "|") + `)["']?[ \t]*:`)
)

// rootType reports whether a root key begins a flow, and its type. A type
// that the table lacks is the key's own name.
func rootType(root field) (typ flow.Type, known, ok bool) {
	if root.value.Kind != yaml.MappingNode {
		return "", false, false
	}
	key := withoutReplaced(root.key)
	typ, known = flow.TypeOf(key)
	switch {
	case !known:
		return typ, false, hasAny(root.value, startKeys)
	case isDistinct(key, typ):
		return typ, true, true
	default:
		return typ, true, hasAny(root.value, bodyKeys)
	}
}

// withoutReplaced is a key without the characters that could not be read.
func withoutReplaced(key string) string {
	return strings.ReplaceAll(key, string(replaced), "")
}

func hasAny(n *yaml.Node, keys []string) bool {
	for _, key := range keys {
		if lookup(n, key) != nil {
			return true
		}
	}
	return false
}

// markers are the lines at which YAML parts documents, whatever stands around
// them: no scalar can hold such a line. Source: YAML 1.2.2, section 9.1.4.
var markers = regexp.MustCompile(`(?m)^---(?:[ \t\r]|$)`)

// splitDocuments cuts text before every marker but one at its very start. Each
// piece keeps its place: blank lines stand for what comes before it.
func splitDocuments(text []byte) [][]byte {
	var pieces [][]byte
	begin, lines := 0, 0
	cut := func(end int) {
		part := text[begin:end]
		pieces = append(pieces, append(bytes.Repeat([]byte("\n"), lines), part...))
		lines += bytes.Count(part, []byte("\n"))
		begin = end
	}
	for _, at := range markers.FindAllIndex(text, maxDocuments) {
		if at[0] > 0 {
			cut(at[0])
		}
	}
	cut(len(text))
	return pieces
}

// maxDocuments bounds the pieces of a broken file that are looked at one by
// one: they are copied with the lines before them.
const maxDocuments = 100

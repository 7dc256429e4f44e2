package archy

import (
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"
)

// substitute puts values in the place of placeholders, in keys and in values, as CX as
// Code does before it publishes a flow: {{key}}, without blanks (provider
// mypurecloud/genesyscloud, argument substitutions of genesyscloud_flow). The nodes keep
// their places. A value stands for a text: it cannot add keys or items.
func substitute(n *yaml.Node, values map[string]string) {
	if n.Kind == yaml.ScalarNode {
		substituteScalar(n, values)
		return
	}
	for _, child := range n.Content {
		substitute(child, values)
	}
}

func substituteScalar(n *yaml.Node, values map[string]string) {
	text, templated := restore(n.Value)
	if !templated {
		return
	}
	n.Value = placeholders.ReplaceAllStringFunc(text, func(whole string) string {
		if value, given := values[keyOf(whole)]; given {
			return value
		}
		return string(mask([]byte(whole)))
	})
	if n.Style == 0 { // a plain scalar: 12 is a number now
		n.Tag = ""
		n.Tag = n.ShortTag()
	}
}

// keyOf is the key of a placeholder, "" for one of another notation.
func keyOf(placeholder string) string {
	if key, ok := strings.CutPrefix(placeholder, "{{"); ok {
		return strings.TrimSuffix(key, "}}")
	}
	return ""
}

// Substituted is a text with values in the place of its placeholders, as far as they
// are given.
func Substituted(text string, values map[string]string) string {
	return placeholders.ReplaceAllStringFunc(text, func(whole string) string {
		if value, given := values[keyOf(whole)]; given {
			return value
		}
		return whole
	})
}

// nameLine finds the names of a flow and of what stands in it.
var nameLine = regexp.MustCompile(`(?m)^([ \t]+)name:[ \t]*(\S.*?)[ \t\r]*$`)

// NameIn is the name of the flow in a text, placeholders as they are, "" where none is
// written as a plain line: of the lines with a name the first that is indented least.
func NameIn(text []byte) string {
	name, least := "", -1
	for _, m := range nameLine.FindAllSubmatch(text, -1) {
		if least < 0 || len(m[1]) < least {
			name, least = string(m[2]), len(m[1])
		}
	}
	if n := len(name); n > 1 && (name[0] == '"' || name[0] == '\'') && name[n-1] == name[0] {
		name = name[1 : n-1]
	}
	return name
}

// Placeholders are the keys that a template's text names as {{key}}, each once, in the
// order of the text, with the offset of the first.
func Placeholders(text []byte) (keys []string, offsets []int) {
	seen := make(map[string]bool)
	for _, at := range placeholders.FindAllIndex(text, -1) {
		if key := keyOf(string(text[at[0]:at[1]])); key != "" && !seen[key] {
			seen[key] = true
			keys, offsets = append(keys, key), append(offsets, at[0])
		}
	}
	return keys, offsets
}

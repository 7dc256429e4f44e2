package archy

import (
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// field is one entry of a mapping. key is the text as written, placeholders
// restored; value is never an alias.
type field struct {
	key     string
	keyNode *yaml.Node
	value   *yaml.Node
}

// target follows aliases. It gives nil for nil and for an alias that leads to
// itself, which check refuses anyway.
func target(n *yaml.Node) *yaml.Node {
	for hops := 0; n != nil && n.Kind == yaml.AliasNode; hops++ {
		if hops == 10 {
			return nil
		}
		n = n.Alias
	}
	return n
}

// lookup returns the value of a key in a mapping, or nil. Of several the last
// counts; keys that come in by a merge ("<<") count less than written ones.
func lookup(n *yaml.Node, key string) *yaml.Node {
	n = target(n)
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	merges := false
	for i := len(n.Content) - 2; i >= 0; i -= 2 {
		if n.Content[i].Value == key {
			return target(n.Content[i+1])
		}
		merges = merges || isMerge(n.Content[i])
	}
	if !merges {
		return nil
	}
	for _, f := range fieldsOf(n) {
		if f.key == key {
			return f.value
		}
	}
	return nil
}

// lookupPath follows keys one after the other; "*" stands for the first key.
func lookupPath(n *yaml.Node, keys ...string) *yaml.Node {
	for _, key := range keys {
		if key != "*" {
			n = lookup(n, key)
			continue
		}
		f, ok := onlyField(n)
		if !ok {
			return nil
		}
		n = f.value
	}
	return n
}

// fieldsOf lists the entries of a mapping in document order, each key once.
// It gives none for anything else.
func fieldsOf(n *yaml.Node) []field {
	n = target(n)
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	set := fieldSet{fields: make([]field, 0, len(n.Content)/2)}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], target(n.Content[i+1])
		if value == nil {
			continue
		}
		if isMerge(key) {
			set.merge(value)
			continue
		}
		text, _ := restore(key.Value)
		set.put(field{text, key, value}, true)
	}
	return set.fields
}

// fieldSet collects entries, each key once. Nearly all mappings have a few
// entries, which are quicker to look through than to index.
type fieldSet struct {
	fields []field
	index  map[string]int // nil while there are few
}

const fewFields = 16

// merge adds the entries that the set lacks, of a mapping or a list of them.
func (s *fieldSet) merge(from *yaml.Node) {
	sources := []*yaml.Node{from}
	if from.Kind == yaml.SequenceNode {
		sources = from.Content
	}
	for _, source := range sources {
		for _, f := range fieldsOf(source) {
			s.put(f, false)
		}
	}
}

// put adds f, or lets it replace the entry of the same key.
func (s *fieldSet) put(f field, replace bool) {
	if i := s.find(f.key); i >= 0 {
		if replace {
			s.fields[i] = f
		}
		return
	}
	s.fields = append(s.fields, f)
	if s.index != nil {
		s.index[f.key] = len(s.fields) - 1
	}
}

func (s *fieldSet) find(key string) int {
	if len(s.fields) < fewFields {
		return slices.IndexFunc(s.fields, func(f field) bool { return f.key == key })
	}
	if s.index == nil {
		s.index = make(map[string]int, cap(s.fields))
		for i, f := range s.fields {
			s.index[f.key] = i
		}
	}
	if i, ok := s.index[key]; ok {
		return i
	}
	return -1
}

func isMerge(key *yaml.Node) bool { return key.Kind == yaml.ScalarNode && key.Tag == "!!merge" }

// onlyField returns the first entry of a mapping: most of Archy's objects are
// mappings of one key that says what they are.
func onlyField(n *yaml.Node) (field, bool) {
	n = target(n)
	if n == nil || n.Kind != yaml.MappingNode || len(n.Content) < 2 {
		return field{}, false
	}
	if key, value := n.Content[0], target(n.Content[1]); len(n.Content) == 2 && value != nil && !isMerge(key) {
		text, _ := restore(key.Value)
		return field{text, key, value}, true
	}
	fields := fieldsOf(n)
	if len(fields) == 0 {
		return field{}, false
	}
	return fields[0], true
}

// itemsOf returns the items of a sequence, aliases followed.
func itemsOf(n *yaml.Node) []*yaml.Node {
	n = target(n)
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	items := make([]*yaml.Node, 0, len(n.Content))
	for _, item := range n.Content {
		if item = target(item); item != nil {
			items = append(items, item)
		}
	}
	return items
}

func isNull(n *yaml.Node) bool {
	return n == nil || n.Kind == yaml.ScalarNode && n.Tag == "!!null"
}

func isScalar(n *yaml.Node) bool { return n != nil && n.Kind == yaml.ScalarNode && !isNull(n) }

// textOf returns a scalar's text as written, placeholders restored; "" for
// anything else.
func textOf(n *yaml.Node) string {
	if n = target(n); !isScalar(n) {
		return ""
	}
	text, _ := restore(n.Value)
	return text
}

// isWordTrue and isWordFalse read what authors write for a boolean.
func isWordTrue(n *yaml.Node) bool  { return isOneOf(textOf(n), "true", "yes", "on") }
func isWordFalse(n *yaml.Node) bool { return isOneOf(textOf(n), "false", "no", "off") }

func isOneOf(text string, words ...string) bool {
	for _, w := range words {
		if strings.EqualFold(text, w) {
			return true
		}
	}
	return false
}

var pathEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// childPath appends keys to a path. Paths are JSON pointers.
func childPath(path string, keys ...string) string {
	size := len(path)
	for _, key := range keys {
		size += 1 + len(key)
	}
	var b strings.Builder
	b.Grow(size)
	b.WriteString(path)
	for _, key := range keys {
		if strings.ContainsAny(key, "~/") {
			key = pathEscapes.Replace(key)
		}
		b.WriteByte('/')
		b.WriteString(key)
	}
	return b.String()
}

// item appends the index of a list's item, and the item's one key, to a path.
func item(path string, index int, key string) string {
	return childPath(path, strconv.Itoa(index), key)
}

// elementPath appends an index to a path.
func elementPath(path string, index int) string { return childPath(path, strconv.Itoa(index)) }

// Package archy decodes Archy YAML, Architect's text notation of flows, into
// the flow model.
//
// Archy YAML is the tree already: containers hold lists of actions, actions
// hold outputs, outputs hold lists of actions. What the decoder adds is what
// the notation leaves out: outputs without actions (they exist and go on after
// the action), the tasks that stand inside menu choices, references resolved.
//
// Choices where the notation leaves one: of a key that stands twice in a
// mapping the last one counts, as most readers of YAML do it, and the flow's
// Problems tell of it. Keys and names are read as they are written, so that an
// unquoted yes, no or 3 is no boolean and no number. A template's placeholder
// ({{x}}, ${x}, <x>) stays in names as text; a value that holds one has the
// kind flow.Unknown.
package archy

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

// Options bound what a hostile file can cost. Zero values mean the defaults.
type Options struct {
	MaxBytes int // greatest size of a file; default 64 MiB
	MaxNodes int // greatest number of YAML nodes, aliases counted as what they stand for; default 4 million
	MaxDepth int // deepest nesting of YAML nodes; default 2,000
}

func (o Options) withDefaults() Options {
	if o.MaxBytes == 0 {
		o.MaxBytes = 64 << 20
	}
	if o.MaxNodes == 0 {
		o.MaxNodes = 4_000_000
	}
	if o.MaxDepth == 0 {
		o.MaxDepth = 2000
	}
	return o
}

// Decode reads the flows of a file, in order. A file none of whose documents
// is a flow gives none, and no error, even when it is broken. An error is a
// *source.Error; flows of documents before the broken part are not returned.
func Decode(file *source.File, opts Options) ([]*flow.Flow, error) {
	opts = opts.withDefaults()
	if !Sniff(file.Text) {
		return nil, nil
	}
	if len(file.Text) > opts.MaxBytes {
		return nil, &source.Error{File: file.Name, Message: fmt.Sprintf("%d bytes are more than the %d that a flow may have", len(file.Text), opts.MaxBytes)}
	}
	docs, text, err := parse(file)
	if err != nil {
		return nil, err
	}
	var flows []*flow.Flow
	for _, doc := range docs {
		found, err := decodeDocument(file, text, doc, opts)
		if err != nil {
			return nil, err
		}
		flows = append(flows, found...)
	}
	tellTextProblems(file, text, flows)
	return flows, nil
}

// decodeDocument reads the flow (by all means only one) of a document.
func decodeDocument(file *source.File, text prepared, doc *yaml.Node, opts Options) ([]*flow.Flow, error) {
	if doc.Kind != yaml.DocumentNode || len(doc.Content) == 0 {
		return nil, nil
	}
	var flows []*flow.Flow
	for _, root := range fieldsOf(doc.Content[0]) {
		typ, ok := rootType(root)
		if !ok {
			continue
		}
		d := newDecoder(file, text, typ)
		if err := d.check(root, opts); err != nil {
			return nil, err
		}
		flows = append(flows, d.decode(root))
	}
	return flows, nil
}

// tellTextProblems notes with the first flow what was odd about the file's text.
func tellTextProblems(file *source.File, text prepared, flows []*flow.Flow) {
	if len(flows) == 0 {
		return
	}
	var told []*source.Error
	for _, p := range text.problems {
		told = append(told, &source.Error{File: file.Name, Pos: p.pos, Message: p.message})
	}
	flows[0].Notes = slices.Concat(told, flows[0].Notes)
}

// Sniff reports whether text looks like Archy YAML: a line without indentation
// (or the first that holds anything) begins with the root key of a flow type.
// It is cheap, and true for some files that are no flows.
func Sniff(text []byte) bool {
	first := true
	for rest := text; len(rest) > 0; {
		var raw []byte
		raw, rest = cutLine(rest)
		line := strings.TrimRight(strings.TrimPrefix(string(raw), "\uFEFF"), " \t\r\n")
		key := strings.TrimLeft(line, " \t")
		if key == "" || key[0] == '#' || strings.HasPrefix(key, "---") || key[0] == '%' {
			continue
		}
		if (first || len(key) == len(line)) && startsWithRoot(key) {
			return true
		}
		first = false
	}
	return false
}

// startsWithRoot reports whether a line begins with a root key and a colon,
// both maybe in quotes or in braces.
func startsWithRoot(line string) bool {
	line = strings.TrimLeft(line, "{ \t\"'")
	end := strings.IndexAny(line, "\"': \t")
	if end <= 0 {
		return false
	}
	after, colon := strings.CutPrefix(strings.TrimLeft(line[end:], "\"' \t"), ":")
	_, known := flow.TypeOf(line[:end])
	return known && colon && (after == "" || after[0] == ' ' || after[0] == '\t' || after[0] == '{')
}

// bodyKeys are keys that a flow's body has and that files of other tools do
// not have under the same root key: "workflow", "voice" and "bot" are common words.
var bodyKeys = []string{
	"startUpRef", "startUpTaskActions", "tasks", "menus", "states", "bots", "division",
	"defaultLanguage", "supportedLanguages", "settingsErrorHandling", "settingsActionDefaults",
}

// rootType tells whether a root key begins a flow, and of which type. Keys of
// two words ("inboundCall") can mean nothing else; a single common word must
// hold something that only flows hold.
func rootType(root field) (flow.Type, bool) {
	typ, known := flow.TypeOf(root.key)
	if !known || root.value.Kind != yaml.MappingNode {
		return "", false
	}
	if root.key == typ.Info().Archy && strings.ToLower(root.key) != root.key {
		return typ, true
	}
	for _, key := range bodyKeys {
		if lookup(root.value, key) != nil {
			return typ, true
		}
	}
	return "", false
}

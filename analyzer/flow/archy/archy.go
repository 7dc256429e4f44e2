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
// Problems report it. Keys and names are read as they are written, so that an
// unquoted yes, no or 3 is no boolean and no number. A template's placeholder
// ({{x}}, ${x}, <x>) stays in names as text; a value that holds one has the
// kind flow.Unknown.
package archy

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"

	"gopkg.in/yaml.v3"

	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

// Options bound what a hostile file can cost. Zero values mean the defaults.
type Options struct {
	MaxBytes int // greatest size of a file
	MaxNodes int // greatest number of YAML nodes, aliases counted as what they stand for
	MaxDepth int // deepest nesting of YAML nodes
	// Substitutions stand for placeholders, by key: {{key}} is read as the value.
	Substitutions map[string]string
}

// The default limits. The largest public flow has 193 KB, 15,000 nodes and 40
// levels; parsing takes about a hundred bytes of memory for a byte of text.
const (
	DefaultMaxBytes = 16 << 20
	DefaultMaxNodes = 1_000_000
	DefaultMaxDepth = 2000
)

func (o Options) withDefaults() Options {
	o.MaxBytes = cmp.Or(o.MaxBytes, DefaultMaxBytes)
	o.MaxNodes = cmp.Or(o.MaxNodes, DefaultMaxNodes)
	o.MaxDepth = cmp.Or(o.MaxDepth, DefaultMaxDepth)
	return o
}

// Decode reads the flows of a file, in order. A file that does not resemble a
// flow gives none, and no error, even when it is broken. One that says where a
// flow starts, or begins as only flows do, gives a flow or an error. Errors are
// *source.Errors, joined when several documents of the file are at fault; the
// flows of its other documents are returned beside them.
func Decode(file *source.File, opts Options) ([]*flow.Flow, error) {
	opts = opts.withDefaults()
	if !Resembles(file.Text) {
		return nil, nil
	}
	if err := checkSize(file, opts); err != nil {
		return nil, err
	}
	var flows []*flow.Flow
	errs := []error{zeroBytes(file)}
	for _, p := range parse(file) {
		found, err := decodePiece(file, p, opts)
		flows = append(flows, found...)
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil || len(flows) > 0 {
		return flows, err
	}
	return nil, lostStart(file)
}

// checkSize refuses a text that would take too much memory to parse. Every
// node but the first costs at least one of the characters that part nodes.
func checkSize(file *source.File, opts Options) error {
	if len(file.Text) > opts.MaxBytes {
		return &source.Error{File: file.Name, Message: fmt.Sprintf("%d bytes are more than the %d that a flow may have",
			len(file.Text), opts.MaxBytes)}
	}
	parts := 0
	for _, c := range []string{"\n", ",", ":", "-", "[", "{"} {
		parts += bytes.Count(file.Text, []byte(c))
	}
	if limit := 4 * opts.MaxNodes; parts > limit {
		return &source.Error{File: file.Name, Message: fmt.Sprintf("too many parts for a flow: %d line ends and marks between YAML nodes, the "+
			"limit is %d", parts, limit)}
	}
	return nil
}

// decodePiece reads the flows of the documents of one piece of the file.
func decodePiece(file *source.File, p piece, opts Options) ([]*flow.Flow, error) {
	errs := []error{p.err}
	var flows []*flow.Flow
	for _, doc := range p.docs {
		if len(opts.Substitutions) > 0 {
			substitute(doc, opts.Substitutions)
		}
		found, err := decodeDocument(file, p.text, doc, opts)
		flows = append(flows, found...)
		errs = append(errs, err)
	}
	tellTextProblems(file, p.text, flows)
	return flows, errors.Join(errs...)
}

// decodeDocument reads the flow of a document, normally one.
func decodeDocument(file *source.File, text prepared, doc *yaml.Node, opts Options) ([]*flow.Flow, error) {
	if doc.Kind != yaml.DocumentNode || len(doc.Content) == 0 {
		return nil, nil
	}
	var flows []*flow.Flow
	var errs []error
	for _, root := range fieldsOf(doc.Content[0]) {
		typ, known, ok := rootType(root)
		if !ok {
			errs = append(errs, emptyRoot(file, text, root))
			continue
		}
		d := newDecoder(file, text, typ)
		if !known {
			d.note(root.keyNode, "%s", flow.UnknownType(typ))
		}
		if err := d.check(root, opts); err != nil {
			return flows, errors.Join(append(errs, err)...)
		}
		f := d.decode(root)
		if err := flow.CheckImplied(f); err != nil {
			return flows, errors.Join(append(errs, err)...)
		}
		f.Notes = append(f.Notes, flow.UndeclaredTaskOutputs(f)...)
		flows = append(flows, f)
	}
	if err := errors.Join(errs...); err != nil || len(flows) > 0 {
		return flows, err
	}
	return nil, lostFlow(file, text, doc)
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

// Package platform decodes flow configurations as the Platform API returns
// them (GET /api/v2/flows/{id}/versions/{v}/configuration), and the .i3* files
// that Architect exports, which hold the same JSON in an envelope.
//
// Decoding is one pass over the text's tokens. Most of a configuration is
// editor state, prompts and language models; that is skipped unread, except
// that variables which an action's prompts mention are noted. What the pass
// collects is then linked into the flow tree, in which every action stands
// exactly once.
package platform

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

// Options bound what a decoder accepts. A zero field means its default.
type Options struct {
	// ID is the flow's GUID where the caller knows it: the configuration
	// itself does not say.
	ID string
	// MaxBytes bounds the text (after decoding an .i3* envelope).
	MaxBytes int
	// MaxNodes bounds containers and actions, embedded modules included.
	MaxNodes int
	// MaxDepth bounds how deep outputs nest, and common modules in modules.
	MaxDepth int
}

// The default limits: far above any flow that Architect can publish.
const (
	DefaultMaxBytes = 256 << 20
	DefaultMaxNodes = 200_000
	DefaultMaxDepth = 400
)

func (o Options) withDefaults() Options {
	o.MaxBytes = cmp.Or(o.MaxBytes, DefaultMaxBytes)
	o.MaxNodes = cmp.Or(o.MaxNodes, DefaultMaxNodes)
	o.MaxDepth = cmp.Or(o.MaxDepth, DefaultMaxDepth)
	return o
}

// Decode reads one flow configuration. Values keep slices of the file's text.
//
// Broken JSON, a text that is no flow configuration, and a passed limit are a
// *source.Error with the place. Contradictions that leave the rest readable
// (a link to nothing, an action that nothing links to, a manifest entry
// without its action) are Problems of the flow.
func Decode(file *source.File, opts Options) (*flow.Flow, error) {
	opts = opts.withDefaults()
	if len(file.Text) > opts.MaxBytes {
		return nil, &source.Error{File: file.Name, Message: fmt.Sprintf("larger than the limit of %d bytes", opts.MaxBytes)}
	}
	r := newReader(file, opts)
	return r.document()
}

// document reads the one value of the text.
func (r *reader) document() (*flow.Flow, error) {
	if len(bytes.TrimSpace(r.text)) == 0 {
		return nil, r.errorAt(0, "empty: no flow configuration")
	}
	d, err := r.decode(0)
	if err != nil {
		return nil, err
	}
	if d == nil {
		return nil, r.errorAt(0, "not a flow configuration: there is no flowSequenceItemList")
	}
	if err := r.end(); err != nil {
		return nil, err
	}
	if err := flow.CheckImplied(d.flow); err != nil {
		return nil, err
	}
	if r.opts.ID != "" {
		d.flow.ID = r.opts.ID
	}
	return d.flow, nil
}

// sortProblems puts problems in the order of their places.
func sortProblems(problems []*source.Error) {
	slices.SortStableFunc(problems, func(a, b *source.Error) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column))
	})
}

package intake

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/export"
	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/internal/phrase"
	"archlint/analyzer/org"
	"archlint/analyzer/source"
	"archlint/analyzer/waiver"
)

// document is what one document held.
type document struct {
	flows       []*flow.Flow
	notes       []*source.Error // what was odd about the flows, read all the same
	definitions []org.Definition
	piece       *org.Piece
	waivers     []waiver.Waiver
	errs        []error
	damaged     bool // a flow in it could not be read
}

// decode never panics on an input: a defect in a decoder becomes an error
// about the file, and the other files are still reviewed.
func decode(doc *export.Document) document { return decodeWith(doc, archy.Options{}) }

func decodeWith(doc *export.Document, o archy.Options) (out document) {
	defer func() {
		if p := recover(); p != nil {
			out = document{damaged: true, errs: []error{
				&source.Error{File: doc.File.Name, Message: fmt.Sprintf("defect in archlint while reading this file: %v", p)}}}
		}
	}()
	if doc.Err != nil {
		out.fail(doc, doc.Err)
		return out
	}
	switch doc.Format {
	case export.ArchyYAML:
		flows, err := archy.Decode(doc.File, o)
		out.add(doc, err, flows...)
		out.waivers = waiver.Comments(doc.File)
	case export.PlatformJSON:
		f, err := platform.Decode(doc.File, platform.Options{ID: doc.FlowID})
		out.add(doc, err, f)
	case export.I3:
		f, err := platform.DecodeI3(doc.File, platform.Options{ID: doc.FlowID})
		out.add(doc, err, f)
	case export.DataActionJSON, export.Terraform, export.TerraformJSON:
		d, err := org.DecodeDefinitions(doc.File)
		out.add(doc, err)
		out.definitions = d.Definitions
		for _, p := range d.Problems {
			out.errs = append(out.errs, p)
		}
	case export.OrgFacts:
		out.piece = &org.Piece{Role: doc.Role, File: doc.File}
	case export.ExportInfo:
		out.piece = &org.Piece{Role: org.ManifestRole, File: doc.File}
	}
	return out
}

// quotable reports whether a finding may come to stand in the document, so that
// its lines are wanted again.
func (d *document) quotable() bool { return len(d.flows) > 0 || len(d.definitions) > 0 }

func (d *document) add(doc *export.Document, err error, flows ...*flow.Flow) {
	if err != nil {
		d.fail(doc, err)
		d.damaged = doc.Format == export.ArchyYAML || doc.Format == export.PlatformJSON || doc.Format == export.I3
	}
	for _, f := range flows {
		if f == nil {
			continue
		}
		if f.ID == "" {
			f.ID = doc.FlowID
		}
		d.flows = append(d.flows, f)
		d.notes = append(d.notes, firstOf(f.Notes)...)
		for _, p := range firstOf(f.Problems) {
			d.errs = append(d.errs, p)
		}
	}
}

// mostOfOneFlow bounds what is reported of one flow: a file that is odd throughout is
// odd in the same way, and a report of thousands of lines hides the others.
const mostOfOneFlow = 50

// firstOf is the first problems of a flow, and how many there are beyond.
func firstOf(problems []*source.Error) []*source.Error {
	if len(problems) <= mostOfOneFlow {
		return problems
	}
	first := problems[mostOfOneFlow]
	more := &source.Error{File: first.File, Pos: first.Pos, Message: fmt.Sprintf("%s like the above from here on",
		phrase.Plural(len(problems)-mostOfOneFlow, "more problem"))}
	return append(slices.Clone(problems[:mostOfOneFlow]), more)
}

// fail keeps an error with the file that it is about; several, if it is made
// of several.
func (d *document) fail(doc *export.Document, err error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range joined.Unwrap() {
			d.fail(doc, one)
		}
		return
	}
	var at *source.Error
	if errors.As(err, &at) {
		d.errs = append(d.errs, at)
		return
	}
	d.errs = append(d.errs, &source.Error{File: doc.File.Name, Message: strings.TrimPrefix(err.Error(), doc.File.Name+": ")})
}

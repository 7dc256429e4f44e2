package analyzer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"archlint/analyzer/export"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/org"
	"archlint/analyzer/source"
	"archlint/analyzer/waiver"
)

// input is everything that the paths held, decoded.
type input struct {
	flows       []*pending
	notes       []*source.Error // what was odd about the files, read all the same
	definitions []org.Definition
	org         *org.Org
	sources     *files
	modules     map[string]*flow.Flow // common modules by id and lower-case name
	waivers     []waiver.Waiver       // that stand as comments in the flows
	damaged     int                   // files with a flow that could not be read
}

// pending is a flow, analysed as soon as it was decoded if it needs no other
// one for that: its tree is let go then.
type pending struct {
	flow     *flow.Flow
	reviewed *reviewed
}

// decoded is what one document held.
type decoded struct {
	flows       []*pending
	definitions []org.Definition
	piece       *org.Piece
	waivers     []waiver.Waiver
	errs        []error
	damaged     bool // a flow in it could not be read
}

// read decodes the documents of paths, several at a time, in their order.
func (r *job) read(ctx context.Context, paths []string) *input {
	in := &input{sources: newFiles(), modules: make(map[string]*flow.Flow)}
	var results []*decoded
	var led []string // links out of the directories, not followed
	var wg sync.WaitGroup
	gate := make(chan struct{}, r.opts.jobs())
	for doc := range export.Documents(ctx, paths, export.Options{Stdin: r.opts.Stdin, StdinName: r.opts.StdinName, Trees: r.opts.Trees, FollowLinks: r.opts.FollowLinks}) {
		out := new(decoded)
		results = append(results, out)
		if doc.Format == export.Link {
			led = append(led, doc.File.Name)
		}
		if r.passedOver(doc) {
			continue
		}
		gate <- struct{}{}
		wg.Go(func() {
			defer func() { <-gate }()
			r.decode(doc, out)
			if out.quotable() {
				in.sources.add(doc)
			}
			r.analyseEarly(out)
		})
	}
	wg.Wait()
	r.collect(in, results)
	r.noteLinks(in, led)
	return in
}

// noteLinks says which links were not followed: what they lead to may be flows.
func (r *job) noteLinks(in *input, names []string) {
	if len(names) == 0 {
		return
	}
	const few = 5
	list := strings.Join(names[:min(few, len(names))], ", ")
	if more := len(names) - few; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	note := fmt.Sprintf("symbolic links that lead out of the directory are not followed: %s. What they lead to is not reviewed; --follow-links follows them.", list)
	r.log.Warn(note)
	in.notes = append(in.notes, &source.Error{File: names[0], Message: note})
}

// passedOver reports whether a document is of no interest, and logs its name.
func (r *job) passedOver(doc *export.Document) bool {
	switch {
	case doc.Err != nil:
		return false
	case doc.Format == export.Link:
		r.log.Info("passed over: a symbolic link that leads out of the directory", "file", doc.File.Name)
		return true
	case doc.Format == export.Archive:
		r.log.Info("passed over: an archive is opened only where it is a path itself", "file", doc.File.Name)
		return true
	case doc.Format == export.Other:
		r.log.Info("passed over: not a flow", "file", doc.File.Name)
		return true
	}
	return false
}

// decode never panics on an input: a defect in a decoder becomes an error
// about the file, and the other files are still reviewed.
func (r *job) decode(doc *export.Document, out *decoded) {
	defer func() {
		if p := recover(); p != nil {
			*out = decoded{damaged: true, errs: []error{&source.Error{File: doc.File.Name, Message: fmt.Sprintf("defect in archlint while reading this file: %v", p)}}}
		}
	}()
	if doc.Err != nil {
		out.fail(doc, doc.Err)
		return
	}
	switch doc.Format {
	case export.ArchyYAML:
		flows, err := archy.Decode(doc.File, archy.Options{})
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
}

// quotable reports whether a finding may come to stand in the document, so that
// its lines are wanted again.
func (d *decoded) quotable() bool { return len(d.flows) > 0 || len(d.definitions) > 0 }

func (d *decoded) add(doc *export.Document, err error, flows ...*flow.Flow) {
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
		d.flows = append(d.flows, &pending{flow: f})
		for _, p := range told(f.Problems) {
			d.errs = append(d.errs, p)
		}
	}
}

// mostTold bounds what is told of one flow: a file that is odd throughout is
// odd in the same way, and a report of thousands of lines hides the others.
const mostTold = 50

// told is the first problems of a flow, and how many there are beyond.
func told(problems []*source.Error) []*source.Error {
	if len(problems) <= mostTold {
		return problems
	}
	first := problems[mostTold]
	more := &source.Error{File: first.File, Pos: first.Pos, Message: fmt.Sprintf("%s like the above from here on", plural(len(problems)-mostTold, "more problem"))}
	return append(slices.Clone(problems[:mostTold]), more)
}

// fail keeps an error with the file that it is about; several, if it is made
// of several.
func (d *decoded) fail(doc *export.Document, err error) {
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

// collect puts the documents' contents together, in the order of the paths.
func (r *job) collect(in *input, results []*decoded) {
	var pieces []org.Piece
	for _, d := range results {
		in.flows = append(in.flows, d.flows...)
		for _, p := range d.flows {
			in.notes = append(in.notes, told(p.flow.Notes)...)
		}
		in.definitions = append(in.definitions, d.definitions...)
		in.waivers = append(in.waivers, d.waivers...)
		if d.damaged {
			in.damaged++
		}
		if d.piece != nil {
			pieces = append(pieces, *d.piece)
		}
		for _, err := range d.errs {
			r.trouble(err)
		}
	}
	var problems []*source.Error
	in.org, problems = org.Parse(pieces)
	for _, p := range problems {
		r.trouble(p)
	}
	for _, p := range in.flows {
		if f := p.flow; f.Type == "commonmodule" {
			in.modules[strings.ToLower(f.Name)] = f
			if f.ID != "" {
				in.modules[f.ID] = f
			}
		}
	}
	r.org = in.org.Facts()
	for _, note := range incomplete(r.org) {
		r.log.Warn(note)
		r.notes = append(r.notes, note)
	}
	r.org.DataActions = r.nameIntegrations(in)
}

// module finds the flow of a common module that is called by reference.
func (in *input) module(x flow.External) *flow.Flow {
	if f := in.modules[x.ID]; x.ID != "" && f != nil {
		return f
	}
	return in.modules[strings.ToLower(x.Name)]
}

// nameIntegrations gives definitions the name and type of their integration
// where only its id was exported with them, and returns them for policies.
func (r *job) nameIntegrations(in *input) []facts.Definition {
	byID := make(map[string]facts.Integration)
	for _, i := range r.org.Integrations {
		byID[i.ID] = i
	}
	out := make([]facts.Definition, 0, len(in.definitions))
	for i := range in.definitions {
		d := &in.definitions[i]
		if known, ok := byID[d.IntegrationID]; ok && d.IntegrationID != "" {
			d.NameIntegration(known.Name, known.Type)
		}
		if !d.Auth {
			out = append(out, d.Definition)
		}
	}
	slices.SortStableFunc(out, func(a, b facts.Definition) int {
		return strings.Compare(a.Name+"\x00"+a.ID, b.Name+"\x00"+b.ID)
	})
	return out
}

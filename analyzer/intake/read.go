// Package intake reads what paths hold: flows, definitions of data actions, facts of
// the organisation, waivers. It decodes, and judges nothing.
package intake

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"

	"archlint/analyzer/export"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/org"
	"archlint/analyzer/source"
	"archlint/analyzer/terraform"
	"archlint/analyzer/waiver"
)

// Options say how paths are read.
type Options struct {
	// FollowLinks also follows symbolic links that lead out of the paths.
	FollowLinks bool
	// Trees are paths that do not lie on disk, by name.
	Trees map[string]export.Tree
	// Stdin is read for the path "-", under the name StdinName.
	Stdin     io.Reader
	StdinName string
	// Terraform is what a configuration is evaluated with.
	Terraform terraform.Options
	// Executions, if set, gets the files of recorded executions, from several
	// goroutines; else they are not read.
	Executions func(*source.File)
}

// Decoded is everything that the paths held besides flows, in the order of the paths.
type Decoded struct {
	// FlowCount is how many flows were decoded.
	FlowCount int
	// Notes are what was odd about the files, read all the same.
	Notes       []*source.Error
	Definitions []org.Definition
	// Waivers stand as comments in the flows.
	Waivers []waiver.Waiver
	// Org is what the export says of the organisation, Facts the same as policies
	// see it.
	Org   *org.Org
	Facts facts.Org
	// Remarks are sentences on what the export itself says that it lacks.
	Remarks []string
	// Damaged counts the files with a flow that could not be read.
	Damaged int
	// Errors are what could not be read.
	Errors []error
	// Sources give lines of the files that findings may stand in.
	Sources *Files
}

// Read decodes the documents of paths, so many at a time. study gets each flow as
// soon as it is decoded, and Read returns what study makes of the flows, in their
// order: flows that are not needed whole need not be held until all are read. study is
// called from several goroutines.
func Read[F any](ctx context.Context, paths []string, opts Options, jobs int, log *slog.Logger, study func(*flow.Flow) F) ([]F, Decoded) {
	r := &reading[F]{opts: opts, study: study, sources: newFiles(), gate: make(chan struct{}, jobs)}
	var links []string // out of the directories, not followed
	for doc := range export.Documents(ctx, paths, export.Options{
		Stdin: opts.Stdin, StdinName: opts.StdinName, Trees: opts.Trees, FollowLinks: opts.FollowLinks,
		Executions: opts.Executions != nil,
	}) {
		if doc.Format == export.Link {
			links = append(links, doc.File.Name)
		}
		if why := passedOver(doc); why != "" {
			log.Info("passed over: "+why, "file", doc.File.Name)
			continue
		}
		r.take(doc)
	}
	in := Decoded{Sources: r.sources, Errors: r.cx.fill(opts.Terraform)}
	flows := r.flows()
	in.FlowCount = len(flows)
	in.collect(r.documents)
	if note := linkNote(links); note != nil {
		log.Warn(note.Message)
		in.Notes = append(in.Notes, note)
	}
	for _, remark := range in.Remarks {
		log.Warn(remark)
	}
	return flows, in
}

// reading is documents that are decoded side by side.
type reading[F any] struct {
	opts    Options
	study   func(*flow.Flow) F
	sources *Files
	gate    chan struct{}
	wg      sync.WaitGroup
	cx      deployments // templates of flows, and the configuration that fills them in

	documents []*document
	studied   []*[]F
}

// take decodes a document: a template once the configuration is read, all else at once.
func (r *reading[F]) take(doc *export.Document) {
	out, flows := new(document), new([]F)
	r.documents, r.studied = append(r.documents, out), append(r.studied, flows)
	r.cx.add(doc)
	if isTemplate(doc) {
		r.cx.later = append(r.cx.later, func() { r.start(doc, out, flows, r.cx.decode) })
		return
	}
	r.start(doc, out, flows, decode)
}

// start decodes a document on a goroutine of its own, as soon as there is room.
func (r *reading[F]) start(doc *export.Document, out *document, flows *[]F, decode func(*export.Document) document) {
	r.gate <- struct{}{}
	r.wg.Go(func() {
		defer func() { <-r.gate }()
		if doc.Format == export.Executions {
			r.opts.Executions(doc.File)
			return
		}
		*out = decode(doc)
		if out.quotable() {
			r.sources.add(doc)
		}
		for _, f := range out.flows {
			*flows = append(*flows, r.study(f))
		}
		out.flows = nil
	})
}

// flows waits for all and returns what study made of their flows, in their order.
func (r *reading[F]) flows() []F {
	r.wg.Wait()
	var all []F
	for _, some := range r.studied {
		all = append(all, *some...)
	}
	return all
}

// linkNote says which links were not followed, nil for none: what they lead to may
// be flows.
func linkNote(names []string) *source.Error {
	if len(names) == 0 {
		return nil
	}
	const few = 5
	list := strings.Join(names[:min(few, len(names))], ", ")
	if more := len(names) - few; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return &source.Error{File: names[0], Message: fmt.Sprintf(
		"symbolic links that lead out of the directory are not followed: %s. What they lead to is not reviewed; --follow-links follows them.",
		list)}
}

// passedOver says why a document is of no interest, "" where it is.
func passedOver(doc *export.Document) string {
	switch {
	case doc.Err != nil:
		return ""
	case doc.Format == export.Link:
		return "a symbolic link that leads out of the directory"
	case doc.Format == export.Archive:
		return "an archive is opened only where it is a path itself"
	case doc.Format == export.Other:
		return "not a flow"
	}
	return ""
}

// collect puts together what the documents hold besides flows, in their order.
func (in *Decoded) collect(documents []*document) {
	var pieces []org.Piece
	for _, d := range documents {
		in.Notes = append(in.Notes, d.notes...)
		in.Definitions = append(in.Definitions, d.definitions...)
		in.Waivers = append(in.Waivers, d.waivers...)
		in.Errors = append(in.Errors, d.errs...)
		if d.damaged {
			in.Damaged++
		}
		if d.piece != nil {
			pieces = append(pieces, *d.piece)
		}
	}
	var problems []*source.Error
	in.Org, problems = org.Parse(pieces)
	for _, p := range problems {
		in.Errors = append(in.Errors, p)
	}
	in.Facts = in.Org.Facts()
	in.Remarks = incomplete(in.Facts)
	nameIntegrations(in.Definitions, in.Facts.Integrations)
	in.Facts.DataActions = definitionFacts(in.Definitions)
}

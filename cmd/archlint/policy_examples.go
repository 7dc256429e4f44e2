package main

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"archlint/analyzer"
	"archlint/analyzer/judge"
	"archlint/analyzer/policy"
	"archlint/analyzer/policy/author"
	"archlint/analyzer/review"
	"archlint/analyzer/rulebook"
	"archlint/analyzer/source"
	"archlint/policies"
)

// pageName is the name of a rule's page in its folder.
const pageName = "README.md"

// library is the rules of some sources with what is beside them.
type library struct {
	book  *rulebook.Book
	rules []policy.Rule
	close func()
}

// openLibrary loads the rules of the sources, or the built-in ones when there
// are none, with their examples. The error is that of policy.Load.
func openLibrary(ctx context.Context, sources []string) (*library, error) {
	lib := &library{close: func() {}, book: &rulebook.Book{Command: "archlint policy test --update"}}
	lib.book.Rules = analyzer.Options{Rules: judge.Rules{Policies: sources, NoBuiltin: len(sources) > 0, Worker: worker()}}
	if len(sources) == 0 {
		if err := lib.unpackBuiltin(); err != nil {
			return nil, err
		}
	}
	set, err := policy.Load(ctx, lib.book.Rules.Rules.PolicyOptions(judge.Watch{}))
	if err != nil {
		lib.close()
		return nil, err
	}
	lib.rules = set.Rules()
	return lib, nil
}

// unpackBuiltin writes the built-in library where the analyzer can read its
// examples.
func (l *library) unpackBuiltin() error {
	dir, err := os.MkdirTemp("", "archlint-policies-")
	if err != nil {
		return err
	}
	l.book.Root, l.close = dir, func() { _ = os.RemoveAll(dir) }
	if err := os.CopyFS(filepath.Join(dir, "policies"), policies.FS); err != nil {
		l.close()
		return err
	}
	return nil
}

// check holds every rule to its examples.
func (l *library) check(ctx context.Context) ([]rulebook.Result, error) {
	out := []rulebook.Result{}
	for _, r := range l.rules {
		results, err := l.book.Check(ctx, r)
		if err != nil {
			return out, err
		}
		for _, result := range results {
			if rel, err := filepath.Rel(l.book.Root, result.File); err == nil && l.book.Root != "" {
				result.File = filepath.ToSlash(rel)
			}
			if !result.Missing {
				out = append(out, result)
			}
		}
	}
	return out, nil
}

// pages are the pages of the rules that have a folder of their own, as they
// should be.
func (l *library) pages(ctx context.Context) ([]file, error) {
	var out []file
	for _, r := range l.rules {
		e, err := l.book.Example(r, rulebook.Bad)
		if err != nil {
			return nil, err
		}
		if e.Root == "" {
			continue
		}
		text, err := l.book.Page(ctx, r, filepath.Base(r.File))
		if err != nil {
			return nil, err
		}
		out = append(out, file{filepath.Join(e.Root, pageName), []byte(text)})
	}
	return out, nil
}

// pagesOf are the pages of the rules of some sources.
func pagesOf(ctx context.Context, sources []string) ([]file, error) {
	lib, err := openLibrary(ctx, sources)
	if err != nil {
		return nil, err
	}
	defer lib.close()
	return lib.pages(ctx)
}

// maxPage bounds a rule's page, in bytes.
const maxPage = 16 << 20

// stalePages are the pages that are there and do not say what they should. A
// rule without a page has none to keep.
func stalePages(pages []file) []file {
	var out []file
	for _, p := range pages {
		text, err := source.ReadFile(p.name, maxPage)
		if err == nil && strings.ReplaceAll(string(text), "\r\n", "\n") != string(p.text) {
			out = append(out, p)
		}
	}
	return out
}

// exampleFile reads a file of a built-in rule's example, or of one that stands
// beside a user's rule.
func exampleFS(r policy.Rule) (fs.FS, bool) {
	if r.Source == policy.BuiltinSource {
		folder, err := fs.Sub(policies.FS, r.Category+"/"+r.ID)
		return folder, err == nil
	}
	if filepath.Base(r.File) != "rule.rego" {
		return nil, false
	}
	return os.DirFS(filepath.Dir(filepath.FromSlash(r.File))), true
}

// inputs are what the rules see of their examples, by rule id.
func (l *library) inputs(ctx context.Context) (map[string][]author.ExampleInput, error) {
	out := map[string][]author.ExampleInput{}
	for _, r := range l.rules {
		for _, kind := range []rulebook.Kind{rulebook.Bad, rulebook.Good} {
			e, err := l.book.Example(r, kind)
			if err != nil || len(e.Files) == 0 {
				continue // told among the examples
			}
			review, err := l.book.Review(ctx, e)
			if err != nil {
				continue
			}
			out[r.ID] = append(out[r.ID], exampleInput(kind, review))
		}
	}
	return out, ctx.Err()
}

func exampleInput(kind rulebook.Kind, review *review.Review) author.ExampleInput {
	in := author.ExampleInput{Bad: kind == rulebook.Bad, Org: review.OrgInput()}
	for i := range review.Flows {
		in.Flows = append(in.Flows, review.FlowInput(i))
	}
	return in
}

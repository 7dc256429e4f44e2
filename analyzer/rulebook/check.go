package rulebook

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"archlint/analyzer/export"
	"archlint/analyzer/finding"
	"archlint/analyzer/policy"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
	"archlint/analyzer/source"
)

// Result is what came of one example.
type Result struct {
	Rule    string   `json:"rule"`
	Kind    Kind     `json:"kind"`
	File    string   `json:"file"` // its first file, or its directory
	Passed  bool     `json:"passed"`
	Wrong   []string `json:"wrong"`   // what is wrong, a line each
	Missing bool     `json:"missing"` // there is no such example, which is not wrong by itself
}

// Check holds a rule to its bad and to its good example. The error is that of
// a context that ended; what is wrong with an example is in its result.
func (b *Book) Check(ctx context.Context, r policy.Rule) ([]Result, error) {
	var out []Result
	for _, kind := range []Kind{Bad, Good} {
		result, err := b.check(ctx, r, kind)
		if err != nil {
			return out, err
		}
		out = append(out, result)
	}
	return out, nil
}

func (b *Book) check(ctx context.Context, r policy.Rule, kind Kind) (Result, error) {
	out := Result{Rule: r.ID, Kind: kind, Wrong: []string{}}
	e, err := b.Example(r, kind)
	if err != nil || len(e.Files) == 0 {
		out.Missing = err == nil
		out.fail(err)
		return out, nil
	}
	out.File = filepath.ToSlash(e.paths()[0])
	review, err := b.Review(ctx, e)
	switch {
	case ctx.Err() != nil:
		return out, ctx.Err()
	case err != nil:
		out.fail(err)
		return out, nil
	}
	for _, e := range review.Errors {
		out.Wrong = append(out.Wrong, report.ErrorLine(e))
	}
	if kind == Bad {
		out.Wrong = append(out.Wrong, wrongWithBad(e, r, review)...)
	} else {
		for _, f := range review.Findings {
			out.Wrong = append(out.Wrong, fmt.Sprintf("%s fires: %s", f.Rule, describe(f)))
		}
	}
	out.Passed = len(out.Wrong) == 0
	return out, nil
}

func (r *Result) fail(err error) {
	if err != nil {
		r.Wrong = append(r.Wrong, err.Error())
	}
}

func describe(f finding.Finding) string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Message) }

// wrongWithBad compares the places at which the rule fires with the marked
// ones. A finding that stands in no file (a limit) needs no mark.
func wrongWithBad(e Example, r policy.Rule, review *review.Review) []string {
	marks, err := e.marks()
	if err != nil {
		return []string{err.Error()}
	}
	wrong := []string{}
	got, homeless := []string{}, 0
	for _, f := range review.Findings {
		switch {
		case f.Rule != r.ID:
			wrong = append(wrong, fmt.Sprintf("%s fires too: %s", f.Rule, describe(f)))
		case f.File == "":
			homeless++
		default:
			got = append(got, fmt.Sprintf("%s:%d", e.local(f.File), f.Line))
		}
	}
	if len(got)+homeless == 0 {
		wrong = append(wrong, r.ID+" does not fire")
	}
	wrong = append(wrong, lacking(marks, got, "%s: "+r.ID+" does not fire here, but a comment says that it does")...)
	return append(wrong, lacking(got, marks, "%s: "+r.ID+" fires here, but the line does not end with "+Here)...)
}

// lacking words what is more often in want than in got.
func lacking(want, got []string, format string) []string {
	var out []string
	rest := slices.Clone(got)
	for _, place := range want {
		if i := slices.Index(rest, place); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
			continue
		}
		out = append(out, fmt.Sprintf(format, place))
	}
	return out
}

// marks are the places "file:line" that an example's comments point at. JSON
// has no comments: there a name that ends with .here.json says that the first line is meant.
func (e Example) marks() ([]string, error) {
	out := []string{}
	for _, name := range e.Files {
		if strings.HasSuffix(name, ".here.json") {
			out = append(out, name+":1")
		}
		text, err := source.ReadFile(e.path(name), export.DefaultMaxFileBytes)
		if err != nil {
			return nil, err
		}
		for i, line := range strings.Split(string(text), "\n") {
			if strings.HasSuffix(strings.TrimRight(line, "\r"), Here) {
				out = append(out, fmt.Sprintf("%s:%d", name, i+1))
			}
		}
	}
	slices.Sort(out)
	return out, nil
}

// local is a finding's file as the example knows it.
func (e Example) local(file string) string {
	for _, name := range e.Files {
		a, errA := filepath.Abs(e.path(name))
		b, errB := filepath.Abs(filepath.FromSlash(file))
		if errA == nil && errB == nil && a == b {
			return name
		}
	}
	return file
}

package main

import (
	"context"
	"fmt"

	"archlint/analyzer"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// analyze runs the analyzer and prints what it could not do on stderr.
func (a *app) analyze(ctx context.Context, paths []string, f *analysisFlags, o analyzer.Options) (*review.Review, error) {
	show, wipe := progress(a.stderr, f.quiet)
	o.Observe.Progress = show
	if len(paths) == 0 {
		paths = []string{"."}
	}
	review, err := untilDone(ctx, func() (*review.Review, error) { return analyzer.Analyze(ctx, paths, o) })
	wipe()
	if err != nil {
		return nil, err
	}
	for _, e := range review.Errors {
		fmt.Fprintf(a.stderr, "archlint: %s\n", report.ErrorLine(e))
	}
	return review, nil
}

// untilDone runs work and returns what it returns, or the context's error as
// soon as that ends: work may hang in a read of standard input, which no
// context ends. The program ends then, and work with it.
func untilDone(ctx context.Context, work func() (*review.Review, error)) (*review.Review, error) {
	type outcome struct {
		review *review.Review
		err    error
	}
	done := make(chan outcome, 1)
	go func() {
		review, err := work()
		done <- outcome{review, err}
	}()
	select {
	case out := <-done:
		return out.review, out.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// nothingChecked tells why a review is no review: no flow was found, or no
// rule took part (where rules are asked for). It returns nil when there was
// something to check, or when an error has been told already.
func nothingChecked(r *review.Review, wantRules bool) error {
	switch {
	case len(r.Errors) > 0:
		return nil
	case len(r.Flows) == 0:
		return trouble("no flow found: nothing was checked")
	case wantRules && len(r.Rules) == 0:
		return trouble("no rule: nothing was checked")
	}
	return nil
}

// analyzeWithoutRules is analyze for commands in which rules have no say; flows can
// be drawn.
func (a *app) analyzeWithoutRules(ctx context.Context, paths []string, f *analysisFlags) (*review.Review, error) {
	options, err := f.optionsWithoutRules(a)
	if err != nil {
		return nil, err
	}
	return a.analyze(ctx, paths, f, options)
}

// optionsWithoutRules is options for commands in which rules have no say.
func (f *analysisFlags) optionsWithoutRules(a *app) (analyzer.Options, error) {
	o, err := f.options(a)
	if err == nil {
		err = f.checkAccepted(a)
	}
	o.Rules.NoBuiltin, o.Rules.Policies, o.Rules.Conftest, o.Rules.Settings, o.Rules.Overrides, o.Accept.Waivers = true,
		nil, nil, nil, nil, nil
	return o, err
}

// allRead ends with exitTrouble when something could not be read, or when
// there was no flow.
func allRead(r *review.Review) error {
	if err := nothingChecked(r, false); err != nil {
		return err
	}
	if len(r.Errors) > 0 {
		return exit(exitTrouble)
	}
	return nil
}

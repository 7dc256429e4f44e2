package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"archlint/analyzer/policy"
	"archlint/analyzer/policy/author"
	"archlint/analyzer/visible"
)

func newPolicyCheck(a *app) *cobra.Command {
	var fix bool
	cmd := &cobra.Command{
		Use:   "check [DIR...]",
		Short: "Check that rules compile, read only fields there are, are formatted, and say what they are for",
		Long: `check compiles the rules of the given directories, files and bundles strictly,
beside the built-in rules (so that an id that is taken shows), and holds them to
what a reader of their findings needs: the formatting of opa fmt, and METADATA with a
description and a remediation. It warns of conditions that do not say what they
seem to: with a field or a record that can be null, of text with a number, with a
word that the field never takes or a limit that there is not; and of an "at" that
stands nowhere. Without any it checks the built-in rules alone.

The exit code is 1 when rules are not formatted or say too little, 3 when they do
not compile.`,
	}
	cmd.Flags().BoolVar(&fix, "fix", false, "format the files that are not")
	cmd.RunE = func(cmd *cobra.Command, sources []string) error {
		set, err := policy.Load(cmd.Context(), policy.Options{Sources: sources, Builtin: true, Worker: worker()})
		if err := a.tellPolicyErrors(err); err != nil {
			return err
		}
		rules := 0
		gaps, err := a.unformatted(cmd.Context(), sources, fix)
		if err != nil {
			return err
		}
		for _, r := range set.Rules() {
			if len(sources) == 0 || r.Source != policy.BuiltinSource {
				rules++
				gaps = append(gaps, r.Gaps()...)
			}
		}
		for _, m := range author.Mistakes(set) {
			gaps = append(gaps, m.String())
		}
		if rules == 0 {
			return trouble("no rule: nothing was checked")
		}
		for _, gap := range gaps {
			fmt.Fprintln(a.stdout, visible.Line(gap))
		}
		if len(gaps) > 0 {
			return exit(exitFindings)
		}
		_, err = fmt.Fprintln(a.stdout, inOrder(rules))
		return err
	}
	return cmd
}

// unformatted are the files that are not formatted, a line each. With fix they
// are formatted, and nothing is left to say.
func (a *app) unformatted(ctx context.Context, sources []string, fix bool) ([]string, error) {
	files, err := author.Unformatted(sources)
	if err := a.tellPolicyErrors(err); err != nil {
		return nil, err
	}
	var out []string
	var formatted []file
	for _, f := range files {
		if fix && f.Writable {
			formatted = append(formatted, file{f.Name, f.Formatted})
			continue
		}
		out = append(out, fmt.Sprintf("%s:%d: not formatted: archlint policy check --fix, or opa fmt, formats it", f.Name, f.Line))
	}
	return out, writeFiles(ctx, formatted)
}

func inOrder(rules int) string {
	if rules == 1 {
		return "1 rule is in order"
	}
	return fmt.Sprintf("%d rules are in order", rules)
}

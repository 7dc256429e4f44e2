package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"archlint/analyzer"
	"archlint/analyzer/diff"
	"archlint/analyzer/export"
	"archlint/analyzer/finding"
	"archlint/analyzer/report"
	"archlint/analyzer/report/diffreport"
	"archlint/analyzer/report/formats"
	"archlint/analyzer/review"
)

func newDiff(a *app) *cobra.Command {
	var failOn string
	cmd := &cobra.Command{
		Use:   "diff BASE HEAD",
		Short: "Say what changed in bounds, demand and findings, and why; fail on what got worse",
		Long: `diff reviews two exports and says what changed from BASE to HEAD: the least,
expected and greatest calls of each flow and what the change comes from, the
demand against the limits, and the findings. Both are reviewed with the same
configuration, rules and traffic, those of the working directory.

BASE and HEAD are directories, files or archives, or revisions of a Git repository,
as git names them: main:flows, HEAD~1:flows/order.yaml, v1.2: (REV alone is the
whole tree). Git is only read.

Flows are matched by id, then by name; nodes by tracking id, then by name.

The exit code is 1 when a greatest count or a verdict got worse (unless --fail-on
none), or a finding at least as grave as --fail-on is new or got worse.`,
		Example: `  archlint diff main:flows flows
  archlint diff export-monday/ export-tuesday/ --licences 800 --format markdown`,
		Args: takes(2, "diff takes two exports: archlint diff BASE HEAD"),
	}
	flags := addAnalysisFlags(cmd.Flags())
	flags.addPolicyFlags(cmd.Flags())
	flags.addWriteBaseline(cmd.Flags())
	wanted := addOwnFormats(cmd.Flags(), []string{"text"}, "`FORMAT[=FILE]`: text, json or markdown; may be repeated")
	completeWith(cmd, "format", "text", "json", "markdown")
	cmd.Flags().StringVar(&failOn, "fail-on", "error", "exit with 1 when a finding that is new or worse is at least this grave: error, "+
		"warning, info or none")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		threshold, err := parseFailOn(failOn)
		if err != nil {
			return err
		}
		c := &diffreport.Comparison{}
		outs, err := outputsOf(*wanted, func(name string) (formats.Format, error) { return diffFormat(name, c) })
		if err != nil {
			return err
		}
		return a.diff(cmd.Context(), args[0], args[1], flags, c, outs, threshold)
	}
	return cmd
}

// diffFormat is the format of that name, which prints c.
func diffFormat(name string, c *diffreport.Comparison) (formats.Format, error) {
	var names []string
	for _, f := range diffreport.Formats() {
		if f.Name == name {
			return formats.Format{Name: name, Write: func(w io.Writer, _ *review.Review, o report.Options) error {
				text, err := f.Write(c, o)
				if err == nil {
					_, err = w.Write(text)
				}
				return err
			}}, nil
		}
		names = append(names, f.Name)
	}
	return formats.Format{}, fmt.Errorf("--format %q: diff prints %s", name, strings.Join(names, ", "))
}

func (a *app) diff(ctx context.Context, base, head string, flags *analysisFlags, c *diffreport.Comparison, outs []output,
	failOn finding.Severity) error {
	color, err := wantsColor(flags.color, a.stdout, a.getenv)
	if err != nil {
		return err
	}
	options, err := flags.options(a)
	if err != nil {
		return err
	}
	if err := flags.baseline(a, &options); err != nil {
		return err
	}
	options.Accept.Change = true
	// The base first: what is wrong with it is told first.
	if c.Base, err = a.side(ctx, base, flags, options); err != nil {
		return err
	}
	if c.Head, err = a.side(ctx, head, flags, options); err != nil {
		return err
	}
	c.Diff = diff.Compare(sideOf(c.Base), sideOf(c.Head))
	show := report.Options{Color: color, Width: terminalWidth(a.stdout), Quiet: flags.quiet, FailOn: failOn}
	written, err := flags.nextBaseline(c.Head)
	if err != nil {
		return err
	}
	if err := a.writeOutputs(ctx, outs, written, c.Head, show); err != nil {
		return err
	}
	for _, r := range []*review.Review{c.Base, c.Head} {
		if err := nothingChecked(r, true); err != nil {
			return err
		}
	}
	return exit(diffVerdict(c, failOn))
}

// side reviews one side.
func (a *app) side(ctx context.Context, path string, flags *analysisFlags, o analyzer.Options) (*review.Review, error) {
	tree, err := revision(ctx, path)
	if err != nil {
		return nil, trouble("%w", err)
	}
	if tree != nil {
		o.Input.Trees = map[string]export.Tree{path: tree}
	}
	return a.analyze(ctx, []string{path}, flags, o)
}

func sideOf(r *review.Review) diff.Side {
	return diff.Side{Flows: r.Flows, Flow: r.Flow, Limits: r.Capacity, Findings: r.Findings}
}

// diffVerdict is the exit code that a comparison earns.
func diffVerdict(c *diffreport.Comparison, failOn finding.Severity) int {
	worse := c.Diff.Worsened()
	switch {
	case len(c.Base.Errors)+len(c.Head.Errors) > 0:
		return exitTrouble
	case finding.AnyAtLeast(c.Diff.Failing(), failOn), failOn != finding.Off && worse.Bounds+worse.Verdicts > 0:
		return exitFindings
	}
	return exitOK
}

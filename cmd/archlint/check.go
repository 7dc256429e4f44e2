package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"archlint/analyzer/finding"
	"archlint/analyzer/report"
	"archlint/analyzer/report/formats"
	"archlint/analyzer/report/markdown"
	"archlint/analyzer/review"
)

func newCheck(a *app) *cobra.Command {
	var wanted []string
	var failOn string
	cmd := &cobra.Command{
		Use:   "check [PATH...]",
		Short: "Analyse flows, judge them by the rules and print the findings",
		Long: `check analyses the flows in the given files, directories and archives (by
default the current directory; - reads one flow from standard input), judges
them by the rules and prints the findings.

Formats: ` + strings.Join(formats.Names(), ", ") + `. --format may be repeated; --format
sarif=out.sarif writes to a file.`,
		Example: `  archlint check
  archlint check export/ --licences 800 --licence-type cx2-concurrent
  archlint check flow.yaml --format text --format sarif=archlint.sarif
  archlint check --policy our-rules/ --rule polling=error --fail-on warning`,
	}
	flags := addAnalysisFlags(cmd.Flags())
	flags.addPolicyFlags(cmd.Flags())
	cmd.Flags().StringArrayVar(&wanted, "format", []string{"text"}, "`FORMAT[=FILE]`; may be repeated")
	flags.watch.add(cmd.Flags())
	flags.addWriteBaseline(cmd.Flags())
	cmd.Flags().StringVar(&failOn, "fail-on", "error", "exit with 1 when a finding is at least this grave: error, warning, info or none")
	completeWith(cmd, "format", formats.Names()...)
	completeWith(cmd, "fail-on", "error", "warning", "info", "none")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		threshold, err := parseFailOn(failOn)
		if err != nil {
			return err
		}
		outs, err := parseOutputs(wanted)
		if err != nil {
			return err
		}
		return a.check(cmd, paths, flags, outs, threshold)
	}
	return cmd
}

func (a *app) check(cmd *cobra.Command, paths []string, flags *analysisFlags, outs []output, failOn finding.Severity) error {
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
	if err := flags.watch.apply(cmd.Context(), a, flags.verbose > 0, &options); err != nil {
		return err
	}
	review, err := a.analyze(cmd.Context(), paths, flags, options)
	if err != nil {
		return err
	}
	show := report.Options{Color: color, Width: terminalWidth(a.stdout), Verbose: flags.verbose > 0, Quiet: flags.quiet, FailOn: failOn}
	written, err := flags.nextBaseline(review)
	if err != nil {
		return err
	}
	err = a.writeOutputs(cmd.Context(), outs, written, review, show)
	if cmd.Context().Err() == nil {
		err = errors.Join(err, unwritable(a.writeJobSummary(outs, review, show)))
	}
	if err != nil {
		return err
	}
	if err := nothingChecked(review, true); err != nil {
		return err
	}
	return exit(verdict(review, failOn))
}

// verdict is the exit code that a review earns. What could not be reviewed
// weighs more than findings: a half-read export has not been checked.
func verdict(r *review.Review, failOn finding.Severity) int {
	switch {
	case len(r.Errors) > 0:
		return exitTrouble
	case finding.AnyAtLeast(r.Findings, failOn):
		return exitFindings
	}
	return exitOK
}

// parseFailOn reads --fail-on; none means that no finding fails the run.
func parseFailOn(text string) (finding.Severity, error) {
	if strings.EqualFold(text, "none") {
		return finding.Off, nil
	}
	severity, err := finding.ParseSeverity(text)
	if err != nil || severity == finding.Off {
		return "", fmt.Errorf("--fail-on %q: use error, warning, info or none", text)
	}
	return severity, nil
}

// writeJobSummary adds the Markdown report to the summary of a GitHub job when
// annotations are asked for and GitHub gives the file. Other steps may have
// written to it, so it is appended to.
func (a *app) writeJobSummary(outs []output, r *review.Review, o report.Options) error {
	summary := a.getenv("GITHUB_STEP_SUMMARY")
	for _, out := range outs {
		if out.format.Name != "github" || summary == "" {
			continue
		}
		f, err := os.OpenFile(summary, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
		if err != nil {
			return fmt.Errorf("job summary: %w", err)
		}
		if err := markdown.WriteJobSummary(f, r, o); err != nil {
			_ = f.Close()
			return fmt.Errorf("job summary: %w", err)
		}
		return f.Close()
	}
	return nil
}

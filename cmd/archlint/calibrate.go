package main

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"archlint/analyzer"
	"archlint/analyzer/flowfacts"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

func newCalibrate(a *app) *cobra.Command {
	var to string
	cmd := &cobra.Command{
		Use:   "calibrate EXPORT...",
		Short: "Fit branch shares and rounds to measured counts",
		Long: `calibrate fits the shares of branches, the rounds of loops and where people hang
up to the counts of actions that an export holds (archlint export --traffic 28d).
It writes a traffic profile, with the 95 % interval of each figure, and says what
was fitted, what was refused, and why.

check uses the counts of an export without being asked; the profile is for
exports without counts, for reading, and for changing.`,
		Example: `  archlint calibrate export/ -o profile.yaml
  archlint check flows/ --profile profile.yaml`,
		Args: cobra.MinimumNArgs(1),
	}
	flags := addAnalysisFlags(cmd.Flags())
	flags.acceptRuleFlags(cmd.Flags())
	cmd.Flags().StringVarP(&to, "output", "o", "", "`FILE` for the profile; else it is printed")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		options, err := flags.optionsWithoutRules(a)
		if err != nil {
			return err
		}
		counted, problems, err := analyzer.Calibrate(cmd.Context(), paths, options)
		if err != nil {
			return err
		}
		for _, e := range review.ErrorsOf(problems) {
			fmt.Fprintf(a.stderr, "archlint: %s\n", report.ErrorLine(e))
		}
		if err := a.writeFitted(counted, to); err != nil {
			return err
		}
		if len(problems) > 0 {
			return exit(exitTrouble)
		}
		return nil
	}
	return cmd
}

// writeFitted writes the profile and says what it rests on: beside the file, or on
// stderr where the profile itself is printed.
func (a *app) writeFitted(counted *flowfacts.Counted, to string) error {
	if counted == nil {
		return trouble("the export holds no counts of actions: archlint export --traffic 28d takes them")
	}
	say := io.Writer(a.stderr)
	if to != "" {
		say = a.stdout
	}
	for _, sentence := range counted.Sentences() {
		fmt.Fprintln(say, report.Clean(sentence))
	}
	if !counted.AnyFitted() {
		return trouble("no flow could be fitted: no profile was written")
	}
	var text bytes.Buffer
	if err := counted.WriteProfile(&text); err != nil {
		return err
	}
	if to == "" {
		_, err := a.stdout.Write(text.Bytes())
		return err
	}
	return os.WriteFile(to, text.Bytes(), 0o666)
}

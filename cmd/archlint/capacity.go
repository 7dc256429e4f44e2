package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"archlint/analyzer/report"
)

func newCapacity(a *app) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "capacity [PATH...]",
		Short: "Hold the traffic against the organisation's limits",
		Long: `capacity prints only demand against limits. Change the traffic flags to ask what
if. It judges nothing: the exit code tells whether everything could be read.`,
		Example: `  archlint capacity export/ --licences 800 --licence-type cx2-concurrent
  archlint capacity export/ --interactions-per-minute 400 --latency 3s`,
	}
	flags := addAnalysisFlags(cmd.Flags())
	flags.compares = true
	cmd.Flags().StringVar(&format, "format", "text", "text, json or markdown")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		write, err := capacityWriter(format)
		if err != nil {
			return err
		}
		return a.capacity(cmd, paths, flags, write)
	}
	return cmd
}

func capacityWriter(format string) (report.Writer, error) {
	switch format {
	case "text":
		return report.WriteCapacityText, nil
	case "json":
		return report.WriteCapacityJSON, nil
	case "markdown":
		return report.WriteCapacityMarkdown, nil
	}
	return nil, fmt.Errorf("--format %q: capacity prints text, json or markdown", format)
}

func (a *app) capacity(cmd *cobra.Command, paths []string, flags *analysisFlags, write report.Writer) error {
	color, err := wantsColor(flags.color, a.stdout, a.getenv)
	if err != nil {
		return err
	}
	review, err := a.analyzeWithoutRules(cmd.Context(), paths, flags)
	if err != nil {
		return err
	}
	if review.Summary.DataActionCalls == 0 && len(review.Flows) > 0 {
		fmt.Fprintln(a.stderr, "archlint: no flow calls a data action: nothing is asked of the limits")
	}
	show := report.Options{Color: color, Width: terminalWidth(a.stdout), Verbose: flags.verbose > 0, Quiet: flags.quiet}
	if err := write(a.stdout, review, show); err != nil {
		return err
	}
	return allRead(review)
}

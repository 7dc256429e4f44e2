package main

import (
	"bytes"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"archlint/analyzer/report"
	"archlint/analyzer/report/formats"
	"archlint/analyzer/report/jsonreport"
	"archlint/analyzer/report/markdown"
	"archlint/analyzer/report/text"
	"archlint/analyzer/review"
)

func newCapacity(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "capacity [PATH...]",
		Short: "Hold the traffic against the organisation's limits",
		Long: `capacity prints only demand against limits. Change the traffic flags to ask what
if. It judges nothing: the exit code tells whether everything could be read. The
flags of check that choose rules and weigh findings are taken and have no say.

--simulate plays the traffic out as well, for a day unless --duration says
otherwise: interactions arrive at random, walk the flows, call data actions, are
refused where a limit is exhausted, and call again where the flow does. What it
sees stands beside what the formulas say.`,
		Example: `  archlint capacity export/ --licences 800 --licence-type cx2-concurrent
  archlint capacity export/ --interactions-per-minute 400 --latency 3s
  archlint capacity export/ --licences 800 --simulate --spike 3@2h+10m --outage 'Get order@3h+5m'`,
	}
	flags := addAnalysisFlags(cmd.Flags())
	flags.compares, flags.tryShares = true, true
	simulation := addSimulateFlags(cmd.Flags())
	flags.acceptRuleFlags(cmd.Flags())
	wanted := addOwnFormats(cmd.Flags(), []string{"text"}, "`FORMAT[=FILE]`: text, json or markdown; may be repeated")
	completeWith(cmd, "format", "text", "json", "markdown")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		outs, err := outputsOf(*wanted, func(name string) (formats.Format, error) { return capacityFormat(name, simulation.on) })
		if err != nil {
			return err
		}
		return a.capacity(cmd, paths, flags, simulation, outs)
	}
	return cmd
}

// capacityFormat is the format of that name.
func capacityFormat(name string, simulated bool) (formats.Format, error) {
	write, err := capacityWriter(name, simulated)
	return formats.Format{Name: name, Write: write}, err
}

// capacityWriter prints the table, and after it what a simulation saw.
func capacityWriter(format string, simulated bool) (report.WriteFunc, error) {
	switch {
	case format == "text" && simulated:
		return endedOnce(both(text.WriteCapacity, text.WriteSimulation)), nil
	case format == "markdown" && simulated:
		return both(markdown.WriteCapacity, markdown.WriteSimulation), nil
	case format == "json" && simulated:
		return jsonreport.WriteSimulation, nil
	case format == "text":
		return endedOnce(text.WriteCapacity), nil
	case format == "json":
		return jsonreport.WriteCapacity, nil
	case format == "markdown":
		return markdown.WriteCapacity, nil
	}
	return nil, fmt.Errorf("--format %q: capacity prints text, json or markdown", format)
}

// endedOnce prints without the empty lines that a writer ends its part with.
func endedOnce(write report.WriteFunc) report.WriteFunc {
	return func(w io.Writer, r *review.Review, o report.Options) error {
		var text bytes.Buffer
		if err := write(&text, r, o); err != nil {
			return err
		}
		_, err := w.Write(append(bytes.TrimRight(text.Bytes(), "\n"), '\n'))
		return err
	}
}

// both prints by one writer and then by another, which has its say only where
// there was something to simulate.
func both(first, second report.WriteFunc) report.WriteFunc {
	return func(w io.Writer, r *review.Review, o report.Options) error {
		if err := first(w, r, o); err != nil || r.Simulation == nil {
			return err
		}
		return second(w, r, o)
	}
}

func (a *app) capacity(cmd *cobra.Command, paths []string, flags *analysisFlags, simulation *simulateFlags, outs []output) error {
	color, err := wantsColor(flags.color, a.stdout, a.getenv)
	if err != nil {
		return err
	}
	options, err := flags.optionsWithoutRules(a)
	if err != nil {
		return err
	}
	if options.Simulate, err = simulation.simulation(); err != nil {
		return err
	}
	if options.Simulate != nil {
		if len(options.Traffic.Scenarios) > 1 {
			return fmt.Errorf("--simulate plays out one scenario: choose one with --scenario")
		}
		show, wipe := bar(a.stderr, "simulating", flags.quiet)
		options.Simulate.Progress = show
		defer wipe()
	}
	review, err := a.analyze(cmd.Context(), paths, flags, options)
	if err != nil {
		return err
	}
	if review.Summary.DataActionCalls == 0 && len(review.Flows) > 0 {
		fmt.Fprintln(a.stderr, "archlint: no flow calls a data action: nothing is asked of the limits")
	}
	show := report.Options{Color: color, Width: terminalWidth(a.stdout), Verbose: flags.verbose > 0, Quiet: flags.quiet}
	if err := a.writeOutputs(cmd.Context(), outs, nil, review, show); err != nil {
		return err
	}
	return allRead(review)
}

package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"archlint/analyzer/report"
	"archlint/analyzer/report/formats"
	"archlint/analyzer/report/jsonreport"
	"archlint/analyzer/review"
)

func newFacts(a *app) *cobra.Command {
	var scope, format string
	cmd := &cobra.Command{
		Use:   "facts [PATH...]",
		Short: "Print the documents that policies see",
		Long: `facts prints the input documents of policies: at scope flow one a line (JSON
Lines), at scope org one document. A rule's own parameters come on top.`,
		Example: `  archlint facts export/ | jq .flow.calls
  archlint facts --scope org export/ > org.json`,
	}
	flags := addAnalysisFlags(cmd.Flags())
	flags.acceptRuleFlags(cmd.Flags())
	cmd.Flags().StringVar(&scope, "scope", "flow", "flow or org")
	cmd.Flags().StringVar(&format, "format", "json", "json; =FILE writes to a file")
	completeWith(cmd, "scope", "flow", "org")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		if scope != "flow" && scope != "org" {
			return fmt.Errorf("--scope %q: use flow or org", scope)
		}
		kind, to, toFile := strings.Cut(format, "=")
		if kind != "json" || toFile && to == "" {
			return fmt.Errorf("--format %q: facts prints json", format)
		}
		done, err := a.analyzeWithoutRules(cmd.Context(), paths, flags)
		if err != nil {
			return err
		}
		write := jsonreport.WriteFlowFacts
		if scope == "org" {
			write = jsonreport.WriteOrgFacts
		}
		if to == "" {
			err = write(a.stdout, done)
		} else {
			err = a.writeOutputs(cmd.Context(), []output{
				{formats.Format{Name: "json", Write: func(w io.Writer, r *review.Review, _ report.Options) error { return write(w, r) }}, to}}, nil,
				done, report.Options{})
		}
		if err != nil {
			return err
		}
		return allRead(done)
	}
	return cmd
}

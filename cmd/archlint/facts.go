package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"archlint/analyzer/report"
)

func newFacts(a *app) *cobra.Command {
	var scope string
	cmd := &cobra.Command{
		Use:   "facts [PATH...]",
		Short: "Print the documents that policies see",
		Long: `facts prints the input documents of policies: at scope flow one a line (JSON
Lines), at scope org one document. A rule's own parameters come on top.`,
		Example: `  archlint facts export/ | jq .flow.calls
  archlint facts --scope org export/ > org.json`,
	}
	flags := addAnalysisFlags(cmd.Flags())
	cmd.Flags().StringVar(&scope, "scope", "flow", "flow or org")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		if scope != "flow" && scope != "org" {
			return fmt.Errorf("--scope %q: use flow or org", scope)
		}
		review, err := a.analyzeWithoutRules(cmd.Context(), paths, flags)
		if err != nil {
			return err
		}
		write := report.WriteFlowFacts
		if scope == "org" {
			write = report.WriteOrgFacts
		}
		if err := write(a.stdout, review); err != nil {
			return err
		}
		return allRead(review)
	}
	return cmd
}

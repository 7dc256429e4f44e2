package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"archlint/analyzer/policy"
)

func newPolicyCheck(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "check [DIR...]",
		Short: "Check that rules compile, that they read only fields there are, and that their METADATA is complete",
		Long: `check compiles the rules of the given directories, files and bundles strictly,
beside the built-in rules (so that an id that is taken shows). Without any it
checks the built-in rules alone.`,
		RunE: func(cmd *cobra.Command, sources []string) error {
			set, err := policy.Load(cmd.Context(), policy.Options{Sources: sources, Builtin: true})
			if err := a.tellPolicyErrors(err); err != nil {
				return err
			}
			rules := 0
			for _, r := range set.Rules() {
				if len(sources) == 0 || r.Source != policy.BuiltinSource {
					rules++
				}
			}
			if rules == 0 {
				return trouble("no rule: nothing was checked")
			}
			_, err = fmt.Fprintln(a.stdout, inOrder(rules))
			return err
		},
	}
}

func inOrder(rules int) string {
	if rules == 1 {
		return "1 rule is in order"
	}
	return fmt.Sprintf("%d rules are in order", rules)
}

package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"archlint/analyzer/policy"
)

func newPolicySchema(a *app) *cobra.Command {
	var scope string
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the input that rules see",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			switch s := policy.Scope(scope); s {
			case policy.FlowScope, policy.OrgScope:
				return printJSON(a.stdout, policy.Described(s))
			}
			return fmt.Errorf("--scope %q: use flow or org", scope)
		},
	}
	cmd.Flags().StringVar(&scope, "scope", string(policy.FlowScope), "flow or org")
	return cmd
}

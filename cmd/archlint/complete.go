package main

import "github.com/spf13/cobra"

// completeWith lets the shell offer the values of a flag.
func completeWith(cmd *cobra.Command, flag string, values ...string) {
	// fails for flags that do not exist, which a test would see
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

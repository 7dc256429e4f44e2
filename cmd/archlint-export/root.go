package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// app is what the program works with: its streams and its environment.
type app struct {
	ctx            context.Context
	stdin          *os.File
	stdout, stderr io.Writer
	terminal       *os.File // what stderr is at its end, nil if no file
	getenv         func(string) string
	flags          flags
}

func (a *app) run(args []string) int {
	root := a.root()
	root.SetArgs(args)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	return a.exitCode(root.ExecuteContext(a.ctx))
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "archlint-export --region REGION -o DIR",
		Short: "Export an organisation's flows and facts for archlint",
		Long: `archlint-export takes every flow of an organisation, its data actions, and the facts that a
review needs, out of Genesys Cloud into a directory that archlint reads and that can be kept in Git.
It only reads: any other request is refused before it is sent.

Credentials are an OAuth client (grant type client credentials), from GENESYSCLOUD_OAUTHCLIENT_ID and
GENESYSCLOUD_OAUTHCLIENT_SECRET, from a file that only its owner can read (--credentials), or asked
for on a terminal. They are never taken from the command line and never written anywhere.

Every flag can be given as a variable: --ca-file is ARCHLINT_EXPORT_CA_FILE.`,
		Example: `  archlint-export --region mypurecloud.de -o export/
  archlint-export --region eu-central-1 -o export/ --traffic 28d
  archlint-export --region mypurecloud.de -o export/ --type workflow --format yaml
  archlint-export doctor --region mypurecloud.de`,
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return fromEnvironment(cmd.Flags(), a.getenv)
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return a.export(cmd.Context()) },
	}
	root.CompletionOptions.DisableDefaultCmd = true
	a.flags.bindConnection(root.PersistentFlags())
	a.flags.bindExport(root.Flags())
	root.AddCommand(a.doctor(), a.versionCommand())
	return root
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.stdout, "archlint-export %s\n", version())
			return err
		},
	}
}

// onTerminal reports whether messages go to a person at a terminal.
func (a *app) onTerminal() bool {
	return a.terminal != nil && term.IsTerminal(int(a.terminal.Fd())) && a.getenv("CI") == ""
}

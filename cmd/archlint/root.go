package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"archlint/analyzer/config"
	"archlint/analyzer/visible"
)

// app is the world of one run of the program. What goes to stdout and stderr is
// held free of commands to CI systems, whoever wrote them into a name.
type app struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	getenv func(string) string
	config *config.Config // what files, environment and flags say; set before a command runs
}

// run is the whole program: it reads args, does what they say and returns the
// exit code. Results go to stdout, everything else to stderr.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), endings()...)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	out, errs := visible.NewWriter(stdout), visible.NewWriter(stderr)
	defer errs.Flush()
	a := &app{stdin: stdin, stdout: out, stderr: errs, getenv: os.Getenv}
	root := newRoot(a)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if ctx.Err() != nil && err != nil {
		fmt.Fprintln(errs, "archlint: interrupted")
		return exitTrouble
	}
	_ = out.Flush()
	if out.Err() != nil {
		err = unwritable(fmt.Errorf("standard output: %w", out.Err()))
	}
	a.tell(err)
	return exitCode(err)
}

// endings are the signals that end a run in order. A hang-up that the program was
// started to ignore (nohup) ends nothing.
func endings() []os.Signal {
	out := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		out = append(out, syscall.SIGHUP)
	}
	return out
}

// tell prints why a command failed, unless that has been said.
func (a *app) tell(err error) {
	wrong, quiet := (config.Errors)(nil), (*exitError)(nil)
	switch {
	case err == nil:
	case errors.As(err, &wrong):
		a.tellConfigErrors(wrong)
	case !errors.As(err, &quiet) || quiet.err != nil:
		fmt.Fprintf(a.stderr, "archlint: %s\n", visible.Lines(err.Error()))
	}
}

// newRoot builds the command tree.
func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:               "archlint",
		Short:             "Review Genesys Cloud Architect flows before go-live",
		Long:              rootLong,
		Version:           version(),
		SilenceErrors:     true,
		SilenceUsage:      true,
		Args:              cobra.ArbitraryArgs,
		RunE:              noSuchCommand,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return a.prepare(cmd) },
	}
	root.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(explainFlagError)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(
		newCheck(a), newReview(a), newDiff(a), newCapacity(a), newCalibrate(a), newFacts(a), newGraph(a), newReplay(a), newLimits(a),
		newExplain(a), newPolicy(a), newConfig(a), newInit(a), newExport(a), newVersion(a), newMan(),
	)
	return root
}

// noSuchCommand is the error of a command that only has subcommands.
func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("say what to do; %s --help lists the commands", cmd.CommandPath())
	}
	var names []string
	for _, sub := range cmd.Commands() {
		names = append(names, sub.Name())
	}
	if near := nearest(args[0], names); near != "" {
		return fmt.Errorf("unknown command %q for %s; did you mean %s?", args[0], cmd.CommandPath(), near)
	}
	return fmt.Errorf("unknown command %q for %s; %s --help lists the commands", args[0], cmd.CommandPath(), cmd.CommandPath())
}

// takes holds a command to n arguments; usage says which.
func takes(n int, usage string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != n {
			return errors.New(usage)
		}
		return nil
	}
}

// takesSome holds a command to one argument or more; usage says which.
func takesSome(usage string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return errors.New(usage)
		}
		return nil
	}
}

const rootLong = `archlint reads the flows of a Genesys Cloud export, proves how often each Data
Action can run in one interaction, holds the traffic against the organisation's
limits, and judges the flows by rules written in Rego.

Every flag can also be given in the environment (ARCHLINT_FAIL_ON=warning is
--fail-on warning), most in the configuration, .archlint.yaml. A flag beats the
environment, the environment beats the file.

Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage,
3 something could not be read, evaluated or written, or nothing was checked.`

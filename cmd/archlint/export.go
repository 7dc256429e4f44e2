package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"
)

// exporter is the program that talks to Genesys Cloud. It is apart from
// archlint because the SDK it is made with is a million lines: building
// archlint must not wait for it, and archlint needs no credentials.
const exporter = "archlint-export"

func newExport(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "export [FLAG...]",
		Short: "Export an organisation's flows and facts (runs " + exporter + ")",
		Long: `export runs ` + exporter + `, found beside archlint or on PATH, with all the flags that
follow; ` + exporter + ` --help lists them. Its exit code is passed on.`,
		Example:            `  archlint export --region mypurecloud.de -o export/`,
		DisableFlagParsing: true,
		// The flags and the environment are the exporter's own.
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := findExporter()
			if err != nil {
				return err
			}
			return a.runExporter(cmd, path, args)
		},
	}
}

// findExporter looks beside this program, then on PATH.
func findExporter() (string, error) {
	if self, err := os.Executable(); err == nil {
		name := exporter
		if runtime.GOOS == "windows" {
			name += ".exe"
		}
		beside := filepath.Join(filepath.Dir(self), name)
		if info, err := os.Stat(beside); err == nil && info.Mode().IsRegular() {
			return beside, nil
		}
	}
	path, err := exec.LookPath(exporter)
	if err != nil {
		return "", fmt.Errorf("%s is neither beside archlint nor on PATH. It is a program of its own, because building the Genesys Cloud SDK "+
			"takes minutes and more than 5 GB of memory: build it with `go install ./cmd/%s` where archlint's source has it", exporter, exporter)
	}
	return path, nil
}

func (a *app) runExporter(cmd *cobra.Command, path string, args []string) error {
	child := exec.CommandContext(cmd.Context(), path, args...)
	child.Stdin, child.Stdout, child.Stderr = a.stdin, unguarded(a.stdout), unguarded(a.stderr)
	// An interrupt reaches the child too; it ends by itself and cleans up.
	child.Cancel = func() error { return child.Process.Signal(os.Interrupt) }
	err := child.Run()
	if ended := (*exec.ExitError)(nil); errors.As(err, &ended) {
		return &exitError{code: max(ended.ExitCode(), exitFindings)}
	}
	return err
}

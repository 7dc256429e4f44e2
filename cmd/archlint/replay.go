package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"archlint/analyzer/intake"
	"archlint/analyzer/replay"
)

func newReplay(a *app) *cobra.Command {
	var format string
	verbose := 0
	cmd := &cobra.Command{
		Use:   "replay EXPORT...",
		Short: "Replay recorded executions on the flows' graphs",
		Long: `replay holds executions that the platform recorded against the graphs that
archlint draws of the flows: every step of an execution must be a step of the graph,
and no data action may run more or less often than its bounds allow. It tells the
fitness (1 where all executions are paths of the graphs), each difference with its
place, and executions outside the bounds, which are defects of archlint.

archlint-export --executions N takes recorded executions into an export. Those of
another version than the export holds are refused.

Exit codes: 0 all executions fit, 1 some do not, 2 wrong usage, 3 something could not
be read, or nothing was replayed.`,
		Example: `  archlint-export -o export/ --executions 500
  archlint replay export/
  archlint replay export/ --format json=replay.json`,
		Args: takesSome("replay takes an export: archlint replay EXPORT"),
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json; =FILE writes to a file")
	completeWith(cmd, "format", "text", "json")
	cmd.Flags().CountVarP(&verbose, "verbose", "v", "tell which files are passed over")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		kind, to, toFile := strings.Cut(format, "=")
		write, ok := map[string]func(io.Writer, replay.Conformance) error{"text": replay.WriteText, "json": replayJSON}[kind]
		if !ok || toFile && to == "" {
			return fmt.Errorf("--format %q: replay prints text or json", format)
		}
		report, err := replay.Run(cmd.Context(), paths, intake.Options{Stdin: a.stdin}, runtime.GOMAXPROCS(0), newLog(a.stderr, verbose))
		if err != nil {
			return err
		}
		var printed bytes.Buffer
		if err := write(&printed, report); err != nil {
			return err
		}
		if err := a.deliver(cmd.Context(), to, printed.Bytes()); err != nil {
			return err
		}
		return a.replayed(report)
	}
	return cmd
}

func replayJSON(w io.Writer, r replay.Conformance) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// replayed ends the program as the executions say.
func (a *app) replayed(r replay.Conformance) error {
	for _, e := range r.Errors {
		fmt.Fprintf(a.stderr, "archlint: %s\n", e)
	}
	switch {
	case r.Fitness == nil && len(r.Refused) > 0:
		return trouble("nothing was replayed: no recorded execution is of a version that the export holds")
	case r.Fitness == nil:
		return trouble("nothing was replayed: the export holds no recorded executions; archlint-export --executions N takes them")
	case len(r.Errors) > 0:
		return exit(exitTrouble)
	case r.Differs():
		return exit(exitFindings)
	}
	return nil
}

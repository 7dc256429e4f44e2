package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"archlint/analyzer/policy"
)

func newPolicyTest(a *app) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "test [DIR...]",
		Short: "Run the Rego unit tests of rules",
		Long: `test runs the rules named test_... in the files *_test.rego of the given
directories, without any those of the built-in rules. The exit code is 1 when a
test fails, 3 when there is none or when rules do not compile.`,
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	cmd.RunE = func(cmd *cobra.Command, sources []string) error {
		write, ok := map[string]func(io.Writer, []policy.TestResult) error{"text": testsText, "json": testsJSON}[format]
		if !ok {
			return fmt.Errorf("--format %q: policy test prints text or json", format)
		}
		results, err := policy.Test(cmd.Context(), policy.Options{Sources: sources, Builtin: len(sources) == 0})
		if writeErr := write(a.stdout, results); writeErr != nil {
			return writeErr
		}
		if err := a.tellPolicyErrors(err); err != nil {
			return err
		}
		return testVerdict(results)
	}
	return cmd
}

// testVerdict is the error that the results of tests end the program with.
func testVerdict(results []policy.TestResult) error {
	for _, r := range results {
		if !r.Passed && !r.Skipped {
			return exit(exitFindings)
		}
	}
	if len(results) == 0 {
		return trouble("no test found: nothing was checked")
	}
	return nil
}

func testsText(w io.Writer, results []policy.TestResult) error {
	var out strings.Builder
	passed, failed, skipped := 0, 0, 0
	for _, r := range results {
		switch {
		case r.Skipped:
			skipped++
			continue
		case r.Passed:
			passed++
			continue
		}
		failed++
		fmt.Fprintf(&out, "%s:%d: %s failed: %s\n", r.File, r.Line, r.Name, r.Message)
		for line := range strings.Lines(r.Output) {
			fmt.Fprintf(&out, "    %s\n", strings.TrimRight(line, "\n"))
		}
	}
	fmt.Fprintf(&out, "%d passed, %d failed, %d skipped\n", passed, failed, skipped)
	_, err := io.WriteString(w, out.String())
	return err
}

// testsJSON prints the results without durations, which differ from run to run.
func testsJSON(w io.Writer, results []policy.TestResult) error {
	out := make([]policy.TestResult, len(results))
	for i, r := range results {
		r.Duration = 0
		out[i] = r
	}
	return printJSON(w, out)
}

package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"archlint/analyzer/policy"
	"archlint/analyzer/policy/author"
	"archlint/analyzer/rulebook"
	"archlint/analyzer/visible"
)

func newPolicyTest(a *app) *cobra.Command {
	var format string
	var mutate, update bool
	cmd := &cobra.Command{
		Use:   "test [DIR...]",
		Short: "Run the unit tests and the examples of rules",
		Long: `test runs the rules named test_... in the files *_test.rego of the given
directories, without any those of the built-in rules, and tells which lines of
the rules they reach. In the folder of a rule.rego it also reviews the examples:
bad.* must fire this rule, at the lines that end with "# <-- here", and no other
of the library; good.* must fire none. A README.md beside them must be the
rule's page; --update writes it anew.

--mutate takes what the rules rest on away, one thing at a time, and demands
that somebody misses it: each condition of a rule (a unit test or an example must
notice), and each fact of the bad example that a condition reads (the rule must).

The exit code is 1 when something fails, 3 when there is no test and no example,
or when rules do not compile.`,
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	cmd.Flags().BoolVar(&mutate, "mutate", false, "also take conditions and facts away, and demand that it is noticed")
	cmd.Flags().BoolVar(&update, "update", false, "write the pages of the rules anew")
	cmd.RunE = func(cmd *cobra.Command, sources []string) error {
		write, ok := map[string]func(io.Writer, *tested) error{"text": testedText, "json": testedJSON}[format]
		if !ok {
			return fmt.Errorf("--format %q: policy test prints text or json", format)
		}
		out, err := runTests(cmd.Context(), sources, mutate)
		if err := a.tellPolicyErrors(err); err != nil {
			return err
		}
		if update {
			if err := writeFiles(cmd.Context(), out.pages); err != nil {
				return err
			}
		}
		for _, p := range stalePages(out.pages) {
			out.Stale = append(out.Stale, filepath.ToSlash(p.name))
		}
		if err := write(a.stdout, out); err != nil {
			return err
		}
		return out.verdict()
	}
	return cmd
}

// tested is everything that was tried on the rules of some sources.
type tested struct {
	Tests    []author.TestResult   `json:"tests"`
	Coverage []author.FileCoverage `json:"coverage"`
	Examples []rulebook.Result     `json:"examples"`
	// Stale are pages that do not say what they should.
	Stale []string `json:"stale"`
	// Mutations is how much was taken away, Survivors what nobody missed; null
	// unless asked for.
	Mutations *int              `json:"mutations"`
	Survivors []author.Survivor `json:"survivors"`

	pages []file
}

// runTests tries the rules of the sources, the built-in ones when there are none.
func runTests(ctx context.Context, sources []string, mutate bool) (*tested, error) {
	opts := policy.Options{Sources: sources, Builtin: len(sources) == 0, Worker: worker()}
	out := &tested{Tests: []author.TestResult{}, Coverage: []author.FileCoverage{}, Stale: []string{}, Survivors: []author.Survivor{}}
	tests, lines, err := author.TestWithCoverage(ctx, opts)
	if err != nil {
		return nil, err
	}
	out.Tests, out.Coverage = append(out.Tests, tests...), append(out.Coverage, lines...)
	if !hasRules(lines) {
		return out, nil // tests without rules, or nothing at all
	}
	lib, err := openLibrary(ctx, sources)
	if err != nil {
		return nil, err
	}
	defer lib.close()
	if out.Examples, err = lib.check(ctx); err != nil {
		return nil, err
	}
	if out.pages, err = lib.pages(ctx); err != nil {
		return nil, err
	}
	if mutate {
		err = out.mutate(ctx, opts, lib)
	}
	return out, err
}

func hasRules(lines []author.FileCoverage) bool { return len(lines) > 0 }

func (t *tested) mutate(ctx context.Context, opts policy.Options, lib *library) error {
	inputs, err := lib.inputs(ctx)
	if err != nil {
		return err
	}
	survivors, tried, err := author.Mutate(ctx, opts, inputs)
	t.Survivors, t.Mutations = append(t.Survivors, survivors...), &tried
	return err
}

// verdict is the error that the program ends with.
func (t *tested) verdict() error {
	if len(t.Tests)+len(t.Examples) == 0 {
		return trouble("no test and no example found: nothing was checked")
	}
	failed := len(t.Stale)+len(t.Survivors) > 0
	for _, r := range t.Tests {
		failed = failed || !r.Passed && !r.Skipped
	}
	for _, e := range t.Examples {
		failed = failed || !e.Passed
	}
	if failed {
		return exit(exitFindings)
	}
	return nil
}

// testedText prints what is wrong, then a line of figures for each thing that
// was tried.
func testedText(w io.Writer, t *tested) error {
	var out strings.Builder
	passed, failed, skipped := unitTests(&out, t.Tests)
	good, bad := exampleTests(&out, t.Examples)
	for _, page := range t.Stale {
		fmt.Fprintf(&out, "%s: stale: archlint policy test --update writes it anew\n", page)
	}
	for _, s := range t.Survivors {
		fmt.Fprintln(&out, s)
	}
	covered, lines := coverage(&out, t.Coverage)
	fmt.Fprintf(&out, "%d passed, %d failed, %d skipped\n", passed, failed, skipped)
	if good+bad > 0 {
		fmt.Fprintf(&out, "examples: %d passed, %d failed\n", good, bad)
	}
	if lines > 0 {
		fmt.Fprintf(&out, "coverage: %d of %d lines\n", covered, lines)
	}
	if t.Mutations != nil {
		fmt.Fprintf(&out, "mutations: %d tried, %d not noticed\n", *t.Mutations, len(t.Survivors))
	}
	_, err := io.WriteString(w, visible.Lines(out.String()))
	return err
}

func unitTests(out *strings.Builder, results []author.TestResult) (passed, failed, skipped int) {
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
		fmt.Fprintf(out, "%s:%d: %s failed: %s\n", r.File, r.Line, r.Name, r.Message)
		failedCondition(out, r)
		for line := range strings.Lines(r.Output) {
			fmt.Fprintf(out, "    %s\n", strings.TrimRight(line, "\n"))
		}
	}
	return passed, failed, skipped
}

// failedCondition prints the condition of a test that did not hold, and what it saw.
func failedCondition(out *strings.Builder, r author.TestResult) {
	if r.Condition == nil {
		return
	}
	fmt.Fprintf(out, "  %s:%d: does not hold: %s\n", r.File, r.Condition.Line, r.Condition.Text)
	for _, v := range r.Condition.Values {
		fmt.Fprintf(out, "    %s is %s\n", v.Ref, v.Value)
	}
}

func exampleTests(out *strings.Builder, results []rulebook.Result) (passed, failed int) {
	for _, r := range results {
		if r.Passed {
			passed++
			continue
		}
		failed++
		for _, wrong := range r.Wrong {
			fmt.Fprintf(out, "%s: %s\n", r.File, wrong)
		}
	}
	return passed, failed
}

func coverage(out *strings.Builder, files []author.FileCoverage) (covered, lines int) {
	for _, f := range files {
		covered, lines = covered+len(f.Covered), lines+len(f.Covered)+len(f.NotCovered)
		if len(f.NotCovered) > 0 {
			fmt.Fprintf(out, "%s: no unit test reaches line %s\n", f.File, ranges(f.NotCovered))
		}
	}
	return covered, lines
}

// ranges writes sorted lines as 3, 7-9.
func ranges(lines []int) string {
	var parts []string
	for i := 0; i < len(lines); {
		j := i
		for j+1 < len(lines) && lines[j+1] == lines[j]+1 {
			j++
		}
		part := fmt.Sprint(lines[i])
		if j > i {
			part += fmt.Sprint("-", lines[j])
		}
		parts, i = append(parts, part), j+1
	}
	return strings.Join(parts, ", ")
}

// testedJSON prints the results without durations, which differ from run to run.
func testedJSON(w io.Writer, t *tested) error {
	for i := range t.Tests {
		t.Tests[i].Duration = 0
	}
	if t.Examples == nil {
		t.Examples = []rulebook.Result{}
	}
	return printJSON(w, t)
}

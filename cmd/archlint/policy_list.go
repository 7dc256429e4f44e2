package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"archlint/analyzer"
	"archlint/analyzer/policy"
	"archlint/analyzer/visible"
)

func newPolicyList(a *app) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the rules",
		Args:  cobra.NoArgs,
	}
	flags := addRuleFlags(cmd.Flags())
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		write, ok := map[string]func(io.Writer, []policy.Rule) error{"text": rulesText, "json": rulesJSON}[format]
		if !ok {
			return fmt.Errorf("--format %q: policy list prints text or json", format)
		}
		set, err := flags.load(cmd.Context(), a)
		if set == nil {
			return err
		}
		if writeErr := write(a.stdout, a.withOwn(set.Rules())); writeErr != nil {
			return writeErr
		}
		return err
	}
	return cmd
}

// withOwn adds the rules that archlint judges itself, which come with the
// built-in library.
func (a *app) withOwn(rules []policy.Rule) []policy.Rule {
	if a.config.NoBuiltin {
		return rules
	}
	rules = append(rules, a.configured(analyzer.Options{}).Rules.Own()...)
	slices.SortStableFunc(rules, func(x, y policy.Rule) int { return cmp.Compare(x.ID, y.ID) })
	return rules
}

func rulesText(w io.Writer, rules []policy.Rule) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tab, "RULE\tSEVERITY\tCATEGORY\tCONFIDENCE\tSCOPE\tSOURCE\tTITLE")
	for _, r := range rules {
		fmt.Fprintf(tab, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", visible.Line(r.ID), r.Severity, visible.Line(r.Category), r.Confidence, r.Scope,
			r.Source, visible.Line(r.Title))
	}
	return tab.Flush()
}

func rulesJSON(w io.Writer, rules []policy.Rule) error {
	return printJSON(w, append([]policy.Rule{}, rules...)) // never null
}

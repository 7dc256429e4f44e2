package main

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"archlint/analyzer/policy"
	"archlint/analyzer/report"
	"archlint/policies"
)

func newExplain(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "explain RULE",
		Short:   "Say what a rule looks for, why, and how to fix what it finds",
		Example: "  archlint explain polling\n  archlint explain no-legacy-crm --policy our-rules",
		Args:    cobra.ExactArgs(1),
	}
	flags := addRuleFlags(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		set, loadErr := flags.load(cmd.Context(), a)
		if set == nil {
			return loadErr
		}
		rule, err := findRule(set.Rules(), args[0])
		if err != nil {
			return err
		}
		if err := explain(a.stdout, rule); err != nil {
			return err
		}
		return loadErr
	}
	return cmd
}

// findRule returns the rule of that id, or of that former id.
func findRule(rules []policy.Rule, id string) (policy.Rule, error) {
	var ids []string
	for _, r := range rules {
		if r.ID == id || slices.Contains(r.Aliases, id) {
			return r, nil
		}
		ids = append(ids, r.ID)
	}
	if near := nearest(id, ids); near != "" {
		return policy.Rule{}, fmt.Errorf("no rule %q; did you mean %s?", id, near)
	}
	return policy.Rule{}, fmt.Errorf("no rule %q; archlint policy list lists the rules", id)
}

// explainWidth is the width of running text.
const explainWidth = 88

// explain prints a rule's record and, for a built-in rule, its examples.
func explain(w io.Writer, r policy.Rule) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", r.ID, r.Title)
	fmt.Fprintf(&b, "%s, category %s, confidence %s, looks at each %s, from %s\n\n", r.Severity, r.Category, r.Confidence, scopeWord(r.Scope), r.Source)
	paragraphs(&b, r.Description)
	b.WriteString("How to fix\n\n")
	paragraphs(&b, r.Remediation)
	explainParams(&b, r.Params)
	for _, example := range []string{"bad", "good"} {
		explainExample(&b, r, example)
	}
	if len(r.References) > 0 {
		b.WriteString("Sources\n\n")
		for _, ref := range r.References {
			fmt.Fprintf(&b, "  %s\n  %s\n\n", ref.Description, ref.Ref)
		}
	}
	if r.Docs != "" {
		fmt.Fprintf(&b, "More in %s\n", r.Docs)
	}
	_, err := io.WriteString(w, strings.TrimRight(b.String(), "\n")+"\n")
	return err
}

func scopeWord(s policy.Scope) string {
	if s == policy.OrgScope {
		return "organisation"
	}
	return "flow"
}

func paragraphs(b *strings.Builder, text string) {
	for p := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		for _, line := range report.Wrap(strings.Join(strings.Fields(p), " "), explainWidth) {
			b.WriteString(line + "\n")
		}
		b.WriteString("\n")
	}
}

func explainParams(b *strings.Builder, params []policy.Param) {
	if len(params) == 0 {
		return
	}
	b.WriteString("Parameters\n\n")
	for _, p := range params {
		fmt.Fprintf(b, "  %s (%s, %v): %s\n", p.Name, p.Type, p.Value, p.Description)
	}
	b.WriteString("\n")
}

// explainExample prints the flow in which a built-in rule fires, or does not.
func explainExample(b *strings.Builder, r policy.Rule, kind string) {
	if r.Source != policy.BuiltinSource {
		return
	}
	names, err := fs.Glob(policies.FS, path.Join(r.Category, r.ID, kind+".*"))
	if err != nil || len(names) == 0 {
		return
	}
	text, err := fs.ReadFile(policies.FS, names[0])
	if err != nil {
		return
	}
	fmt.Fprintf(b, "A %s example (policies/%s)\n\n", kind, names[0])
	for line := range strings.Lines(string(text)) {
		b.WriteString("    " + strings.TrimRight(line, "\r\n") + "\n")
	}
	b.WriteString("\n")
}

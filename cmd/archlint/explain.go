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
	"archlint/analyzer/rulebook"
	"archlint/analyzer/visible"
)

func newExplain(a *app) *cobra.Command {
	var at string
	cmd := &cobra.Command{
		Use:   "explain RULE [--at FLOW/NODE|LIMIT [PATH...]]",
		Short: "Say what a rule looks for, why, and how to fix what it finds; or why it did or did not fire at a place",
		Long: `explain prints what a rule looks for, why, what to do, and its examples.

With --at it analyses the PATHs (by default the current directory) and says why
the rule fired or did not fire at a place: FLOW/NODE, where NODE is the node of a
finding or the name of a step; FLOW alone, for the flow itself; FILE:LINE, as
findings print it; or, for a rule over the organisation, a LIMIT by its namespace
and key, as archlint capacity prints it.`,
		Example: `  archlint explain polling
  archlint explain no-legacy-crm --policy our-rules
  archlint explain timeout-default --at "Main menu/Get customer" export/
  archlint explain timeout-default --at export/flows/main.yaml:42 export/
  archlint explain capacity-close --at dataactions/requests.volume.max --licences 800 export/`,
		Args: takesSome("explain takes a rule: archlint explain RULE [--at FLOW/NODE|LIMIT [PATH...]]"),
	}
	flags := addAnalysisFlags(cmd.Flags())
	flags.addPolicyFlags(cmd.Flags())
	cmd.Flags().StringVar(&at, "at", "", "`FLOW/NODE`, FILE:LINE or LIMIT to look at")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if at != "" {
			return a.explainAt(cmd.Context(), args[0], at, args[1:], flags)
		}
		if len(args) > 1 {
			return fmt.Errorf("explain takes one rule; paths go with --at")
		}
		options, err := flags.options(a)
		if err != nil {
			return err
		}
		set, err := policy.Load(cmd.Context(), options.Rules.PolicyOptions(options.Observe.Rules))
		if set == nil {
			return err
		}
		loadErr := a.tellPolicyErrors(err)
		rule, err := findRule(a.withOwn(set.Rules()), args[0])
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
	fmt.Fprintf(&b, "%s, category %s, confidence %s, looks at %s, from %s\n\n", r.Severity, r.Category, r.Confidence,
		scopeWord(r.Scope), r.Source)
	paragraphs(&b, r.Description)
	b.WriteString("How to fix\n\n")
	paragraphs(&b, r.Remediation)
	explainParams(&b, r.Params)
	for _, example := range []rulebook.Kind{rulebook.Bad, rulebook.Good} {
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
	_, err := io.WriteString(w, visible.Lines(strings.TrimRight(strings.ReplaceAll(b.String(), "\t", "    "), "\n"))+"\n")
	return err
}

func scopeWord(s policy.Scope) string {
	if s == policy.OrgScope {
		return "all flows together"
	}
	return "one flow"
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

// explainExample prints the flow in which a rule fires, or does not.
func explainExample(b *strings.Builder, r policy.Rule, kind rulebook.Kind) {
	folder, ok := exampleFS(r)
	if !ok {
		return
	}
	e, err := rulebook.Find(folder, kind)
	if err != nil {
		return
	}
	for i, name := range e.Files {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			return
		}
		if i == 0 {
			fmt.Fprintf(b, "A %s example (%s)\n\n", kind, path.Join(path.Dir(r.File), name))
		} else {
			fmt.Fprintf(b, "  with %s\n\n", path.Join(path.Dir(r.File), name))
		}
		for line := range strings.Lines(string(text)) {
			b.WriteString("    " + strings.TrimRight(line, "\r\n") + "\n")
		}
		b.WriteString("\n")
	}
}

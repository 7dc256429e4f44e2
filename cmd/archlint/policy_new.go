package main

import (
	"context"
	"embed"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"archlint/analyzer/policy"
)

// The files of a new rule of either scope, with RULE_ID and RULE_PACKAGE to be filled in.
//
//go:embed template
var templates embed.FS

// newFiles are the files of a new rule, in the order in which they are written.
var newFiles = []string{"rule.rego", "rule_test.rego", "bad.yaml", "good.yaml"}

var ruleID = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

func newPolicyNew(a *app) *cobra.Command {
	var dir, scope string
	cmd := &cobra.Command{
		Use:   "new ID",
		Short: "Begin a rule: the rule, its test, its examples and its page, ready to run",
		Long: `new writes a folder ID into --dir: rule.rego, the unit test rule_test.rego, the
example flows bad.yaml (the rule fires at the marked lines) and good.yaml (it is
silent), and the page README.md. The rule compiles and its tests pass; change
what it looks for, and write the page anew with archlint policy test --update.
Files that are there are left alone.

A rule of --scope flow is asked once for each flow. A rule of --scope org is asked
once about all flows, the organisation and its limits together.`,
		Example: `  archlint policy new no-legacy-crm --dir our-rules
  archlint policy new shared-data-action --scope org --dir our-rules
  archlint policy test our-rules`,
		Args: takes(1, "policy new takes one id: archlint policy new ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id := args[0]
			if !ruleID.MatchString(id) {
				return fmt.Errorf("rule id %q: use small letters, digits and single dashes, as in no-legacy-crm", id)
			}
			if scope != string(policy.FlowScope) && scope != string(policy.OrgScope) {
				return fmt.Errorf("--scope %q: use flow or org", scope)
			}
			if err := a.mustBeFree(cmd.Context(), id); err != nil {
				return err
			}
			return a.beginRule(cmd.Context(), filepath.Join(dir, id), id, scope)
		},
	}
	cmd.Flags().StringVar(&dir, "dir", ".", "`DIR` of your rules")
	cmd.Flags().StringVar(&scope, "scope", string(policy.FlowScope), "what the rule looks at in one evaluation: flow or org")
	return cmd
}

// mustBeFree refuses an id that a built-in rule has, or had: the new rule could
// never be loaded beside it.
func (a *app) mustBeFree(ctx context.Context, id string) error {
	set, err := policy.Load(ctx, policy.Options{Builtin: true})
	if err != nil {
		return err
	}
	if _, err := findRule(a.withOwn(set.Rules()), id); err == nil {
		return fmt.Errorf("a built-in rule has the id %s: choose another", id)
	}
	return nil
}

func (a *app) beginRule(ctx context.Context, dir, id, scope string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	fill := strings.NewReplacer("RULE_ID", id, "RULE_PACKAGE", strings.ReplaceAll(id, "-", "_"))
	for _, name := range newFiles {
		text, err := templates.ReadFile(path.Join("template", scope, name+".txt"))
		if err != nil {
			return err
		}
		if err := a.begin(file{filepath.Join(dir, name), []byte(fill.Replace(string(text)))}); err != nil {
			return err
		}
	}
	pages, err := pagesOf(ctx, []string{filepath.Join(dir, "rule.rego")})
	if err != nil {
		return err
	}
	for _, p := range pages {
		if err := a.begin(p); err != nil {
			return err
		}
	}
	return nil
}

// begin writes a file that must not be there yet, and names it.
func (a *app) begin(f file) error {
	if err := createNew(f); err != nil {
		return err
	}
	_, err := fmt.Fprintln(a.stdout, filepath.ToSlash(f.name))
	return err
}

// createNew writes a file that must not be there yet.
func createNew(f file) error {
	out, err := os.OpenFile(f.name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if _, err := out.Write(f.text); err != nil {
		_ = out.Close()
		return err
	}
	return out.Close()
}

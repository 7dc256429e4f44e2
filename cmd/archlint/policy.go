package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"archlint/analyzer"
	"archlint/analyzer/config"
	"archlint/analyzer/judge"
	"archlint/analyzer/policy"
	"archlint/analyzer/visible"
)

func newPolicy(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "policy",
		Short: "List, check, test and begin rules",
		Long: `A rule is a Rego package with METADATA that defines findings. These commands are
for people who write rules; docs/policies.md tells how.`,
		Args: cobra.ArbitraryArgs,
		RunE: noSuchCommand,
	}
	cmd.AddCommand(newPolicyList(a), newPolicyCheck(a), newPolicyTest(a), newPolicyNew(a), newPolicySchema(a))
	return cmd
}

// ruleFlags choose the rules that a command looks at.
type ruleFlags struct {
	rules []string
}

// addSourceFlags defines the flags that say where rules come from. Their values
// are read by way of the configuration.
func addSourceFlags(set *pflag.FlagSet) {
	set.StringArray("policy", nil, "`DIR` (or file, or bundle) with rules of your own; may be repeated")
	set.StringArray("conftest-policy", nil, "`DIR` with Conftest-style policies: deny, warn and violation in package main; may be repeated")
	set.Bool("no-builtin-policies", false, "leave the built-in rules out")
}

func addRuleFlags(set *pflag.FlagSet) *ruleFlags {
	f := &ruleFlags{}
	addConfigFlag(set)
	addSourceFlags(set)
	set.StringArrayVar(&f.rules, "rule", nil, "`ID=LEVEL`: set a rule's level to off, info, warning or error; may be repeated")
	return f
}

// load reads the rules. Policies that are wrong are told on stderr; the error
// then only ends the program, and the set holds the others.
func (f *ruleFlags) load(ctx context.Context, a *app) (*policy.Set, error) {
	if _, err := parseLevels(f.rules); err != nil { // the configuration has them
		return nil, err
	}
	set, err := policy.Load(ctx, a.configured(analyzer.Options{}).Rules.PolicyOptions(judge.Watch{}))
	return set, a.tellPolicyErrors(err)
}

// tellPolicyErrors prints what is wrong with policies, one a line with its
// place, and returns an error that only ends the program. Errors without the
// place of a policy are about settings.
func (a *app) tellPolicyErrors(err error) error {
	var wrong policy.LoadErrors
	if !errors.As(err, &wrong) {
		return err
	}
	code := exitUsage
	for _, e := range config.Errors(wrong).Condensed() {
		fmt.Fprintf(a.stderr, "archlint: %s\n", visible.Lines(e.Error()))
		if e.File != "" {
			code = exitTrouble
		}
	}
	return exit(code)
}

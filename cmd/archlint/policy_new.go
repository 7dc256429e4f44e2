package main

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
)

// The files of a new rule, with ID and PACKAGE to be filled in.
var (
	//go:embed template/rule.rego.txt
	ruleTemplate string
	//go:embed template/rule_test.rego.txt
	ruleTestTemplate string
)

var ruleID = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

func newPolicyNew(a *app) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "new ID",
		Short: "Begin a rule: the rule and its test, ready to run",
		Long: `new writes ID/rule.rego and ID/rule_test.rego into --dir. The rule compiles and its
tests pass; change what it looks for. Files that are there are left alone.`,
		Example: `  archlint policy new no-legacy-crm --dir our-rules
  archlint policy test our-rules`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			id := args[0]
			if !ruleID.MatchString(id) {
				return fmt.Errorf("rule id %q: use small letters, digits and single dashes, as in no-legacy-crm", id)
			}
			return a.beginRule(filepath.Join(dir, id), id)
		},
	}
	cmd.Flags().StringVar(&dir, "dir", ".", "`DIR` of your rules")
	return cmd
}

func (a *app) beginRule(dir, id string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	fill := strings.NewReplacer("RULE_ID", id, "RULE_PACKAGE", strings.ReplaceAll(id, "-", "_"))
	for _, f := range []file{
		{filepath.Join(dir, "rule.rego"), []byte(fill.Replace(ruleTemplate))},
		{filepath.Join(dir, "rule_test.rego"), []byte(fill.Replace(ruleTestTemplate))},
	} {
		if err := createNew(f); err != nil {
			return err
		}
		fmt.Fprintln(a.stdout, filepath.ToSlash(f.name))
	}
	return nil
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

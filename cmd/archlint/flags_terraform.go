package main

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"archlint/analyzer/source"
	"archlint/analyzer/terraform"
)

// maxVarFile is how many bytes a file with values of variables may have.
const maxVarFile = 4 << 20

// terraformFlags give a CX as Code configuration its values, as Terraform's own do.
type terraformFlags struct {
	vars      []string
	varFiles  []string
	workspace string
}

func (f *terraformFlags) add(set *pflag.FlagSet) {
	set.StringArrayVar(&f.vars, "var", nil, "`NAME=VALUE` of a Terraform variable, as for terraform plan; may be repeated")
	set.StringArrayVar(&f.varFiles, "var-file", nil, "`FILE` with values of Terraform variables; may be repeated")
	set.StringVar(&f.workspace, "workspace", "", "`NAME` of the Terraform workspace (default \"default\")")
}

func (f *terraformFlags) options(a *app) (terraform.Options, error) {
	out := terraform.Options{Vars: f.vars, Workspace: f.workspace, Getenv: a.getenv}
	for _, setting := range f.vars {
		if !strings.Contains(setting, "=") {
			return out, fmt.Errorf("--var %q: write it NAME=VALUE", setting)
		}
	}
	for _, name := range f.varFiles {
		text, err := source.ReadFile(name, maxVarFile)
		if err != nil {
			return out, fmt.Errorf("--var-file %s: %w", name, err)
		}
		out.VarFiles = append(out.VarFiles, source.NewFile(name, text))
	}
	return out, nil
}

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

// addTerraformFlags defines the flags that give a CX as Code configuration its values,
// as Terraform's own do.
func addTerraformFlags(set *pflag.FlagSet) {
	set.StringArray("var", nil, "`NAME=VALUE` of a Terraform variable, as for terraform plan; may be repeated")
	set.StringArray("var-file", nil, "`FILE` with values of Terraform variables; may be repeated")
	set.String("workspace", "", "`NAME` of the Terraform workspace (default \"default\")")
}

// terraformOptions are what files, environment and flags say together.
func (a *app) terraformOptions() (terraform.Options, error) {
	said := a.config.Terraform
	out := terraform.Options{Vars: said.Vars, Workspace: said.Workspace, Getenv: a.getenv}
	for _, setting := range out.Vars {
		if !strings.Contains(setting, "=") {
			return out, fmt.Errorf("--var %q: write it NAME=VALUE", setting)
		}
	}
	for _, name := range said.VarFiles {
		text, err := source.ReadFile(name, maxVarFile)
		if err != nil {
			return out, fmt.Errorf("--var-file %s: %w", name, err)
		}
		out.VarFiles = append(out.VarFiles, source.NewFile(name, text))
	}
	return out, nil
}

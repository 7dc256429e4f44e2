package terraform

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"archlint/analyzer/source"
)

// Options are what a user gives besides the files, as to Terraform itself.
type Options struct {
	// Vars are values of root variables, NAME=VALUE; they beat all others.
	Vars []string
	// VarFiles are files with values, which beat those that are read on their own.
	VarFiles []*source.File
	// Getenv, if set, reads the environment, in which TF_VAR_NAME gives a root variable.
	Getenv func(string) string
	// Workspace is the value of terraform.workspace, "default" where it is empty.
	Workspace string
	// FlowName, if set, returns the name of the flow that a deployment makes, which only
	// the flow's file gives; ok is false where it is not known.
	FlowName func(Deployment) (name string, ok bool)
}

// Values are the values of the substitutions that are known, by key.
func (d *Deployment) Values() map[string]string {
	out := make(map[string]string)
	for _, s := range d.Substitutions {
		if s.Known {
			out[s.Key] = s.Value
		}
	}
	return out
}

// Deployment is one instance of a genesyscloud_flow resource.
type Deployment struct {
	// Address is the instance's address, module.main.genesyscloud_flow.shop["de"].
	Address string
	// At is where the resource stands: the name of the file, and the block in it.
	At  string
	Pos source.Pos
	// Candidates are the names that its flow file may have, the likeliest first: a
	// relative path counts from the root module, or from the module where there is no
	// such file. It is empty where the path is unknown.
	Candidates []string
	// Substitutions are what stands for the placeholders, by key in order.
	Substitutions []Substitution
	// Open is set where the substitutions themselves are not known.
	Open bool
}

// Substitution is what stands for one placeholder.
type Substitution struct {
	Key   string
	Value string
	Known bool
	// DependsOn are the names that an unknown value depends on, in order: var.loops.
	DependsOn []string
	Pos       source.Pos
}

// Read evaluates the configuration in the files, whose names are slash-separated paths,
// and returns the flows that it deploys in the order of their addresses. Files that are
// not Terraform are left out; values that cannot be used are errors.
func Read(files []*source.File, o Options) ([]Deployment, []error) {
	c := newConfiguration(files)
	c.flowName = o.FlowName
	var out []Deployment
	var errs []error
	for _, dir := range c.roots() {
		inputs, problems := c.rootInputs(dir, o)
		errs = append(errs, problems...)
		s := newScope(c, c.modules[dir], dir, inputs, cmp.Or(o.Workspace, "default"), 0)
		out = append(out, s.deployments("", maxDepth)...)
	}
	var plans []Deployment
	for _, f := range files {
		if isPlan(f.Name) {
			plans = append(plans, planned(f)...)
		}
	}
	out = preferPlanned(out, plans)
	slices.SortStableFunc(out, func(a, b Deployment) int {
		return cmp.Or(strings.Compare(a.Address, b.Address), strings.Compare(a.At, b.At))
	})
	return out, errs
}

// Limits on what a hostile configuration can cost.
const (
	maxDepth     = 16    // of modules in one another
	maxInstances = 1_000 // of one resource or module call
	maxWork      = 200_000
)

// clean is a path as the names of files are written.
func clean(elem ...string) string { return path.Clean(path.Join(elem...)) }

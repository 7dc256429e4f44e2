package terraform

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"archlint/analyzer/source"
)

// dependency marks a value that is unknown, with the name that would have to be known.
type dependency string

// unknown is a value that depends on a name.
func unknown(name string) cty.Value { return cty.DynamicVal.Mark(dependency(name)) }

// dependencies are the names that a value depends on, in order.
func dependencies(v cty.Value) []string {
	_, marks := v.UnmarkDeep()
	var out []string
	for mark := range marks {
		if d, ok := mark.(dependency); ok {
			out = append(out, string(d))
		}
	}
	slices.Sort(out)
	return out
}

// textOf is a value as the text that a template puts in its place.
func textOf(v cty.Value) (string, bool) {
	v, _ = v.UnmarkDeep()
	if !v.IsKnown() || v.IsNull() {
		return "", false
	}
	text, err := convert.Convert(v, cty.String)
	if err != nil || !text.IsKnown() || text.IsNull() {
		return "", false
	}
	return text.AsString(), true
}

// rootInputs are the values of a root module's variables. What comes later beats what
// comes first: the environment, terraform.tfvars, *.auto.tfvars in the order of their
// names, variable files, single values (Terraform documentation, "Input Variables",
// section on precedence).
func (c *configuration) rootInputs(dir string, o Options) (map[string]cty.Value, []error) {
	m := c.modules[dir]
	in := &inputs{m: m, values: make(map[string]cty.Value)}
	for name := range m.variables {
		if o.Getenv == nil {
			break
		}
		if value := o.Getenv("TF_VAR_" + name); value != "" {
			in.set(name, value)
		}
	}
	for _, f := range ownValues(m.values) {
		in.file(f)
	}
	for _, f := range o.VarFiles {
		in.file(f)
	}
	for _, setting := range o.Vars {
		name, value, ok := strings.Cut(setting, "=")
		if !ok {
			in.errs = append(in.errs, fmt.Errorf("--var %q: want NAME=VALUE", setting))
			continue
		}
		in.set(name, value)
	}
	return in.values, in.errs
}

// ownValues are the files that Terraform reads on its own, in its order.
func ownValues(files []*source.File) []*source.File {
	rank := func(f *source.File) int {
		switch name := path.Base(f.Name); {
		case name == "terraform.tfvars":
			return 1
		case name == "terraform.tfvars.json":
			return 2
		case strings.HasSuffix(name, ".auto.tfvars") || strings.HasSuffix(name, ".auto.tfvars.json"):
			return 3
		}
		return 0
	}
	var out []*source.File
	for _, f := range files {
		if rank(f) > 0 {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b *source.File) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out
}

// inputs collects the values of a root module's variables.
type inputs struct {
	m      *module
	values map[string]cty.Value
	errs   []error
}

// set takes a value that is written as text: as it is for a variable that holds text or
// says no type, else as an expression.
func (in *inputs) set(name, text string) {
	v := cty.StringVal(text)
	if b := in.m.variables[name]; b != nil && !holdsText(b) {
		e, diags := hclsyntax.ParseExpression([]byte(text), name, hcl.InitialPos)
		if !diags.HasErrors() {
			if parsed, more := e.Value(nil); !more.HasErrors() {
				v = parsed
			}
		}
	}
	in.values[name] = v
}

// holdsText reports whether a variable holds text: a value for another type is written
// as an expression.
func holdsText(b *hcl.Block) bool {
	typ := argument(b.Body, "type")
	return typ == nil || hcl.ExprAsKeyword(typ) == "string"
}

// file takes the values of a file.
func (in *inputs) file(f *source.File) {
	parsed := parse(f)
	if parsed == nil || parsed.Body == nil {
		return
	}
	attributes, _ := parsed.Body.JustAttributes()
	for name, a := range attributes {
		if v, diags := a.Expr.Value(nil); !diags.HasErrors() {
			in.values[name] = v
		}
	}
}

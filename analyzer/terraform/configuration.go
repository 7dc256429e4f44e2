package terraform

import (
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"

	"archlint/analyzer/source"
)

// configuration is all modules that the files hold, by directory.
type configuration struct {
	modules map[string]*module
	work    int // expressions that were evaluated, see maxWork
	// flowName returns the name of the flow that a deployment makes, if its file gives it.
	flowName func(Deployment) (string, bool)
}

// module is the blocks of one directory.
type module struct {
	dir       string
	variables map[string]*hcl.Block
	locals    map[string]hcl.Expression
	outputs   map[string]*hcl.Block
	resources map[string]*hcl.Block // by type.name, data.type.name
	calls     map[string]*hcl.Block // of modules
	values    []*source.File        // .tfvars
}

func newConfiguration(files []*source.File) *configuration {
	c := &configuration{modules: make(map[string]*module)}
	for _, f := range files {
		if isPlan(f.Name) {
			continue
		}
		m := c.module(path.Dir(f.Name))
		if isValues(f.Name) {
			m.values = append(m.values, f)
			continue
		}
		if parsed := parse(f); parsed != nil {
			m.add(parsed.Body)
		}
	}
	return c
}

func (c *configuration) module(dir string) *module {
	m := c.modules[dir]
	if m == nil {
		m = &module{dir: dir, variables: map[string]*hcl.Block{}, locals: map[string]hcl.Expression{}, outputs: map[string]*hcl.Block{},
			resources: map[string]*hcl.Block{}, calls: map[string]*hcl.Block{}}
		c.modules[dir] = m
	}
	return m
}

// isValues reports whether a file gives values of variables.
func isValues(name string) bool {
	return strings.HasSuffix(name, ".tfvars") || strings.HasSuffix(name, ".tfvars.json")
}

// parse reads a file, as far as it can be read; nil for nothing.
func parse(f *source.File) *hcl.File {
	if !readable(f.Name, f.Text) {
		return nil
	}
	if !hclSyntax(f.Name) {
		parsed, _ := json.Parse(f.Text, f.Name)
		return parsed
	}
	parsed, _ := hclsyntax.ParseConfig(f.Text, f.Name, hcl.InitialPos)
	return parsed
}

var blocks = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "resource", LabelNames: []string{"type", "name"}},
	{Type: "data", LabelNames: []string{"type", "name"}},
	{Type: "variable", LabelNames: []string{"name"}},
	{Type: "output", LabelNames: []string{"name"}},
	{Type: "module", LabelNames: []string{"name"}},
	{Type: "locals"},
}}

func (m *module) add(body hcl.Body) {
	if body == nil {
		return
	}
	content, _, _ := body.PartialContent(blocks)
	for _, b := range content.Blocks {
		switch b.Type {
		case "resource":
			m.resources[b.Labels[0]+"."+b.Labels[1]] = b
		case "data":
			m.resources["data."+b.Labels[0]+"."+b.Labels[1]] = b
		case "variable":
			m.variables[b.Labels[0]] = b
		case "output":
			m.outputs[b.Labels[0]] = b
		case "module":
			m.calls[b.Labels[0]] = b
		case "locals":
			attributes, _ := b.Body.JustAttributes()
			for name, a := range attributes {
				m.locals[name] = a.Expr
			}
		}
	}
}

// roots are the directories of modules that no other module calls, in order. Where
// all are called, in a circle, there is none.
func (c *configuration) roots() []string {
	called := make(map[string]bool)
	for _, m := range c.modules {
		for _, call := range m.calls {
			if dir, ok := m.sourceOf(call); ok && dir != m.dir {
				called[dir] = true
			}
		}
	}
	var out []string
	for dir := range c.modules {
		if !called[dir] {
			out = append(out, dir)
		}
	}
	slices.Sort(out)
	return out
}

// sourceOf is the directory of a called module; ok is false for one that does not lie
// on a local path.
func (m *module) sourceOf(call *hcl.Block) (dir string, ok bool) {
	e := argument(call.Body, "source")
	if e == nil {
		return "", false
	}
	v, diags := e.Value(nil)
	text, known := textOf(v)
	if diags.HasErrors() || !known || !strings.HasPrefix(text, "./") && !strings.HasPrefix(text, "../") {
		return "", false
	}
	return clean(m.dir, text), true
}

// argument is the expression of an argument, nil where the block has none.
func argument(body hcl.Body, name string) hcl.Expression {
	content, _, _ := body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: name}}})
	if a := content.Attributes[name]; a != nil {
		return a.Expr
	}
	return nil
}

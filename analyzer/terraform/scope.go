package terraform

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// scope is one instance of a module, in which expressions have values.
type scope struct {
	c         *configuration
	m         *module
	root      string // directory of the root module
	inputs    map[string]cty.Value
	workspace string
	depth     int // of module calls around it

	known  map[string]cty.Value // of names that were evaluated
	active map[string]bool      // names that are being evaluated
	inner  map[string]*scope    // of called modules, by name
}

// instance is what each.key, each.value and count.index are in one instance of a block.
type instance struct {
	key   string // as written behind the address, "" for the only one
	each  map[string]cty.Value
	count cty.Value
}

var only = instance{count: cty.NilVal}

// eval is the value of an expression; what cannot be known is unknown and marked with
// the names that it depends on.
func (s *scope) eval(e hcl.Expression, in instance) cty.Value {
	if s.c.work++; s.c.work > maxWork {
		return unknown("a configuration that is too large to evaluate")
	}
	names := newNames()
	for _, t := range e.Variables() {
		s.resolve(t, in, names)
	}
	if !affordable(e, names) {
		return unknown("an expression that is too large to evaluate")
	}
	v, diags := e.Value(&hcl.EvalContext{Variables: names.objects(), Functions: functions()})
	if diags.HasErrors() || !small(v) {
		return unknown(written(e))
	}
	return v
}

// written names an expression that has no value: the names in it, else what it is.
func written(e hcl.Expression) string {
	var names []string
	for _, t := range e.Variables() {
		names = append(names, dotted(t))
	}
	if len(names) > 0 {
		return strings.Join(names, ", ")
	}
	return "an expression that only Terraform evaluates"
}

// resolve finds the value of a name and puts it where the expression looks for it.
func (s *scope) resolve(t hcl.Traversal, in instance, names *names) {
	step := func(i int) string {
		if i < len(t) {
			return StepName(t[i])
		}
		return ""
	}
	switch first := t.RootName(); first {
	case "var", "local":
		if step(1) != "" {
			names.put(s.name(first+"."+step(1)), first, step(1))
			return
		}
	case "path":
		dir := map[string]string{"module": s.m.dir, "root": s.root, "cwd": s.root}
		if d, ok := dir[step(1)]; ok {
			names.put(cty.StringVal(here+d), first, step(1))
			return
		}
	case "terraform":
		names.put(cty.StringVal(s.workspace), first, "workspace")
		return
	case "each", "count":
		s.resolveInstance(first, step(1), in, names)
		return
	case "module":
		if step(1) != "" && step(2) != "" {
			names.put(s.output(step(1), step(2)), first, step(1), step(2))
			return
		}
	case "data":
		if step(1) != "" && step(2) != "" && step(3) != "" {
			names.put(s.attribute(dotted(t[:3]), step(3)), first, step(1), step(2), step(3))
			return
		}
	default:
		if step(1) != "" && step(2) != "" {
			names.put(s.attribute(first+"."+step(1), step(2)), first, step(1), step(2))
			return
		}
	}
	names.put(unknown(dotted(t)), t.RootName())
}

func (s *scope) resolveInstance(first, name string, in instance, names *names) {
	switch v := in.each[name]; {
	case first == "count" && in.count != cty.NilVal:
		names.put(in.count, first, "index")
	case first == "each" && v != cty.NilVal:
		names.put(v, first, name)
	default:
		names.put(unknown(first+"."+name), first, name)
	}
}

// name is the value of a variable or a local.
func (s *scope) name(name string) cty.Value {
	if v, ok := s.known[name]; ok {
		return v
	}
	if s.active[name] {
		return unknown(name + ", which refers to itself")
	}
	s.active[name] = true
	v := s.compute(name)
	delete(s.active, name)
	s.known[name] = v
	return v
}

func (s *scope) compute(name string) cty.Value {
	kind, short, _ := strings.Cut(name, ".")
	if kind == "local" {
		if e := s.m.locals[short]; e != nil {
			return s.eval(e, only)
		}
		return unknown(name)
	}
	b := s.m.variables[short]
	if b == nil {
		return unknown(name)
	}
	if v, ok := s.inputs[short]; ok {
		return asDeclared(v, b)
	}
	if e := argument(b.Body, "default"); e != nil {
		return asDeclared(s.eval(e, only), b)
	}
	return unknown(name)
}

// asDeclared converts a value to the simple type that its variable declares.
func asDeclared(v cty.Value, b *hcl.Block) cty.Value {
	typ := argument(b.Body, "type")
	if typ == nil {
		return v
	}
	want, ok := map[string]cty.Type{"string": cty.String, "number": cty.Number, "bool": cty.Bool}[hcl.ExprAsKeyword(typ)]
	if !ok {
		return v
	}
	if converted, err := convert.Convert(v, want); err == nil {
		return converted
	}
	return v
}

// attribute is an argument that a resource or a data source states; what only the
// provider sets is unknown, and so is that of several instances.
func (s *scope) attribute(address, name string) cty.Value {
	b := s.m.resources[address]
	full := address + "." + name
	if b == nil || argument(b.Body, "count") != nil || argument(b.Body, "for_each") != nil {
		return unknown(full)
	}
	e := argument(b.Body, name)
	if s.active[full] {
		return unknown(full)
	}
	if e == nil {
		return s.nameOfFlow(b, address, name)
	}
	s.active[full] = true
	defer delete(s.active, full)
	return s.eval(e, only)
}

// nameOfFlow is the name of a deployed flow, which its file gives; other attributes that
// a resource does not state are the provider's.
func (s *scope) nameOfFlow(b *hcl.Block, address, attribute string) cty.Value {
	full := address + "." + attribute
	if b.Type != "resource" || b.Labels[0] != flowResource || attribute != "name" || s.c.flowName == nil {
		return unknown(full)
	}
	s.active[full] = true
	defer delete(s.active, full)
	if name, ok := s.c.flowName(s.deployment(b, address, only)); ok {
		return cty.StringVal(name)
	}
	return unknown(full)
}

// output is an output of a called module.
func (s *scope) output(call, name string) cty.Value {
	full := "module." + call + "." + name
	b := s.m.calls[call]
	if b == nil || argument(b.Body, "count") != nil || argument(b.Body, "for_each") != nil || s.active[full] {
		return unknown(full)
	}
	inner := s.inner[call]
	if inner == nil {
		if inner = s.call(b, only); inner == nil {
			return s.echoed(b, name, full)
		}
		s.inner[call] = inner
	}
	out := inner.m.outputs[name]
	if out == nil {
		return unknown(full)
	}
	e := argument(out.Body, "value")
	if e == nil {
		return unknown(full)
	}
	s.active[full] = true
	defer delete(s.active, full)
	return inner.eval(e, only)
}

// echoed is the output of a module that is not at hand, one from a registry or another
// repository: the argument of the same name, where the call has one. Modules hand names
// on like that (integration_name of GenesysCloudDevOps'
// public-api-data-actions-integration-module, which most public configurations call).
func (s *scope) echoed(b *hcl.Block, name, full string) cty.Value {
	e := argument(b.Body, name)
	if _, local := s.m.sourceOf(b); local || e == nil {
		return unknown(full)
	}
	s.active[full] = true
	defer delete(s.active, full)
	return s.eval(e, only)
}

// call is the scope of a called module, nil where the module is not at hand.
func (s *scope) call(b *hcl.Block, in instance) *scope {
	dir, ok := s.m.sourceOf(b)
	m := s.c.modules[dir]
	if s.c.work++; !ok || m == nil || s.depth >= maxDepth || s.c.work > maxWork {
		return nil
	}
	inputs := make(map[string]cty.Value)
	attributes, _ := b.Body.JustAttributes()
	for name, a := range attributes {
		if m.variables[name] != nil {
			inputs[name] = s.eval(a.Expr, in)
		}
	}
	return newScope(s.c, m, s.root, inputs, s.workspace, s.depth+1)
}

func newScope(c *configuration, m *module, root string, inputs map[string]cty.Value, workspace string, depth int) *scope {
	return &scope{c: c, m: m, root: root, inputs: inputs, workspace: workspace, depth: depth,
		known: make(map[string]cty.Value), active: make(map[string]bool), inner: make(map[string]*scope)}
}

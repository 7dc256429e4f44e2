package terraform

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"archlint/analyzer/source"
)

// flowResource is the resource type of a flow.
const flowResource = "genesyscloud_flow"

// here begins what path.module, path.root and path.cwd are: the directory's name as
// files have it, told apart from a path that counts from the root module.
const here = "\x01/"

// deployments are the flows of this instance of a module and of the modules that it
// calls; address is the module's, with a dot behind it.
func (s *scope) deployments(address string, depth int) []Deployment {
	var out []Deployment
	for _, name := range slices.Sorted(maps.Keys(s.m.resources)) {
		b := s.m.resources[name]
		if b.Type != "resource" || b.Labels[0] != flowResource {
			continue
		}
		for _, in := range s.instances(b) {
			out = append(out, s.deployment(b, address+name+in.key, in))
		}
	}
	if depth == 0 {
		return out
	}
	for _, name := range slices.Sorted(maps.Keys(s.m.calls)) {
		b := s.m.calls[name]
		for _, in := range s.instances(b) {
			if inner := s.call(b, in); inner != nil {
				out = append(out, inner.deployments(address+"module."+name+in.key+".", depth-1)...)
			}
		}
	}
	return out
}

// instances are those of a block with count or for_each; one of which nothing is known
// where their number is not.
func (s *scope) instances(b *hcl.Block) []instance {
	if e := argument(b.Body, "count"); e != nil {
		return counted(s.eval(e, only))
	}
	if e := argument(b.Body, "for_each"); e != nil {
		return each(s.eval(e, only))
	}
	return []instance{only}
}

// unknownInstances stand for those of a block whose number nobody knows.
func unknownInstances() []instance { return []instance{{key: "[?]", count: cty.NilVal}} }

func counted(v cty.Value) []instance {
	v, _ = v.UnmarkDeep()
	if !v.IsKnown() || v.IsNull() || v.Type() != cty.Number {
		return unknownInstances()
	}
	n, _ := v.AsBigFloat().Int64()
	var out []instance
	for i := range min(max(n, 0), maxInstances) {
		out = append(out, instance{key: fmt.Sprintf("[%d]", i), count: cty.NumberIntVal(i)})
	}
	return out
}

func each(v cty.Value) []instance {
	v, marks := v.Unmark()
	if !v.IsKnown() || v.IsNull() || !v.CanIterateElements() {
		return unknownInstances()
	}
	var out []instance
	for it := v.ElementIterator(); it.Next() && len(out) < maxInstances; {
		key, value := it.Element()
		if v.Type().IsSetType() {
			key = value
		}
		text, ok := textOf(key)
		if !ok {
			return unknownInstances()
		}
		out = append(out, instance{key: fmt.Sprintf("[%q]", text), count: cty.NilVal,
			each: map[string]cty.Value{"key": cty.StringVal(text), "value": value.WithMarks(marks)}})
	}
	return out
}

// deployment reads one instance of a flow resource.
func (s *scope) deployment(b *hcl.Block, address string, in instance) Deployment {
	d := Deployment{Address: address, At: b.DefRange.Filename, Pos: position(b.DefRange)}
	if e := argument(b.Body, "filepath"); e != nil {
		d.Candidates = s.candidates(s.eval(e, in))
	}
	if e := argument(b.Body, "substitutions"); e != nil {
		d.Substitutions, d.Open = s.substitutions(e, in)
	}
	return d
}

// candidates are the names that a file may have which a path leads to.
func (s *scope) candidates(v cty.Value) []string {
	text, ok := textOf(v)
	switch {
	case !ok || text == "":
		return nil
	case strings.HasPrefix(text, here):
		return []string{clean(text[len(here):])}
	case path.IsAbs(text) || strings.Contains(text, "://"):
		return nil
	}
	fromRoot, fromModule := clean(s.root, text), clean(s.m.dir, text)
	if fromRoot == fromModule {
		return []string{fromRoot}
	}
	return []string{fromRoot, fromModule}
}

// substitutions are those of an expression: one by one where it lists them, so that one
// which is unknown does not hide the others.
func (s *scope) substitutions(e hcl.Expression, in instance) (out []Substitution, open bool) {
	pairs, diags := hcl.ExprMap(e)
	if diags.HasErrors() {
		return s.computedSubstitutions(e, in)
	}
	for _, p := range pairs {
		key, ok := textOf(s.eval(p.Key, in))
		if !ok {
			open = true
			continue
		}
		out = append(out, newSubstitution(key, s.eval(p.Value, in), position(p.Value.Range())))
	}
	return inOrder(out), open
}

func (s *scope) computedSubstitutions(e hcl.Expression, in instance) (out []Substitution, open bool) {
	v, marks := s.eval(e, in).Unmark()
	if !v.IsKnown() || v.IsNull() || !v.CanIterateElements() {
		return nil, true
	}
	for it := v.ElementIterator(); it.Next(); {
		k, value := it.Element()
		if key, ok := textOf(k); ok {
			out = append(out, newSubstitution(key, value.WithMarks(marks), position(e.Range())))
		}
	}
	return inOrder(out), false
}

func newSubstitution(key string, v cty.Value, at source.Pos) Substitution {
	text, known := textOf(v)
	out := Substitution{Key: key, Value: strings.ReplaceAll(text, here, ""), Known: known, Pos: at}
	if !known {
		out.DependsOn = dependencies(v)
	}
	return out
}

func inOrder(all []Substitution) []Substitution {
	slices.SortStableFunc(all, func(a, b Substitution) int { return strings.Compare(a.Key, b.Key) })
	return all
}

func position(r hcl.Range) source.Pos { return source.Pos{Line: r.Start.Line, Column: r.Start.Column} }

package policy

import (
	"maps"

	"github.com/open-policy-agent/opa/v1/ast"
)

// reads are the fields of the flow that rules look at.
type reads struct {
	all    bool
	fields map[string]bool
}

// add adds what others look at.
func (r *reads) add(others []reads) {
	for _, o := range others {
		r.all = r.all || o.all
		maps.Copy(r.fields, o.fields)
	}
}

// readsFor is what a rule is given of the flow: built-in rules what they read,
// rules of users all of it.
func (u *Unit) readsFor(r *Rule) reads {
	if u.source != BuiltinSource {
		return reads{all: true}
	}
	return u.readsOf(r)
}

// readsOf works out which fields of the flow a rule's findings may depend on,
// through its helpers and the other rules that it names. The flow in the place
// of "at" is no dependence on all of it: only its place is read there.
func (u *Unit) readsOf(r *Rule) reads {
	out := reads{fields: map[string]bool{}}
	own, others := u.behind(r)
	for _, rule := range own {
		out.look(rule, flowAt(rule))
	}
	for _, rule := range others {
		out.look(rule, nil)
	}
	return out
}

// behind are the compiled rules that make up a rule's findings, and those that
// they rest on.
func (u *Unit) behind(r *Rule) (own, others []*ast.Rule) {
	own = u.compiler.GetRules(u.findingsOf(r))
	seen := map[*ast.Rule]bool{}
	var follow func(*ast.Rule)
	follow = func(rule *ast.Rule) {
		for dependency := range u.compiler.Graph.Dependencies(rule) {
			if d, ok := dependency.(*ast.Rule); ok && !seen[d] {
				seen[d] = true
				others = append(others, d)
				follow(d)
			}
		}
	}
	for _, rule := range own {
		follow(rule)
	}
	return own, others
}

// look adds what a rule itself looks at, but for one term.
func (r *reads) look(rule *ast.Rule, but *ast.Term) {
	var visit func(*ast.Term) bool
	visit = func(t *ast.Term) bool {
		switch v := t.Value.(type) {
		case ast.Var:
			r.all = r.all || t.Equal(ast.InputRootDocument)
		case ast.Ref:
			if v[0].Equal(ast.InputRootDocument) && t != but {
				r.ref(v)
			}
			for _, key := range v[1:] {
				ast.WalkTerms(key, visit)
			}
			return true
		}
		return false
	}
	ast.WalkTerms(rule, visit)
}

// ref adds what a reference into the input looks at.
func (r *reads) ref(ref ast.Ref) {
	if len(ref) > 1 {
		if part, ok := ref[1].Value.(ast.String); ok && part != keyFlow {
			return
		}
	}
	if len(ref) > 2 {
		if field, ok := ref[2].Value.(ast.String); ok {
			r.fields[string(field)] = true
			return
		}
	}
	r.all = true
}

var wholeFlow = ast.InputRootRef.Append(ast.StringTerm(keyFlow))

// flowAt is the input.flow that stands for nothing but the "at" of a compiled
// rule's findings, or nil.
func flowAt(rule *ast.Rule) *ast.Term {
	finding := rule.Head.Key
	if v, ok := finding.Value.(ast.Var); ok {
		finding = boundTo(rule.Body, v)
	}
	if finding == nil {
		return nil
	}
	object, ok := finding.Value.(ast.Object)
	if !ok {
		return nil
	}
	at := object.Get(ast.InternedTerm("at"))
	if at == nil {
		return nil
	}
	if v, ok := at.Value.(ast.Var); ok {
		uses := 0
		ast.WalkVars(rule, func(other ast.Var) bool {
			if other == v {
				uses++
			}
			return false
		})
		if uses != 2 { // where it gets its value, and "at"
			return nil
		}
		at = boundTo(rule.Body, v)
	}
	if at == nil || at.Value.Compare(wholeFlow) != 0 {
		return nil
	}
	return at
}

// boundTo is the term that a condition v = term of the body gives to a variable.
func boundTo(body ast.Body, v ast.Var) *ast.Term {
	for _, e := range body {
		if e.IsEquality() && !e.Negated && e.Operand(0).Value.Compare(v) == 0 {
			return e.Operand(1)
		}
	}
	return nil
}

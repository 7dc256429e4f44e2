package policy

import (
	"github.com/open-policy-agent/opa/v1/ast"
)

// ParamsRule is the name of the rule that holds a package's parameter values
// after rewriting. The leading underscores keep it out of authors' way.
const ParamsRule = "__params__"

// rewriteParams makes input.params mean the parameters of the module's own
// rule although all rules share one input: it turns each input.params into a
// reference to a constant rule of the same package. The type checker then
// knows the names, so that a misspelt one is a compile error.
func rewriteParams(m *ast.Module) {
	own := m.Package.Path.Append(ast.StringTerm(ParamsRule))
	ast.WalkTerms(m, func(t *ast.Term) bool {
		if ref, ok := t.Value.(ast.Ref); ok && isInputParams(ref) {
			t.Value = own.Concat(ref[2:])
		}
		return false
	})
}

// findParams returns the first input.params of a module, or nil.
func findParams(m *ast.Module) *ast.Term {
	var found *ast.Term
	ast.WalkTerms(m, func(t *ast.Term) bool {
		if ref, ok := t.Value.(ast.Ref); ok && found == nil && isInputParams(ref) {
			found = t
		}
		return found != nil
	})
	return found
}

func isInputParams(ref ast.Ref) bool {
	return len(ref) > 1 && ref[0].Equal(ast.InputRootDocument) && ref[1].Value.Compare(ast.String("params")) == 0
}

// addParams defines the constant rule that rewriteParams refers to. For unit
// tests, which replace the input, input.params still overrides the values.
func addParams(m *ast.Module, params []Param, testing bool) error {
	pairs := make([][2]*ast.Term, len(params))
	for i, p := range params {
		value, err := ast.InterfaceToValue(p.Value)
		if err != nil {
			return err
		}
		pairs[i] = [2]*ast.Term{ast.StringTerm(p.Name), ast.NewTerm(value)}
	}
	value := ast.ObjectTerm(pairs...)
	if testing {
		given := ast.CallTerm(ast.RefTerm(ast.VarTerm("object"), ast.StringTerm("get")),
			ast.NewTerm(ast.InputRootRef), ast.StringTerm("params"), ast.ObjectTerm())
		value = ast.CallTerm(ast.RefTerm(ast.VarTerm("object"), ast.StringTerm("union")), value, given)
	}
	loc := m.Package.Location
	head := ast.NewHead(ast.Var(ParamsRule), nil, value)
	head.Location = loc
	body := ast.NewBody(ast.NewExpr(ast.BooleanTerm(true).SetLocation(loc)).SetLocation(loc))
	m.Rules = append(m.Rules, &ast.Rule{Location: loc, Head: head, Body: body, Module: m})
	return nil
}

// checkParams reports input.params.<name> that the rule does not declare.
func checkParams(name string, m *ast.Module, r *Rule, errs *LoadErrors) {
	known := make([]string, len(r.Params))
	for i, p := range r.Params {
		known[i] = p.Name
	}
	ast.WalkTerms(m, func(t *ast.Term) bool {
		ref, ok := t.Value.(ast.Ref)
		if !ok || !isInputParams(ref) || len(ref) < 3 {
			return false
		}
		if key, ok := ref[2].Value.(ast.String); ok && !contains(known, string(key)) {
			errs.Add(name, t.Location, "rule %s declares no parameter %q in its METADATA%s", r.ID, string(key), DidYouMean(string(key), known))
		}
		return false
	})
}

// rewriteNullTests turns `x == null` into is_null(x), which means the same. The
// type checker knows nullable fields only as their other type, and would
// refuse the comparison that authors naturally write.
func rewriteNullTests(m *ast.Module) {
	ast.WalkExprs(m, func(e *ast.Expr) bool {
		terms, ok := e.Terms.([]*ast.Term)
		if ok {
			e.Terms = nullTest(terms)
		}
		return false
	})
	ast.WalkTerms(m, func(t *ast.Term) bool {
		if call, ok := t.Value.(ast.Call); ok {
			t.Value = ast.Call(nullTest(call))
		}
		return false
	})
}

func nullTest(terms []*ast.Term) []*ast.Term {
	if len(terms) != 3 || !terms[0].Equal(ast.NewTerm(ast.Equal.Ref())) {
		return terms
	}
	for i, operand := range terms[1:] {
		if operand.Value.Compare(ast.InternedNullValue) == 0 {
			isNull := ast.NewTerm(ast.IsNull.Ref()).SetLocation(terms[0].Location)
			return []*ast.Term{isNull, terms[2-i]}
		}
	}
	return terms
}

package bounded

import "github.com/open-policy-agent/opa/v1/ast"

// Rewrite makes compiled rules call the functions with a bound, also where a
// condition replaces one (with count as f). What replaces it stays as it is, since
// OPA looks for it in its own table: there only the worker is the limit.
func Rewrite(modules map[string]*ast.Module) {
	for _, m := range modules {
		ast.WalkExprs(m, func(e *ast.Expr) bool {
			expression(e)
			return false
		})
		ast.WalkTerms(m, func(t *ast.Term) bool {
			if call, ok := t.Value.(ast.Call); ok {
				call[0] = renamed(call[0])
			}
			return false
		})
	}
}

func expression(e *ast.Expr) {
	if terms, ok := e.Terms.([]*ast.Term); ok && len(terms) > 0 {
		terms[0] = renamed(terms[0])
	}
	for _, w := range e.With {
		w.Target = renamed(w.Target)
	}
}

// renamed is the reference to the function with a bound, for that to one of OPA's.
func renamed(t *ast.Term) *ast.Term {
	ref, ok := t.Value.(ast.Ref)
	if !ok || costs[ref.String()] == nil {
		return t
	}
	return ast.NewTerm(bounded(ref.String())).SetLocation(t.Location)
}

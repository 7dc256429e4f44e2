package author

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// FailedCondition is the condition of a unit test that did not hold, and what it saw.
type FailedCondition struct {
	Line   int         `json:"line"`
	Text   string      `json:"text"` // as written
	Values []SeenValue `json:"values"`
}

// failedCondition evaluates a test that failed once more, and returns the condition that
// got furthest; nil where none of its body failed.
func (u suite) failedCondition(ctx context.Context, compiler *ast.Compiler, pkg, name string) *FailedCondition {
	ctx, stop := context.WithTimeout(ctx, defaultTestTimeout)
	defer stop()
	w := &testWitness{pkg: pkg, name: name, bodies: map[uint64]bool{}}
	query, err := rego.New(rego.Query(pkg+"."+name), rego.Compiler(compiler)).PrepareForEval(ctx)
	if err != nil {
		return nil
	}
	// What the evaluation answers is known, and an error of it as well.
	_, _ = query.Eval(ctx, rego.EvalQueryTracer(w), rego.EvalRuleIndexing(false))
	if w.failed == nil {
		return nil
	}
	for _, ref := range w.rules {
		if value := valueOfRule(ctx, compiler, ref, w.with); value != "" {
			w.see(SeenValue{Ref: strings.TrimPrefix(ref.String(), "data."), Value: value})
		}
	}
	at := w.failed.Location
	return &FailedCondition{Line: at.Row, Text: firstLine(bytes.TrimSpace(at.Text)), Values: w.values}
}

// testWitness watches the evaluation of a test for the condition that failed.
type testWitness struct {
	pkg, name string
	bodies    map[uint64]bool // queries that evaluate a body of the test

	failed *ast.Expr
	values []SeenValue
	rules  []ast.Ref // that the condition names, and whose values are not among those
	with   []*ast.With
}

// Enabled, Config and TraceEvent implement topdown.QueryTracer.
func (w *testWitness) Enabled() bool { return true }

// Config asks for the values of local variables.
func (w *testWitness) Config() topdown.TraceConfig { return topdown.TraceConfig{PlugLocalVars: true} }

// TraceEvent looks at one step of the evaluation.
func (w *testWitness) TraceEvent(e topdown.Event) {
	switch node := e.Node.(type) {
	case *ast.Rule:
		if e.Op == topdown.EnterOp && node.Module != nil && node.Module.Package.Path.String() == w.pkg && node.Head.Ref().
			GroundPrefix()[0].Value.Compare(ast.Var(w.name)) == 0 {
			w.bodies[e.QueryID] = true
		}
	case *ast.Expr:
		if e.Op == topdown.FailOp && w.bodies[e.QueryID] && node.Location != nil && (w.failed == nil || node.Index >= w.failed.Index) {
			w.fail(node, e)
		}
	}
}

// fail keeps a condition and what it saw: its variables, those that the compiler made of its
// parts, and its references.
func (w *testWitness) fail(expr *ast.Expr, e topdown.Event) {
	w.failed, w.values, w.rules, w.with = expr, nil, nil, nil
	first, last := expr.Location.Row, expr.Location.Row+bytes.Count(expr.Location.Text, []byte("\n"))
	used := map[ast.Var]bool{}
	ast.WalkVars(expr, func(v ast.Var) bool { used[v] = true; return false })
	var own []SeenValue
	for v, meta := range e.LocalMetadata {
		value := e.Locals.Get(v)
		inside := meta.Location != nil && meta.Location.Row >= first && meta.Location.Row <= last
		if name := asNamed(meta); value != nil && name != "" && (used[v] || inside) {
			own = append(own, SeenValue{Ref: name, Value: longer(value)})
		}
	}
	slices.SortFunc(own, func(a, b SeenValue) int {
		return cmp.Or(cmp.Compare(len(b.Ref), len(a.Ref)), cmp.Compare(a.Ref, b.Ref))
	})
	for _, v := range append(own, seenValues(expr, e)...) {
		if v.Ref != "input" || len(expr.With) == 0 { // what replaces it is written there, or among the others
			w.see(v)
		}
	}
	ast.WalkRefs(expr, func(ref ast.Ref) bool {
		if isRuleRef(ref) {
			w.rules = append(w.rules, ref.GroundPrefix())
		}
		return false
	})
	for _, one := range expr.With {
		one = one.Copy()
		if v, isVar := one.Value.Value.(ast.Var); isVar && e.Locals.Get(v) != nil {
			one.Value = ast.NewTerm(e.Locals.Get(v))
		}
		w.with = append(w.with, one)
	}
}

// asNamed is what a variable is called in the rule: of one that the compiler made, the part of
// the condition that it stands for.
func asNamed(meta topdown.VarMetadata) string {
	if !strings.HasPrefix(string(meta.Name), "__local") {
		return string(meta.Name)
	}
	if meta.Location == nil {
		return ""
	}
	return firstLine(meta.Location.Text)
}

// see adds a value unless it is there.
func (w *testWitness) see(v SeenValue) {
	if !slices.ContainsFunc(w.values, func(old SeenValue) bool { return old.Ref == v.Ref }) {
		w.values = append(w.values, v)
	}
}

// valueOfRule shows what a rule says under the replacements of a condition; "" where these
// rest on variables.
func valueOfRule(ctx context.Context, compiler *ast.Compiler, ref ast.Ref, with []*ast.With) string {
	ask := ast.Equality.Expr(ast.VarTerm("value"), ast.NewTerm(ref))
	for _, w := range with {
		if !w.Value.IsGround() {
			return ""
		}
		ask = ask.IncludeWith(w.Target, w.Value)
	}
	result, err := rego.New(rego.ParsedQuery(ast.NewBody(ask)), rego.Compiler(compiler),
		rego.GenerateJSON(func(t *ast.Term, _ *rego.EvalContext) (any, error) { return t, nil })).Eval(ctx)
	switch {
	case err != nil:
		return ""
	case len(result) == 0:
		return "undefined"
	}
	if t, ok := result[0].Bindings["value"].(*ast.Term); ok {
		return longer(t.Value)
	}
	return ""
}

// longer shows a value as a test shows it: with more of it than an explanation.
func longer(v ast.Value) string {
	const most = 400
	text := v.String()
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most-3], "") + "..."
	}
	return text
}

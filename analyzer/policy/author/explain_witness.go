package author

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"archlint/analyzer/policy"
)

// witness watches an evaluation for the condition that kept a node, or a limit, out.
type witness struct {
	flow   string
	node   string
	limit  string          // namespace/key of a limit, "" where a node is asked for
	names  map[string]bool // node ids that bear the wanted name
	bodies map[uint64]bool // queries that evaluate a body of findings

	row     map[int][]SeenValue // what the parts of a line saw last: the compiler splits conditions
	seen    bool                // the node was bound to a variable
	held    bool                // all conditions of a body held with the node bound
	other   bool                // conditions failed with another record bound
	best    *failure            // furthest condition that failed with the node bound
	general *failure            // furthest that failed with nothing bound to a place
}

type failure struct {
	expr   *ast.Expr
	values []SeenValue
}

// Enabled, Config and TraceEvent implement topdown.QueryTracer.
func (w *witness) Enabled() bool { return true }

// Config asks for the values of local variables.
func (w *witness) Config() topdown.TraceConfig { return topdown.TraceConfig{PlugLocalVars: true} }

// TraceEvent looks at one step of the evaluation.
func (w *witness) TraceEvent(e topdown.Event) {
	if rule, ok := e.Node.(*ast.Rule); ok && policy.IsFindings(rule) {
		w.body(e)
		return
	}
	expr, ok := e.Node.(*ast.Expr)
	if !ok || !w.bodies[e.QueryID] || e.Op != topdown.EvalOp && e.Op != topdown.FailOp {
		return
	}
	bound, placed := w.bound(e.Locals)
	w.seen = w.seen || bound
	values := w.onRow(expr, seenValues(expr, e))
	if e.Op != topdown.FailOp {
		return
	}
	switch {
	case bound && (w.best == nil || expr.Index > w.best.expr.Index):
		w.best = &failure{expr, values}
	case placed && !bound:
		w.other = true
	case !placed && (w.general == nil || expr.Index > w.general.expr.Index):
		w.general = &failure{expr, values}
	}
}

// body looks at the begin and the end of a body of findings.
func (w *witness) body(e topdown.Event) {
	switch e.Op {
	case topdown.EnterOp:
		w.bodies[e.QueryID] = true
	case topdown.ExitOp:
		bound, _ := w.bound(e.Locals)
		w.held = w.held || bound
	}
}

// onRow adds what an expression saw to what others of its line have seen.
func (w *witness) onRow(expr *ast.Expr, values []SeenValue) []SeenValue {
	if expr.Location == nil {
		return values
	}
	if w.row == nil {
		w.row = map[int][]SeenValue{}
	}
	row := slices.Clone(w.row[expr.Location.Row])
	for _, v := range values {
		if i := slices.IndexFunc(row, func(old SeenValue) bool { return old.Ref == v.Ref }); i >= 0 {
			row[i] = v
		} else {
			row = append(row, v)
		}
	}
	w.row[expr.Location.Row] = row
	return row
}

// bound reports whether a local variable holds what is asked for, and whether any holds a
// record with a place at all.
func (w *witness) bound(locals *ast.ValueMap) (bound, placed bool) {
	if locals == nil {
		return false, false
	}
	locals.Iter(func(_, v ast.Value) bool {
		object, ok := v.(ast.Object)
		if !ok {
			return false
		}
		is, has := w.holds(policy.InputRecord{Object: object})
		bound, placed = bound || is, placed || has
		return false
	})
	return bound, placed
}

// holds reports whether a record is what is asked for, and whether it has a place.
func (w *witness) holds(r policy.InputRecord) (is, placed bool) {
	if id := limitID(r); w.limit != "" && id != "" {
		return id == w.limit, true
	}
	if !r.Has("node") {
		return false, false
	}
	if w.limit != "" || r.Text("flow") != w.flow {
		return false, true
	}
	if w.node != "" && r.Text("node") != w.node && r.Text("name") == w.node {
		if w.names == nil {
			w.names = map[string]bool{}
		}
		w.names[r.Text("node")] = true
	}
	around := r.Lists("calls", w.node) // a loop around it
	return around || r.Text("node") == w.node || w.names[r.Text("node")], true
}

// limitID is the namespace and key of the limit that a record is about, "" for others.
func limitID(r policy.InputRecord) string {
	if t := r.Get(ast.InternedTerm("limit")); t != nil {
		if o, ok := t.Value.(ast.Object); ok {
			r = policy.InputRecord{Object: o}
		}
	}
	if r.Text("namespace") == "" || r.Text("key") == "" {
		return ""
	}
	return r.Text("namespace") + "/" + r.Text("key")
}

// conclude writes what the witness saw into the explanation.
func (w *witness) conclude(out *Explanation) {
	best, verdict := w.best, ConditionNo
	if best == nil {
		best, verdict = w.general, FlowNo
		if w.limit != "" {
			verdict = ConditionNo
		}
	}
	switch {
	case len(out.Findings) > 0:
		out.Verdict = Fired
		return
	case best == nil && w.node == "" && w.other:
		out.Verdict = CannotTell
		return
	case best == nil || best == w.general && w.seen:
		out.Verdict = NotLookedAt
		return
	}
	out.Verdict, out.Values = verdict, best.values
	for _, v := range best.values {
		if v.Value == "null" || strings.HasSuffix(v.Ref, ".known") && v.Value == "false" {
			out.Verdict = ValueUnknown
		}
	}
	if loc := best.expr.Location; loc != nil {
		text, _, _ := strings.Cut(string(loc.Text), "\n")
		out.Condition, out.File, out.Line = text, loc.File, loc.Row
	}
}

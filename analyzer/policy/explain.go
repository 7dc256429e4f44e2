package policy

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
)

// Verdict says how a rule stands to a node.
type Verdict string

// The verdicts of an explanation.
const (
	Fired        Verdict = "fired"       // the rule has findings there
	IsOff        Verdict = "off"         // its severity is off
	OtherScope   Verdict = "otherScope"  // it looks at the organisation, not at flows
	ConditionNo  Verdict = "condition"   // a condition does not hold for the node
	ValueUnknown Verdict = "unknown"     // likewise, and a value in it is not known
	FlowNo       Verdict = "flow"        // a condition on the flow does not hold, no node is looked at
	NotLookedAt  Verdict = "notLookedAt" // the rule looks at other kinds of record
)

// Explanation is why a rule fired at a node, or why it did not.
type Explanation struct {
	Rule    string  `json:"rule"`
	Flow    string  `json:"flow"`
	Node    string  `json:"node"` // "" for the flow itself
	Verdict Verdict `json:"verdict"`
	// Condition is the first condition that did not hold in the rule that got
	// furthest, as written, with its place; Values are what it saw.
	Condition string            `json:"condition"`
	File      string            `json:"file"`
	Line      int               `json:"line"`
	Values    []SeenValue       `json:"values"`
	Findings  []finding.Finding `json:"findings"`
}

// SeenValue is a reference of a condition, as written, and its value as JSON;
// "undefined" where the input has none.
type SeenValue struct {
	Ref   string `json:"ref"`
	Value string `json:"value"`
}

// String words the explanation in a line or two.
func (e Explanation) String() string {
	switch e.Verdict {
	case Fired:
		return fmt.Sprintf("%s fired: %s", e.Rule, e.Findings[0].Message)
	case IsOff:
		return e.Rule + " is off"
	case OtherScope:
		return e.Rule + " looks at all flows together, not at single nodes"
	case NotLookedAt:
		return e.Rule + " does not look at this kind of record"
	}
	why := map[Verdict]string{ConditionNo: "the condition does not hold", FlowNo: "the condition on the flow does not hold", ValueUnknown: "a value is not known"}
	out := fmt.Sprintf("%s did not fire: %s: %s (%s:%d)", e.Rule, why[e.Verdict], e.Condition, e.File, e.Line)
	for _, v := range e.Values {
		out += fmt.Sprintf("\n  %s is %s", v.Ref, v.Value)
	}
	return out
}

// Explain evaluates one rule over one flow and says why it fired or did not
// fire at a node: the node's id as facts.Place has it, or else its name; ""
// asks for the flow itself.
func (s *Set) Explain(ctx context.Context, id string, in facts.FlowInput, node string) (Explanation, error) {
	u, r, err := s.rule(id)
	if err != nil {
		return Explanation{}, err
	}
	out := Explanation{Rule: r.ID, Flow: in.Flow.Name, Node: node, Values: []SeenValue{}, Findings: []finding.Finding{}}
	switch {
	case r.Severity == finding.Off:
		out.Verdict = IsOff
		return out, nil
	case r.Scope != FlowScope:
		out.Verdict = OtherScope
		return out, nil
	}
	w := &witness{node: node, bodies: map[uint64]bool{}}
	answer, err := s.traced(ctx, u, r, s.flowInput(in), w)
	if err != nil {
		return out, fmt.Errorf("rule %s: flow %s: %w", r.ID, in.Flow.Name, err)
	}
	found, err := findings(r, answer, newLocator([]facts.Flow{in.Flow}, in.Flow.Name))
	if err != nil {
		return out, fmt.Errorf("rule %s: flow %s: %w", r.ID, in.Flow.Name, err)
	}
	for _, f := range strip(found) {
		if f.Node == node || w.names[f.Node] {
			out.Findings = append(out.Findings, f)
		}
	}
	w.conclude(&out)
	return out, nil
}

// Trace writes the evaluation of one rule over one flow, step by step.
func (s *Set) Trace(ctx context.Context, id string, in facts.FlowInput, to io.Writer) error {
	u, r, err := s.rule(id)
	if err != nil {
		return err
	}
	tracer := topdown.NewBufferTracer()
	if _, err := s.traced(ctx, u, r, s.flowInput(in), tracer); err != nil {
		return fmt.Errorf("rule %s: flow %s: %w", r.ID, in.Flow.Name, err)
	}
	topdown.PrettyTraceWithLocation(to, *tracer)
	return nil
}

// rule finds a rule by id or alias.
func (s *Set) rule(id string) (*unit, *Rule, error) {
	var known []string
	for _, u := range s.units {
		for _, r := range u.rules {
			if r.ID == id || contains(r.Aliases, id) {
				return u, r, nil
			}
			known = append(known, r.ID)
		}
	}
	return nil, nil, fmt.Errorf("no rule %q%s", id, didYouMean(id, known))
}

// traced evaluates one rule with a tracer, without the index that would skip
// bodies before their first condition is looked at.
func (s *Set) traced(ctx context.Context, u *unit, r *Rule, input ast.Value, tracer topdown.QueryTracer) (*ast.Term, error) {
	query, err := u.single(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	g := newGuard(ctx, s.timeout, s.growth)
	result, err := query.Eval(ctx, rego.EvalParsedInput(input), rego.EvalExternalCancel(g.cancel),
		rego.EvalQueryTracer(tracer), rego.EvalRuleIndexing(false))
	if reason := g.done(); reason != nil {
		return nil, reason
	}
	if err != nil || len(result) == 0 {
		return ast.SetTerm(), err
	}
	t, _ := result[0].Expressions[0].Value.(*ast.Term)
	return t, nil
}

// witness watches an evaluation for the condition that kept a node out.
type witness struct {
	node   string
	names  map[string]bool // node ids that bear the wanted name
	bodies map[uint64]bool // queries that evaluate a body of findings

	row     map[int][]SeenValue // what the parts of a line saw last: the compiler splits conditions
	seen    bool                // the node was bound to a variable
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
	if rule, ok := e.Node.(*ast.Rule); ok && e.Op == topdown.EnterOp && isFindings(rule) {
		w.bodies[e.QueryID] = true
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
	case !placed && (w.general == nil || expr.Index > w.general.expr.Index):
		w.general = &failure{expr, values}
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

func isFindings(r *ast.Rule) bool {
	ref := r.Head.Ref()
	return len(ref) > 0 && ref[0].Value.Compare(ast.Var("findings")) == 0
}

// bound tells whether a local variable holds the wanted node, and whether any
// holds a record with a place at all.
func (w *witness) bound(locals *ast.ValueMap) (bound, placed bool) {
	if locals == nil {
		return false, false
	}
	locals.Iter(func(_, v ast.Value) bool {
		object, ok := v.(ast.Object)
		if !ok {
			return false
		}
		r := record{object}
		if !r.has("node") {
			return false
		}
		placed = true
		bound = bound || r.lists("calls", w.node) // a loop around it
		if w.node != "" && r.text("node") != w.node && r.text("name") == w.node {
			if w.names == nil {
				w.names = map[string]bool{}
			}
			w.names[r.text("node")] = true
		}
		bound = bound || r.text("node") == w.node || w.names[r.text("node")]
		return false
	})
	return bound, placed
}

// seenValues are the references of a condition with what they stand for.
func seenValues(expr *ast.Expr, e topdown.Event) []SeenValue {
	out := []SeenValue{}
	ast.WalkRefs(expr, func(ref ast.Ref) bool {
		head, ok := ref[0].Value.(ast.Var)
		if !ok || !ref.IsGround() && len(ref) > 1 && !ref[1:].IsGround() {
			return false
		}
		base, shown := valueOf(head, e)
		if base == nil {
			return false
		}
		text := "undefined"
		if v, err := base.Find(ref[1:]); err == nil {
			text = v.String()
		}
		if len(text) > 120 {
			text = text[:117] + "..."
		}
		out = append(out, SeenValue{Ref: strings.Replace(ref.String(), string(head), shown, 1), Value: text})
		return false
	})
	return out
}

// valueOf returns what a variable stands for, and its name as the author wrote it.
func valueOf(v ast.Var, e topdown.Event) (ast.Value, string) {
	if v.Equal(ast.InputRootDocument.Value) {
		if in := e.Input(); in != nil {
			return in.Value, string(v)
		}
		return nil, ""
	}
	if e.Locals == nil {
		return nil, ""
	}
	shown := string(v)
	if meta, ok := e.LocalMetadata[v]; ok {
		shown = string(meta.Name)
	}
	return e.Locals.Get(v), shown
}

// conclude writes what the witness saw into the explanation.
func (w *witness) conclude(out *Explanation) {
	best, verdict := w.best, ConditionNo
	if best == nil {
		best, verdict = w.general, FlowNo
	}
	switch {
	case len(out.Findings) > 0:
		out.Verdict = Fired
		return
	case best == nil || verdict == FlowNo && w.seen:
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

package policy

import (
	"bytes"
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
	OtherScope   Verdict = "otherScope"  // it looks at all flows together, and at no single record there
	Waived       Verdict = "waived"      // it fired, and a recorded decision took the finding away
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
	// Because says what took the findings away, where the verdict is Waived.
	Because string `json:"because"`
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
		return e.Rule + " fired: " + strings.Join(messages(e.Findings), "\n  and: ")
	case Waived:
		return fmt.Sprintf("%s fired, but %s: %s", e.Rule, e.Because, strings.Join(messages(e.Findings), "; "))
	case IsOff:
		return e.Rule + " is off"
	case OtherScope:
		return e.Rule + " did not fire: it looks at all flows together, and not at this record"
	case NotLookedAt:
		return e.Rule + " did not fire: it does not look at this kind of record"
	}
	why := map[Verdict]string{ConditionNo: "the condition does not hold", FlowNo: "the condition on the flow does not hold", ValueUnknown: "a value is not known"}
	out := fmt.Sprintf("%s did not fire: %s: %s (%s:%d)", e.Rule, why[e.Verdict], e.Condition, e.File, e.Line)
	for _, v := range e.Values {
		out += fmt.Sprintf("\n  %s is %s", v.Ref, v.Value)
	}
	return out
}

// asWritten is the condition on a line as its author wrote it: the compiler
// splits conditions, and text is only a part.
func (u *unit) asWritten(file string, line int, text string) string {
	m := u.modules[file]
	if m == nil {
		return text
	}
	found := text
	ast.WalkExprs(m, func(e *ast.Expr) bool {
		if e.Location != nil && e.Location.Row == line && len(e.Location.Text) > len(found) {
			found = firstLine(e.Location.Text)
		}
		return false
	})
	return found
}

func messages(list []finding.Finding) []string {
	out := make([]string, len(list))
	for i, f := range list {
		out[i] = f.Message
	}
	return out
}

// Explain evaluates one rule over one flow, or over all flows if that is its
// scope, and says why it fired or did not fire at a node of the flow: the
// node's id as facts.Place has it, or else its name; "" asks for the flow itself.
func (s *Set) Explain(ctx context.Context, id string, in facts.FlowInput, all facts.OrgInput, node string) (Explanation, error) {
	u, r, err := s.rule(id)
	if err != nil {
		return Explanation{}, err
	}
	out := Explanation{Rule: r.ID, Flow: in.Flow.Name, Node: node, Values: []SeenValue{}, Findings: []finding.Finding{}}
	if r.Severity == finding.Off {
		out.Verdict = IsOff
		return out, nil
	}
	input, locate := s.flowInput(in), newLocator([]facts.Flow{in.Flow}, in.Flow.Name)
	if r.Scope == OrgScope {
		input, locate = s.orgInput(all), newLocator(all.Flows, "")
	}
	w := &witness{flow: in.Flow.Name, node: node, bodies: map[uint64]bool{}}
	answer, err := s.traced(ctx, u, r, input, w)
	if err != nil {
		return out, fmt.Errorf("rule %s: flow %s: %w", r.ID, in.Flow.Name, err)
	}
	found, err := findings(r, answer, locate)
	if err != nil {
		return out, fmt.Errorf("rule %s: flow %s: %w", r.ID, in.Flow.Name, err)
	}
	order(found)
	fingerprint(found, locate)
	for _, f := range strip(found) {
		if f.Flow == in.Flow.Name && (f.Node == node || w.names[f.Node]) {
			out.Findings = append(out.Findings, f)
		}
	}
	w.conclude(&out)
	out.Condition = u.asWritten(out.File, out.Line, out.Condition)
	if r.Scope == OrgScope && !w.seen && out.Verdict != Fired {
		out.Verdict = OtherScope
	}
	return out, nil
}

// Trace writes the evaluation of one rule over one flow, step by step.
func (s *Set) Trace(ctx context.Context, id string, in facts.FlowInput, to io.Writer) error {
	return s.trace(ctx, id, s.flowInput(in), "flow "+in.Flow.Name, to)
}

// TraceOrg writes the evaluation of one rule over all flows, step by step.
func (s *Set) TraceOrg(ctx context.Context, id string, in facts.OrgInput, to io.Writer) error {
	return s.trace(ctx, id, s.orgInput(in), "the organisation", to)
}

func (s *Set) trace(ctx context.Context, id string, input ast.Value, subject string, to io.Writer) error {
	u, r, err := s.rule(id)
	if err != nil {
		return err
	}
	tracer := topdown.NewBufferTracer()
	_, err = s.traced(ctx, u, r, input, tracer)
	var steps bytes.Buffer
	topdown.PrettyTraceWithLocation(&steps, *tracer)
	for line := range strings.Lines(steps.String()) {
		if _, writeErr := io.WriteString(to, cut(line)); writeErr != nil {
			return writeErr
		}
	}
	if err != nil {
		return fmt.Errorf("rule %s: %s: %w", r.ID, subject, err)
	}
	return nil
}

// cut shortens a line of a trace: whole records stand in it.
func cut(line string) string {
	const most = 240
	if len(line) <= most {
		return line
	}
	return strings.ToValidUTF8(line[:most], "") + "...\n"
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
	flow   string
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
		if r.text("flow") != w.flow {
			return false
		}
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
		ref, text := valueAt(base, ref)
		seen := SeenValue{Ref: strings.Replace(ref.String(), string(head), shown, 1), Value: text}
		if !strings.Contains(seen.Ref, "__local") { // made by the compiler
			out = append(out, seen)
		}
		return false
	})
	return out
}

// valueAt follows a reference into a value. Where it leads through a part that
// is null, that part is the answer.
func valueAt(base ast.Value, ref ast.Ref) (ast.Ref, string) {
	for i := 1; i <= len(ref); i++ {
		v, err := base.Find(ref[1:i])
		_, null := v.(ast.Null)
		switch {
		case err != nil:
			return ref, "undefined"
		case null || i == len(ref):
			return ref[:i], shortened(v)
		}
	}
	return ref, "undefined"
}

// shortened shows a value; of a record that has a name, the name.
func shortened(v ast.Value) string {
	if object, ok := v.(ast.Object); ok {
		if r := (record{object}); r.text("name") != "" && r.has("line") {
			return fmt.Sprintf("%q (line %d)", r.text("name"), r.number("line"))
		}
	}
	text := v.String()
	if len(text) > 120 {
		text = strings.ToValidUTF8(text[:117], "") + "..."
	}
	return text
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

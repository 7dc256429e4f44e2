package author

import (
	"context"
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/policy"
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
	NotLookedAt  Verdict = "notLookedAt" // no condition of the rule looked at the record
	Elsewhere    Verdict = "elsewhere"   // all conditions hold with the record, and the finding stands at another
	CannotTell   Verdict = "cannotTell"  // asked about a flow: conditions on its records did not hold for any
)

// Explanation is why a rule fired at a node, or why it did not.
type Explanation struct {
	Rule    string  `json:"rule"`
	Flow    string  `json:"flow"`
	Node    string  `json:"node"`  // "" for the flow itself
	Limit   string  `json:"limit"` // namespace/key, where a limit was asked for
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
		return e.Rule + " did not fire: it was evaluated, and none of its conditions looked at this record"
	case Elsewhere:
		return e.Rule + " fired at another record, with this one in its conditions: " + strings.Join(messages(e.Findings), "\n  and: ")
	case CannotTell:
		return e.Rule + " did not fire: it was evaluated, and no record of the flow met all of its conditions; ask about a step to see which"
	}
	why := map[Verdict]string{ConditionNo: "the condition does not hold", FlowNo: "the condition on the flow does not hold",
		ValueUnknown: "a value is not known"}
	out := fmt.Sprintf("%s did not fire: %s: %s (%s:%d)", e.Rule, why[e.Verdict], e.Condition, e.File, e.Line)
	for _, v := range e.Values {
		out += fmt.Sprintf("\n  %s is %s", v.Ref, v.Value)
	}
	return out
}

// asWritten is the condition on a line as its author wrote it: the compiler
// splits conditions, and text is only a part.
func asWritten(u *policy.Unit, file string, line int, text string) string {
	m := u.Modules()[file]
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
func Explain(ctx context.Context, s *policy.Set, id string, in facts.FlowInput, all facts.OrgInput, node string) (Explanation, error) {
	about := policy.CaseOfFlow(in)
	about.All = all
	return explain(ctx, s, id, about, accountTask{Node: node})
}

// ExplainLimit evaluates a rule over the organisation, and says why it fired or did
// not fire at a limit: namespace/key. A rule over single flows is an error.
func ExplainLimit(ctx context.Context, s *policy.Set, id string, all facts.OrgInput, limit string) (Explanation, error) {
	_, r, err := s.Find(id)
	switch {
	case err != nil:
		return Explanation{}, err
	case r.Scope != policy.OrgScope:
		return Explanation{}, fmt.Errorf("rule %s looks at flows one by one, and not at limits: ask about a flow", r.ID)
	}
	about := policy.CaseOfOrg(all)
	about.About = "limit " + limit
	return explain(ctx, s, id, about, accountTask{Limit: limit})
}

func explain(ctx context.Context, s *policy.Set, id string, in policy.Case, t accountTask) (Explanation, error) {
	u, r, err := s.Find(id)
	if err != nil {
		return Explanation{}, err
	}
	flow := in.Flow.Flow.Name
	out := Explanation{Rule: r.ID, Flow: flow, Node: t.Node, Limit: t.Limit, Values: []SeenValue{}, Findings: []finding.Finding{}}
	if r.Severity == finding.Off {
		out.Verdict = IsOff
		return out, nil
	}
	if s.Apart(u) {
		return explainApart(ctx, s, r, in, t)
	}
	w := &witness{flow: flow, node: t.Node, limit: t.Limit, bodies: map[uint64]bool{}}
	document := s.Document(r, in)
	answer, err := s.Watch(ctx, u, r, document, w)
	if err != nil {
		return out, fmt.Errorf("rule %s: %s: %w", r.ID, in.About, err)
	}
	found, err := s.Judge(r, answer, document, in)
	if err != nil {
		return out, fmt.Errorf("rule %s: %s: %w", r.ID, in.About, err)
	}
	elsewhere := w.sort(found, &out)
	w.conclude(&out)
	out.Condition = asWritten(u, out.File, out.Line, out.Condition)
	switch {
	case out.Verdict == Fired:
	case w.held && len(elsewhere) > 0:
		out.Verdict, out.Findings = Elsewhere, elsewhere
	case r.Scope == policy.OrgScope && t.Limit == "" && !w.seen:
		out.Verdict = OtherScope
	}
	return out, nil
}

// sort puts findings at what was asked for into the explanation, and returns the others.
func (w *witness) sort(found []finding.Finding, out *Explanation) (elsewhere []finding.Finding) {
	for _, f := range found {
		here := f.Flow == w.flow && (f.Node == w.node || w.names[f.Node])
		if w.limit != "" {
			here = f.Limit == w.limit
		}
		if here {
			out.Findings = append(out.Findings, f)
		} else {
			elsewhere = append(elsewhere, f)
		}
	}
	return elsewhere
}

// Package budget holds the figures of a review against what a team allows
// itself: calls of one interaction, use of a limit.
package budget

import (
	"encoding/json"
	"fmt"
	"regexp"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
)

// The rules by which budgets are judged.
const (
	Calls       = "budget-calls"       // more data action calls than the budget allows
	Utilisation = "budget-utilisation" // more of a limit than the budget allows
)

// Budgets are what is allowed. Figures that are nil are not held to anything.
type Budgets struct {
	Flow // of every flow that Flows does not name
	// Flows are for the flows whose names match; of several the last that says
	// something of a figure holds.
	Flows []Named
	// Total is for the greatest calls of an interaction, summed over all entry flows.
	Total *float64
	// Utilisation is the share of any limit that the peak may take; Limits are
	// for single ones, by namespace/key.
	Utilisation *float64
	Limits      map[string]float64
	// Regression only lets a change fail, one that makes worse what is over the
	// budget: a check mentions it.
	Regression bool
}

// Flow is the budget of a flow, in data action calls.
type Flow struct {
	PerInteraction         *float64 // the greatest number, for interactions that enter here
	ExpectedPerInteraction *float64 // the mean
	PerRun                 *float64 // the greatest number in one run of the flow alone
}

// Named is a budget for the flows whose names match.
type Named struct {
	Name *regexp.Regexp
	Flow
}

// None reports whether nothing is held to anything.
func (b *Budgets) None() bool {
	return b == nil || b.Flow == (Flow{}) && len(b.Flows) == 0 && b.Total == nil && b.Utilisation == nil && len(b.Limits) == 0
}

// of is the budget of a flow.
func (b *Budgets) of(name string) Flow {
	out := b.Flow
	for _, n := range b.Flows {
		if !n.Name.MatchString(name) {
			continue
		}
		out = Flow{or(n.PerInteraction, out.PerInteraction), or(n.ExpectedPerInteraction, out.ExpectedPerInteraction), or(n.PerRun, out.PerRun)}
	}
	return out
}

func or(a, b *float64) *float64 {
	if a != nil {
		return a
	}
	return b
}

// Check returns what is over its budget.
func Check(b *Budgets, flows []facts.Flow, limits []facts.Limit) []finding.Finding {
	if b.None() {
		return nil
	}
	var out []finding.Finding
	total := int64(0)
	for i := range flows {
		f := &flows[i]
		out = append(out, checkFlow(b.of(f.Name), f)...)
		if f.Entry {
			total += f.PerInteraction.Max
		}
	}
	if b.Total != nil && float64(total) > *b.Total {
		out = append(out, excess{rule: Calls, about: "total", figure: "perInteraction", is: float64(total), most: *b.Total,
			message: fmt.Sprintf("the entry flows together can make %d data action calls, one interaction each; the budget is %s", total,
				finding.Number(*b.Total))}.finding())
	}
	for _, l := range limits {
		out = append(out, b.checkLimit(l)...)
	}
	return out
}

func checkFlow(b Flow, f *facts.Flow) []finding.Finding {
	var out []finding.Finding
	hold := func(most *float64, is float64, figure, message string) {
		if most != nil && is > *most {
			out = append(out, excess{rule: Calls, flow: f, about: figure, figure: figure, is: is, most: *most,
				message: fmt.Sprintf(message, finding.Number(is), finding.Number(*most))}.finding())
		}
	}
	if f.Entry {
		hold(b.PerInteraction, float64(f.PerInteraction.Max), "perInteraction.max", "an interaction that enters here can make %s data action "+
			"calls"+unbounded(f)+"; the budget is %s")
		hold(b.ExpectedPerInteraction, round(f.PerInteraction.Expected), "perInteraction.expected",
			"an interaction that enters here is expected to make %s data action calls; the budget is %s")
	}
	hold(b.PerRun, float64(f.PerRun.Max), "perRun.max", "a run of this flow can make %s data action calls"+unbounded(f)+"; the budget is %s")
	return out
}

func round(x float64) float64 { return float64(int64(x*1000+0.5)) / 1000 }

// unbounded says that a count is what the platform's cap leaves room for.
func unbounded(f *facts.Flow) string {
	if f.BoundedBy == "platformLimit" {
		return ", because the flow itself does not bound them"
	}
	return ""
}

func (b *Budgets) checkLimit(l facts.Limit) []finding.Finding {
	id := l.Limit.Namespace + "/" + l.Limit.Key
	most := b.Utilisation
	if own, given := b.Limits[id]; given {
		most = &own
	}
	if most == nil || l.Utilisation == nil || *l.Utilisation <= *most {
		return nil
	}
	return []finding.Finding{excess{rule: Utilisation, limit: id, about: id, figure: "utilisation", is: *l.Utilisation, most: *most,
		message: fmt.Sprintf("the peak takes %s %% of %s (%s); the budget is %s %%", finding.Number(round(*l.Utilisation*100)), l.Limit.Title, id,
			finding.Number(round(*most*100)))}.finding()}
}

// excess is a figure over its budget.
type excess struct {
	rule, about, limit, figure, message string
	flow                                *facts.Flow // nil for the organisation
	is, most                            float64
}

func (e excess) finding() finding.Finding {
	evidence, err := json.Marshal(map[string]any{e.figure: e.is, "budget": e.most})
	if err != nil {
		evidence = nil // of figures that are no numbers
	}
	f := finding.Finding{Rule: e.rule, Message: e.message, Limit: e.limit, Evidence: evidence}
	identity := ""
	if e.flow != nil {
		f.Flow, f.File, f.Line, f.Column = e.flow.Name, e.flow.File, e.flow.Line, e.flow.Column
		identity = finding.FlowIdentity(e.flow)
	}
	f.Fingerprint = finding.Fingerprint(e.rule, identity, "", e.about)
	return f
}

package report

import (
	"fmt"
	"strings"

	"archlint/analyzer/facts"
)

// MeasuredTable holds measured executions of data actions against computed ones.
func MeasuredTable(all []facts.MeasuredAction) *Table {
	t := &Table{
		Head:  []string{"data action", "measured/min", "computed/min", "measured : computed", "agrees"},
		Right: []bool{false, true, true, true, false},
	}
	for _, a := range all {
		computed, agrees := Number(a.ComputedPerMinute), "yes"
		if a.Open {
			computed += "+"
		}
		switch {
		case a.Differs:
			agrees = "no"
		case a.Open:
			agrees = "can't tell"
		}
		t.Rows = append(t.Rows, []string{
			Ellipsis(Clean(measuredName(a)), 60), Number(a.MeasuredPerMinute), computed, NumberOr(a.Ratio, "-"), agrees,
		})
	}
	return t
}

func measuredName(a facts.MeasuredAction) string {
	if a.Integration == "" {
		return a.DataAction
	}
	return a.DataAction + " (" + a.Integration + ")"
}

// MeasuredSentences say of each data action whose measured executions differ from the computed
// ones by more than a quarter what would explain it.
func MeasuredSentences(all []facts.MeasuredAction) []string {
	var out []string
	for _, a := range all {
		if !a.Differs {
			continue
		}
		var parts []string
		for _, e := range a.Explain {
			parts = append(parts, explanationWords(a, e))
		}
		than := "more"
		if a.MeasuredPerMinute < a.ComputedPerMinute {
			than = "less"
		}
		text := fmt.Sprintf("%s runs %s often than computed: %s.", Clean(measuredName(a)), than, strings.Join(parts, "; "))
		out = append(out, Ellipsis(text, Longest))
	}
	return out
}

// explanationWords say what one site, or what no flow makes, accounts for.
func explanationWords(a facts.MeasuredAction, e facts.MeasuredCause) string {
	if e.Kind == "unattributed" {
		if a.MeasuredPerMinute < a.ComputedPerMinute {
			return fmt.Sprintf("assumed shares do not explain %s a minute; interactions may end before they come to the calls", Number(e.PerMinute))
		}
		return fmt.Sprintf("%s a minute are made outside the reviewed flows, or by flows that are not counted", Number(e.PerMinute))
	}
	text := fmt.Sprintf("%q in %s (%s)", Clean(e.Name), Clean(e.Flow), Place(e.File, e.Line, e.Column))
	if e.Needed != nil {
		text += fmt.Sprintf(" alone would have to run %s times a run instead of %s", Number(*e.Needed), Number(*e.Expected))
	} else {
		text += fmt.Sprintf(" can account for %s a minute", Number(e.PerMinute))
	}
	var names []string
	for _, b := range e.Branches {
		names = append(names, fmt.Sprintf("%q (line %d)", Clean(b.Name), b.Line))
	}
	if len(names) > 0 {
		text += ", by the assumed shares of " + strings.Join(names, ", ")
	}
	return text
}

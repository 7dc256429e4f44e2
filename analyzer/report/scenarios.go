package report

import (
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/review"
)

// SideBySide reports whether the review compares scenarios.
func SideBySide(r *review.Review) bool { return len(r.Scenarios) > 1 }

// CapacityTitle names the scenario that capacity is about, if one was chosen.
func CapacityTitle(r *review.Review) string {
	if len(r.Scenarios) == 1 {
		return "Capacity, scenario " + Clean(r.Scenarios[0].Name)
	}
	return "Capacity"
}

// ScenarioTable has a row a limit and three columns a scenario.
func ScenarioTable(all []review.Scenario, s Style) *Table {
	t := &Table{Head: []string{"limit", "allows"}, Right: []bool{false, true}}
	for _, one := range all {
		t.Head = append(t.Head, Clean(one.Name)+": peak", "used", "verdict")
		t.Right = append(t.Right, true, true, false)
	}
	rows := limitsOfAll(all)
	for _, row := range rows {
		t.Rows = append(t.Rows, scenarioRow(row))
	}
	t.paint = func(row, column int, cell string) string {
		if i := column - 2; i >= 0 && i%3 == 2 && rows[row][i/3] != nil {
			return s.verdict(rows[row][i/3].Verdict, cell)
		}
		return cell
	}
	return t
}

// limitsOfAll joins the scenarios' limits: a row a limit, in it the limit under
// each scenario or nil.
func limitsOfAll(all []review.Scenario) [][]*facts.Limit {
	var rows [][]*facts.Limit
	at := map[string]int{}
	for i := range all {
		for k := range all[i].Capacity {
			l := &all[i].Capacity[k]
			row, known := at[LimitKey(*l)]
			if !known {
				row = len(rows)
				at[LimitKey(*l)] = row
				rows = append(rows, make([]*facts.Limit, len(all)))
			}
			rows[row][i] = l
		}
	}
	return rows
}

func scenarioRow(row []*facts.Limit) []string {
	var key string
	var allows []string
	var cells []string
	for _, l := range row {
		if l == nil {
			cells = append(cells, "-", "-", "-")
			continue
		}
		key = LimitKey(*l)
		if value := Number(l.Limit.Value) + " " + Clean(l.Limit.Unit); !slices.Contains(allows, value) {
			allows = append(allows, value)
		}
		full := CapacityRow(*l) // limit, allows, expected, peak, used, headroom, verdict
		cells = append(cells, full[3], full[4], full[6])
	}
	return append([]string{key, strings.Join(allows, " or ")}, cells...)
}

// ScenarioSentences say which limit is nearest in each scenario, which verdicts
// change, and what hanging endpoints do.
func ScenarioSentences(all []review.Scenario, verbose bool) []string {
	var out []string
	for _, s := range all {
		out = append(out, Clean(s.Name)+": "+CapacitySentence(s.Capacity))
	}
	for i := 1; i < len(all); i++ {
		if changes := verdictChanges(all, i); len(changes) > 0 {
			out = append(out, fmt.Sprintf("From %s to %s: %s.", Clean(all[0].Name), Clean(all[i].Name), strings.Join(changes, "; ")))
		}
	}
	for _, s := range all {
		for _, text := range OutageSentences(s.Outages, verbose) {
			out = append(out, Clean(s.Name)+": "+text)
		}
	}
	return out
}

// verdictChanges lists the limits whose verdict is another in scenario i than
// in the first.
func verdictChanges(all []review.Scenario, i int) []string {
	var out []string
	for _, row := range limitsOfAll(all) {
		if a, b := row[0], row[i]; a != nil && b != nil && a.Verdict != b.Verdict {
			out = append(out, fmt.Sprintf("%s goes from %s to %s", LimitKey(*a), Clean(a.Verdict), Clean(b.Verdict)))
		}
	}
	return out
}

// assumed are sentences that figures rest on, under a title.
type assumed struct {
	Title     string
	Sentences []string
}

// ScenarioAssumptions tells what all scenarios rest on from what each does.
func ScenarioAssumptions(r *review.Review) []assumed {
	in := map[string]int{}
	for _, s := range r.Scenarios {
		for _, a := range s.Assumptions {
			in[a]++
		}
	}
	common := assumed{Title: "Assumed"}
	for _, a := range r.Assumptions { // those of the flows, which stand in no scenario, too
		if in[a] == 0 || in[a] == len(r.Scenarios) {
			common.Sentences = append(common.Sentences, a)
		}
	}
	out := []assumed{common}
	for _, s := range r.Scenarios {
		own := assumed{Title: "Assumed for " + Clean(s.Name)}
		for _, a := range s.Assumptions {
			if in[a] < len(r.Scenarios) {
				own.Sentences = append(own.Sentences, a)
			}
		}
		out = append(out, own)
	}
	return slices.DeleteFunc(out, func(a assumed) bool { return len(a.Sentences) == 0 })
}

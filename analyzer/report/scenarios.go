package report

import (
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/review"
)

// sideBySide reports whether the review compares scenarios.
func sideBySide(r *review.Review) bool { return len(r.Scenarios) > 1 }

// capacityTitle names the scenario that capacity is about, if one was chosen.
func capacityTitle(r *review.Review) string {
	if len(r.Scenarios) == 1 {
		return "Capacity, scenario " + clean(r.Scenarios[0].Name)
	}
	return "Capacity"
}

// scenarios prints capacity under several scenarios side by side.
func (p *textPrinter) scenarios() {
	all := p.review.Scenarios
	for _, line := range p.fitting(scenarioTable(all, p.style)).lines(p.style) {
		p.line("  %s", line)
	}
	p.line("")
	for _, text := range scenarioSentences(all, p.options.Verbose) {
		p.sentence(text)
	}
	for _, group := range scenarioAssumptions(p.review) {
		p.line("")
		p.line("  %s", p.style.bold(group.title))
		for _, a := range group.sentences {
			p.wrapped("   - ", a)
		}
	}
	p.line("")
}

// scenarios prints the same in Markdown.
func (m markdown) scenarios() {
	t := scenarioTable(m.review.Scenarios, style{})
	t.head = each(t.head, md) // the names in it are the user's
	m.table(t)
	for _, text := range scenarioSentences(m.review.Scenarios, false) {
		m.line("\n%s", md(text))
	}
	for _, group := range scenarioAssumptions(m.review) {
		m.line("\n%s:\n", md(group.title))
		for _, a := range group.sentences {
			m.line("- %s", md(a))
		}
	}
}

// scenarioTable has a row a limit and three columns a scenario.
func scenarioTable(all []review.Scenario, s style) *table {
	t := &table{head: []string{"limit", "allows"}, right: []bool{false, true}}
	for _, one := range all {
		t.head = append(t.head, clean(one.Name)+": peak", "used", "verdict")
		t.right = append(t.right, true, true, false)
	}
	rows := limitsOfAll(all)
	for _, row := range rows {
		t.rows = append(t.rows, scenarioRow(row))
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
			row, known := at[limitKey(*l)]
			if !known {
				row = len(rows)
				at[limitKey(*l)] = row
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
		key = limitKey(*l)
		if value := number(l.Limit.Value) + " " + clean(l.Limit.Unit); !slices.Contains(allows, value) {
			allows = append(allows, value)
		}
		full := capacityRow(*l) // limit, allows, expected, peak, used, headroom, verdict
		cells = append(cells, full[3], full[4], full[6])
	}
	return append([]string{key, strings.Join(allows, " or ")}, cells...)
}

// scenarioSentences say which limit is nearest in each scenario, which verdicts
// change, and what hanging endpoints do.
func scenarioSentences(all []review.Scenario, verbose bool) []string {
	var out []string
	for _, s := range all {
		out = append(out, clean(s.Name)+": "+capacitySentence(s.Capacity))
	}
	for i := 1; i < len(all); i++ {
		if changes := verdictChanges(all, i); len(changes) > 0 {
			out = append(out, fmt.Sprintf("From %s to %s: %s.", clean(all[0].Name), clean(all[i].Name), strings.Join(changes, "; ")))
		}
	}
	for _, s := range all {
		for _, text := range outageSentences(s.Outages, verbose) {
			out = append(out, clean(s.Name)+": "+text)
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
			out = append(out, fmt.Sprintf("%s goes from %s to %s", limitKey(*a), clean(a.Verdict), clean(b.Verdict)))
		}
	}
	return out
}

// assumed are sentences that figures rest on, under a title.
type assumed struct {
	title     string
	sentences []string
}

// scenarioAssumptions tells what all scenarios rest on from what each does.
func scenarioAssumptions(r *review.Review) []assumed {
	in := map[string]int{}
	for _, s := range r.Scenarios {
		for _, a := range s.Assumptions {
			in[a]++
		}
	}
	common := assumed{title: "Assumed"}
	for _, a := range r.Assumptions { // those of the flows, which stand in no scenario, too
		if in[a] == 0 || in[a] == len(r.Scenarios) {
			common.sentences = append(common.sentences, a)
		}
	}
	out := []assumed{common}
	for _, s := range r.Scenarios {
		own := assumed{title: "Assumed for " + clean(s.Name)}
		for _, a := range s.Assumptions {
			if in[a] < len(r.Scenarios) {
				own.sentences = append(own.sentences, a)
			}
		}
		out = append(out, own)
	}
	return slices.DeleteFunc(out, func(a assumed) bool { return len(a.sentences) == 0 })
}

type jsonScenario struct {
	Name        string        `json:"name"`
	Capacity    []jsonLimit   `json:"capacity"`
	Outages     []jsonOutage  `json:"outages"`
	Traffic     []jsonTraffic `json:"traffic"`
	Assumptions []string      `json:"assumptions"`
}

func jsonScenarioOf(s review.Scenario) jsonScenario {
	return jsonScenario{
		Name: s.Name, Capacity: each(s.Capacity, jsonLimitOf), Outages: each(s.Outages, jsonOutageOf),
		Traffic: each(s.Traffic, jsonTrafficOf), Assumptions: copied(s.Assumptions),
	}
}

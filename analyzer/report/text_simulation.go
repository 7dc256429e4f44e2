package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"archlint/analyzer/review"
)

// WriteSimulationText prints what the simulation saw, for people.
func WriteSimulationText(w io.Writer, r *review.Review, o Options) error {
	buf := bufio.NewWriter(w)
	p := newTextPrinter(buf, r, o)
	s := r.Simulation
	p.line("%s", p.style.bold("Simulation"))
	for _, t := range simulationTables(s) {
		for _, line := range p.fitting(t).lines(p.style) {
			p.line("  %s", line)
		}
		p.line("")
	}
	for _, text := range simulationSentences(s) {
		p.sentence(text)
	}
	p.line("")
	p.line("  %s", p.style.bold("The simulation rests on"))
	for _, a := range s.Assumptions {
		p.wrapped("   - ", a)
	}
	p.line("")
	return buf.Flush()
}

// WriteSimulationMarkdown prints what the simulation saw, for a comment or a wiki.
func WriteSimulationMarkdown(w io.Writer, r *review.Review, o Options) error {
	buf := bufio.NewWriter(w)
	m := markdown{buf, r, o}
	m.line("\n### Simulation")
	for _, t := range simulationTables(r.Simulation) {
		m.line("")
		m.table(t)
	}
	for _, text := range simulationSentences(r.Simulation) {
		m.line("\n%s", md(text))
	}
	m.line("\nThe simulation rests on:\n")
	for _, a := range r.Simulation.Assumptions {
		m.line("- %s", md(a))
	}
	return buf.Flush()
}

func simulationTables(s *review.Simulation) []*table {
	all := []*table{simulatedLimits(s), simulatedActions(s)}
	if len(s.Phases) > 0 {
		all = append(all, simulatedPhases(s))
	}
	return all
}

func simulatedLimits(s *review.Simulation) *table {
	peak := "peak (" + percent(s.Quantile) + ")"
	t := &table{
		head:  []string{"limit", "allows", "expected", "observed", peak, "observed", "median", "95 %", "99 %", "most", "refused"},
		right: []bool{false, true, true, true, true, true, true, true, true, true, true},
	}
	for _, l := range s.Limits {
		expected, top := "-", "-"
		if f := l.Formula; f != nil {
			expected, top = number(f.Expected), number(f.Peak)
			if low := l.FormulaLow; low != nil {
				expected, top = between(low.Expected, f.Expected), between(low.Peak, f.Peak)
			}
		}
		o, refused := l.Observed, "-"
		if l.Enforced {
			refused = percent(l.RefusedShare)
			if f := l.FormulaRefused; f != nil && *f >= 0.001 {
				refused += ", by formula " + percent(*f)
			}
		}
		t.rows = append(t.rows, []string{
			clean(l.Limit.Namespace + "/" + l.Limit.Key), number(l.Limit.Value) + " " + clean(l.Limit.Unit),
			expected, number(o.Mean), top, number(o.Peak), number(o.Median), number(o.P95), number(o.P99), number(o.Max), refused,
		})
	}
	return t
}

func simulatedActions(s *review.Simulation) *table {
	t := &table{
		head:  []string{"data action", "calls", "refused", "failed", "timed out", "mean time"},
		right: []bool{false, true, true, true, true, true},
	}
	for _, a := range s.Actions {
		t.rows = append(t.rows, []string{
			clean(ellipsis(a.DataAction, 60)), number(float64(a.Attempts)), number(float64(a.Refused)), number(float64(a.Failed)),
			number(float64(a.TimedOut)), number(a.MeanSeconds) + " s",
		})
	}
	return t
}

func simulatedPhases(s *review.Simulation) *table {
	t := &table{
		head:  []string{"when", "minutes", "calls per minute", "busy slots", "at most", "refused"},
		right: []bool{false, true, true, true, true, true},
	}
	for _, p := range s.Phases {
		t.rows = append(t.rows, []string{
			clean(ellipsis(p.Name, 60)), number(float64(p.Minutes)), number(p.PerMinute), number(p.Busy), number(p.MostBusy),
			fmt.Sprintf("%s (%s)", number(float64(p.Refused)), percent(p.RefusedShare)),
		})
	}
	return t
}

// simulationSentences say how much was simulated, and whether the formulas hold.
func simulationSentences(s *review.Simulation) []string {
	all := []string{fmt.Sprintf("Run: %s in %s minutes (seed %d), calls per interaction: %s.",
		counted(s.Interactions, "interaction"), number(s.Minutes), s.Seed, number(s.CallsPerInteraction))}
	var differ []string
	compared := 0
	for _, l := range s.Limits {
		if l.Agrees == nil {
			continue
		}
		compared++
		if !*l.Agrees {
			differ = append(differ, fmt.Sprintf("%s: observed %s, standard error %s, against %s",
				clean(l.Limit.Namespace+"/"+l.Limit.Key), number(l.Observed.Mean), number(l.Observed.Error), number(l.Formula.Expected)))
		}
	}
	switch {
	case compared == 0:
	case len(differ) == 0:
		all = append(all, "Formulas: every mean that can be compared lies within the confidence interval of the simulation.")
	default:
		all = append(all, "Formulas: they differ for "+strings.Join(differ, "; ")+". Only the simulation has calls that are refused by one limit and so never reach another, that are made again, and the moments at which waiting interactions call: the formulas take the greatest rate for them.")
	}
	return all
}

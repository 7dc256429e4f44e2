package report

import (
	"fmt"
	"strings"

	"archlint/analyzer/review"
)

// SimulationTables are what a simulation saw: limits, data actions, phases.
func SimulationTables(s *review.Simulation) []*Table {
	all := []*Table{simulatedLimits(s), simulatedActions(s)}
	if len(s.Phases) > 0 {
		all = append(all, simulatedPhases(s))
	}
	return all
}

func simulatedLimits(s *review.Simulation) *Table {
	peak := "peak (" + Percent(s.Quantile) + ")"
	t := &Table{
		Head:  []string{"limit", "allows", "expected", "observed", peak, "observed", "median", "95 %", "99 %", "most", "refused"},
		Right: []bool{false, true, true, true, true, true, true, true, true, true, true},
	}
	for _, l := range s.Limits {
		expected, top := "-", "-"
		if f := l.Formula; f != nil {
			expected, top = Number(f.Expected), Number(f.Peak)
			if low := l.FormulaLow; low != nil {
				expected, top = formatRange(low.Expected, f.Expected), formatRange(low.Peak, f.Peak)
			}
		}
		o, refused := l.Observed, "-"
		if l.Enforced {
			refused = Percent(l.RefusedShare)
			if f := l.FormulaRefused; f != nil && *f >= 0.001 {
				refused += ", by formula " + Percent(*f)
			}
		}
		t.Rows = append(t.Rows, []string{
			Clean(l.Limit.Namespace + "/" + l.Limit.Key), Number(l.Limit.Value) + " " + Clean(l.Limit.Unit),
			expected, Number(o.Mean), top, Number(o.Peak), Number(o.Median), Number(o.P95), Number(o.P99), Number(o.Max), refused,
		})
	}
	return t
}

func simulatedActions(s *review.Simulation) *Table {
	t := &Table{
		Head:  []string{"data action", "calls", "refused", "failed", "timed out", "mean time"},
		Right: []bool{false, true, true, true, true, true},
	}
	for _, a := range s.Actions {
		t.Rows = append(t.Rows, []string{
			Clean(Ellipsis(a.DataAction, 60)), Number(float64(a.Attempts)), Number(float64(a.Refused)), Number(float64(a.Failed)),
			Number(float64(a.TimedOut)), Number(a.MeanSeconds) + " s",
		})
	}
	return t
}

func simulatedPhases(s *review.Simulation) *Table {
	t := &Table{
		Head:  []string{"when", "minutes", "calls per minute", "busy slots", "at most", "refused"},
		Right: []bool{false, true, true, true, true, true},
	}
	for _, p := range s.Phases {
		t.Rows = append(t.Rows, []string{
			Clean(Ellipsis(p.Name, 60)), Number(float64(p.Minutes)), Number(p.PerMinute), Number(p.Busy), Number(p.MostBusy),
			fmt.Sprintf("%s (%s)", Number(float64(p.Refused)), Percent(p.RefusedShare)),
		})
	}
	return t
}

// SimulationSentences say how much was simulated, and whether the formulas hold.
func SimulationSentences(s *review.Simulation) []string {
	all := []string{fmt.Sprintf("Run: %s in %s minutes (seed %d), calls per interaction: %s.",
		Counted(s.Interactions, "interaction"), Number(s.Minutes), s.Seed, Number(s.CallsPerInteraction))}
	var differ []string
	compared := 0
	for _, l := range s.Limits {
		if l.Agrees == nil {
			continue
		}
		compared++
		if !*l.Agrees {
			differ = append(differ, fmt.Sprintf("%s: observed %s, standard error %s, against %s",
				Clean(l.Limit.Namespace+"/"+l.Limit.Key), Number(l.Observed.Mean), Number(l.Observed.Error), Number(l.Formula.Expected)))
		}
	}
	switch {
	case compared == 0:
	case len(differ) == 0:
		all = append(all, "Formulas: every mean that can be compared lies within the confidence interval of the simulation.")
	default:
		all = append(all, "Formulas: they differ for "+strings.Join(differ, "; ")+". Only the simulation has calls that are refused by one "+
			"limit and so never reach another, that are made again, and the moments at which waiting interactions call: the formulas take the "+
			"greatest rate for them.")
	}
	return all
}

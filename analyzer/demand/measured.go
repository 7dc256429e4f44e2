package demand

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"archlint/analyzer/capacity"
	"archlint/analyzer/facts"
	"archlint/analyzer/internal/phrase"
	"archlint/analyzer/org"
)

// mostExplanations is how many call sites are named that explain a difference, and
// mostBranches how many steps that decide on each.
const (
	mostExplanations = 3
	mostBranches     = 3
)

// measured holds the executions that were measured against what the flows come to. Nothing
// is compared where flows lead back to one another in such numbers that only bounds are known.
func (j Joined) measured(o *org.Org, load capacity.Load) []facts.MeasuredAction {
	if len(j.starts.grouped) > 0 {
		return nil
	}
	starts, ok := capacity.CompareMeasured(o, load)
	if !ok {
		return nil
	}
	runs := j.runsPerMinute(load, starts.PerMinute)
	out := make([]facts.MeasuredAction, 0, len(starts.Actions))
	for _, e := range starts.Actions {
		one := facts.MeasuredAction{
			DataAction: e.Action.DataAction, Integration: e.Action.Integration,
			MeasuredPerMinute: rounded(e.Measured), ComputedPerMinute: rounded(e.Computed),
			Open: e.Open || len(load.Gaps) > 0, Differs: e.Differs(),
		}
		if e.Computed > 0 {
			ratio := rounded(e.Measured / e.Computed)
			one.Ratio = &ratio
		}
		if one.Differs {
			one.Explain = j.explain(e, runs)
		}
		out = append(out, one)
	}
	return out
}

// rounded keeps four significant digits.
func rounded(x float64) float64 {
	if x == 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return x
	}
	unit := math.Pow(10, 3-math.Floor(math.Log10(math.Abs(x))))
	return math.Round(x*unit) / unit
}

// runsPerMinute is how often each flow runs when the entries of the load, which are the flows
// in which something starts, start as often as given.
func (j Joined) runsPerMinute(load capacity.Load, perMinute []float64) []float64 {
	out := make([]float64, len(j.Flows))
	for k, i := range j.starts.alone() {
		if k >= len(load.Entries) || perMinute[k] == 0 {
			continue
		}
		for _, pass := range j.Net.Passes(i) {
			out[pass.Flow] += perMinute[k] * pass.Times
		}
	}
	return out
}

// explain names the call sites whose assumed shares can make up the difference, those with
// the most room first, and the executions that no site can have made.
func (j Joined) explain(e capacity.Executions, runs []float64) []facts.MeasuredCause {
	missing := e.Measured - e.Computed
	var out []facts.MeasuredCause
	room := 0.0
	for i, f := range j.Flows {
		for site := range f.Facts.Calls {
			c := &f.Facts.Calls[site]
			if runs[i] == 0 || c.DataAction != e.Action.DataAction || c.Integration != e.Action.Integration || c.Basis != facts.Assumed {
				continue
			}
			if one := explanation(f, site, runs[i], missing); one.PerMinute > 0 {
				room += one.PerMinute
				out = append(out, one)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b facts.MeasuredCause) int {
		return cmp.Or(-cmp.Compare(a.PerMinute, b.PerMinute), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column))
	})
	out = out[:min(len(out), mostExplanations)]
	for k := range out {
		out[k].PerMinute = rounded(out[k].PerMinute)
	}
	if left := math.Abs(missing) - room; left > math.Abs(missing)*1e-6 {
		out = append(out, facts.MeasuredCause{Kind: "unattributed", PerMinute: rounded(left)})
	}
	return out
}

// explanation is a call site with the executions by which its assumed shares can change what
// is computed, toward what is missing (or, below 0, too many).
func explanation(f *Flow, site int, runs, missing float64) facts.MeasuredCause {
	c := &f.Facts.Calls[site]
	bound := float64(c.PerRun.Max)
	if missing < 0 {
		bound = float64(c.PerRun.Min)
	}
	expected := c.PerRun.Expected
	out := facts.MeasuredCause{
		Place: c.Place, Kind: "site", Name: c.Name, PerMinute: math.Abs(bound-expected) * runs, Expected: &expected,
	}
	if needed := expected + missing/runs; needed >= float64(c.PerRun.Min) && needed <= float64(c.PerRun.Max) {
		needed = rounded(needed)
		out.Needed = &needed
	}
	for _, d := range c.DecidedBy[:min(len(c.DecidedBy), mostBranches)] {
		out.Branches = append(out.Branches, facts.BranchName{Place: d.Place, Name: d.Name})
	}
	return out
}

// measuredNote says in a sentence that measured and computed executions differ, "" where they
// agree.
func measuredNote(all []facts.MeasuredAction) string {
	var names []string
	for _, one := range all {
		if one.Differs {
			names = append(names, fmt.Sprintf("%q (%g measured, %g computed)", one.DataAction, one.MeasuredPerMinute, one.ComputedPerMinute))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf("Measured executions per minute differ by more than a quarter from what the measured interactions and the expected "+
		"counts come to: %s.", phrase.Some(names, 5))
}

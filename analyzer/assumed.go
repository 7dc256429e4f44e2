package analyzer

import (
	"fmt"
	"strconv"

	"archlint/analyzer/calls"
)

// assumedShares says in sentences which way interactions are taken to go where
// nobody says it, if any number of calls rests on that.
func (r *job) assumedShares(flows []*reviewed) []string {
	m := calls.DefaultModel()
	if p := r.opts.Profile; p != nil {
		defaults(&m, p.Default)
	}
	var out []string
	if r.branches(flows) {
		out = append(out, fmt.Sprintf("Shares that no traffic profile gives are assumed: %s %% for each output that stands for trouble (failure, timeout, no input), equal parts for the others.",
			strconv.FormatFloat(100*m.Rare, 'g', 4, 64)))
	}
	if r.repeats(flows) {
		out = append(out, fmt.Sprintf("Loops of unknown count are assumed to run %d times where no traffic profile says otherwise.", m.Rounds))
	}
	return out
}

// branches reports whether the number of calls differs between interactions.
func (r *job) branches(flows []*reviewed) bool {
	for i, f := range flows {
		if c := f.facts.PerInteraction; r.starts.entry(i) && c.Min != c.Max {
			return true
		}
	}
	return false
}

// repeats reports whether some interaction comes to calls in a loop of unknown count.
func (r *job) repeats(flows []*reviewed) bool {
	for i, f := range flows {
		for _, l := range f.facts.Loops {
			if r.starts.reached[i] && l.Form == "loop" && l.Count == nil && len(l.Calls) > 0 {
				return true
			}
		}
	}
	return false
}

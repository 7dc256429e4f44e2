package demand

import (
	"fmt"
	"strconv"

	"archlint/analyzer/branchmodel"
	"archlint/analyzer/config"
	"archlint/analyzer/facts"
)

// assumedShares returns sentences on the shares of outputs that are assumed, where some
// number of calls rests on them.
func (j Joined) assumedShares(p *config.Profile) []string {
	if !j.assumes() {
		return nil
	}
	m := branchmodel.Defaults(p)
	var out []string
	if j.branches() {
		out = append(out, fmt.Sprintf("Shares that no traffic profile gives are assumed: %s %% for each output that stands for trouble "+
			"(failure, timeout, no input), equal parts for the others.",
			strconv.FormatFloat(100*m.Rare, 'g', 4, 64)))
	}
	if j.repeats() {
		out = append(out, fmt.Sprintf("Loops of unknown count are assumed to run %g times where no traffic profile says otherwise.", m.Rounds))
	}
	return out
}

// assumes reports whether some call rests on assumed shares; where nothing was fitted
// to counts, that is taken to be so.
func (j Joined) assumes() bool {
	counted := false
	for i, f := range j.Flows {
		for _, c := range f.Facts.Calls {
			if j.starts.reached[i] && c.Basis == facts.Assumed {
				return true
			}
			counted = counted || c.Basis == facts.Measured || c.Basis == facts.Fitted
		}
	}
	return !counted
}

// branches reports whether the number of calls differs between interactions.
func (j Joined) branches() bool {
	for i, f := range j.Flows {
		if c := f.Facts.PerInteraction; j.starts.entry(i) && c.Min != c.Max {
			return true
		}
	}
	return false
}

// repeats reports whether some interaction comes to calls in a loop of unknown count.
func (j Joined) repeats() bool {
	for i, f := range j.Flows {
		for _, l := range f.Facts.Loops {
			if j.starts.reached[i] && l.Form == "loop" && l.Count == nil && len(l.Calls) > 0 {
				return true
			}
		}
	}
	return false
}

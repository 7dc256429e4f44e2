package analyzer

import (
	"slices"

	"archlint/analyzer/calls"
	"archlint/analyzer/facts"
)

// retries is how often the flow makes a call again after a failure, at most:
// the rounds but the first of the innermost loop around it that is there to
// try or ask again. A loop over a list that goes on after a failure calls as
// often when nothing fails. assumed is set where the flow sets no bound and the
// rounds that the branch model gives such loops stand for it.
func retries(c facts.Call, f *reviewed) (n int, assumed bool) {
	if !c.RepeatsAfterFailure {
		return 0, false
	}
	for i := len(c.Loops) - 1; i >= 0; i-- {
		at := slices.IndexFunc(f.facts.Loops, func(l facts.Loop) bool { return l.ID == c.Loops[i] })
		if at < 0 {
			continue
		}
		switch l := f.facts.Loops[at]; {
		case l.Kind != "retry" && l.Kind != "polling":
		case l.Count != nil:
			return int(max(min(*l.Count, calls.ActionCap)-1, 0)), false
		default:
			return int(max(f.model.Rounds-1, 0)), true
		}
	}
	return 0, false
}

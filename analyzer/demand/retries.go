package demand

import (
	"archlint/analyzer/calls"
	"archlint/analyzer/facts"
)

// retries returns how often the flow repeats a call after a failure, at most: the rounds,
// but for the first, of the innermost loop around it that retries or polls. A loop over a list that goes on after a failure calls as
// often when nothing fails. unbounded is set where the flow sets no limit.
func retries(c facts.Call, f *Flow) (n int, unbounded bool) {
	if !c.RepeatsAfterFailure {
		return 0, false
	}
	for i := len(c.Loops) - 1; i >= 0; i-- {
		l := f.loop(c.Loops[i])
		if l == nil {
			continue
		}
		switch {
		case l.Kind != "retry" && l.Kind != "polling":
		case l.Count != nil:
			return rounds(*l.Count), false
		case c.BoundedBy != "platformLimit": // a counter bounds the loop
			return rounds(c.PerRun.Max), false
		default:
			return 0, true
		}
	}
	return 0, false
}

// loop is the first loop with that id, or nil. It is not safe for concurrent use.
func (f *Flow) loop(id string) *facts.Loop {
	if f.loopAt == nil {
		f.loopAt = make(map[string]int, len(f.Facts.Loops))
		for i := len(f.Facts.Loops) - 1; i >= 0; i-- {
			f.loopAt[f.Facts.Loops[i].ID] = i
		}
	}
	if i, ok := f.loopAt[id]; ok {
		return &f.Facts.Loops[i]
	}
	return nil
}

// rounds returns how many of that many tries are repeats.
func rounds(tries int64) int { return int(max(min(tries, calls.ActionCap)-1, 0)) }

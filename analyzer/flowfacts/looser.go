package flowfacts

import (
	"archlint/analyzer/facts"
	"archlint/analyzer/review"
)

// looser says where a method that costs less took the place of a closer one, because
// a flow is large: thousands of its actions lead to one another, say. It is decided by work that is
// counted, so that a flow is treated alike on every machine.
type looser struct {
	bounds  bool // bounds may be higher than they need be; inner cycles may not be listed
	cycles  bool // cycles that stand deep in one another are not listed
	data    bool // which value reaches which place is known for fewer variables
	repeats bool // calls that ask the same are not compared
	values  bool // not every variable that decides something is followed
}

// looserNotes names the flows that were analysed less closely, and what that means.
func looserNotes(flows []Flow) []review.ToolError {
	var out []review.ToolError
	for _, f := range flows {
		at := facts.Place{File: f.Facts.File, Line: f.Facts.Line, Column: f.Facts.Column}
		if f.looser.bounds {
			out = append(out, noteAt(at, "thousands of actions of flow %q lead to one another: the greatest numbers of calls may be higher "+
				"than a run can reach, "+
				"and cycles inside others may not be listed", f.Facts.Name))
		}
		if f.looser.cycles {
			out = append(out, noteAt(at, "jumps of flow %q make cycles in one another, more than 25 deep: archlint doesn't list the inner ones, "+
				"so rules about loops may miss problems", f.Facts.Name))
		}
		if f.looser.repeats {
			out = append(out, noteAt(at, "more than 1,000 calls of flow %q ask the same as another one: archlint doesn't compare them, "+
				"so rules about repeated calls may miss problems", f.Facts.Name))
		}
		if f.looser.values {
			out = append(out, noteAt(at, "the variables of flow %q take more values than archlint follows: the greatest numbers of calls may be "+
				"higher than a run can reach", f.Facts.Name))
		}
		if f.looser.data {
			out = append(out, noteAt(at, "thousands of actions of flow %q read what others write: archlint doesn't follow every value, "+
				"so rules about loops and about reads after a failed call may miss problems", f.Facts.Name))
		}
	}
	return out
}

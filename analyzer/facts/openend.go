package facts

import (
	"cmp"
	"slices"
)

// OpenEnd is something that an interaction goes on in and that the export does
// not hold, so that its data action calls are not counted.
type OpenEnd struct {
	// Kind is "flow", "botFlow", "commonModule", "queue", "inQueueFlow", "survey",
	// "workflow", "agenticVirtualAgent", "guide" or another kind of reference.
	Kind string `json:"kind"`
	// Name is the target's name, or its id or expression where no name is known;
	// "" where only the run tells.
	Name string `json:"name"`
}

// openEndWords are the kinds of open ends as people read them, where the kind
// itself is not the word.
var openEndWords = map[string]string{
	"botFlow": "bot flow", "commonModule": "common module", "inQueueFlow": "in-queue flow", "survey": "survey flow",
	"agenticVirtualAgent": "agentic virtual agent", "dialogflow": "Dialogflow bot",
}

// String names the open end for people.
func (e OpenEnd) String() string {
	return cmp.Or(openEndWords[e.Kind], e.Kind) + " " + cmp.Or(e.Name, "chosen at run time")
}

// SortOpenEnds orders open ends by kind and name, and drops those that occur again.
func SortOpenEnds(ends []OpenEnd) []OpenEnd {
	slices.SortFunc(ends, func(a, b OpenEnd) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
	})
	return slices.Compact(ends)
}

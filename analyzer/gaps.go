package analyzer

import (
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/org"
)

// entryParts are the parts of an export that tell in which flows the
// interactions of a medium start.
var entryParts = map[string]string{"voice": org.PartIVRs, "message": org.PartMessageRoutes, "email": org.PartEmailRoutes}

// entriesUnknown reports whether the exporter was refused what would tell in
// which flows of a type interactions start.
func entriesUnknown(o facts.Org, t flow.Type) bool {
	return t.Info().Starts && slices.Contains(o.NotReviewed, entryParts[mediumOf(t)])
}

// incomplete says in sentences what the export itself says that it lacks. That
// it holds none of something then means nothing.
func incomplete(o facts.Org) []string {
	var out []string
	if len(o.NotReviewed) > 0 {
		out = append(out, "Not reviewed, because the exporter could not read it: "+strings.Join(o.NotReviewed, ", ")+". What it would tell is unknown, not none.")
	}
	if o.Partial {
		out = append(out, "The export is partial: it lacks things that it was asked for.")
	}
	return out
}

// gaps says in sentences which calls cannot be in the demand, although they
// may well be made: verdicts that need them cannot be given.
func (r *review) gaps(flows []*reviewed, reached []bool) []string {
	var out []string
	if r.org.Partial {
		out = append(out, "The export is partial: calls of what it lacks are not counted.")
	}
	if names := r.unqueued(flows, reached); len(names) > 0 {
		out = append(out, fmt.Sprintf("The queues were not reviewed, so that nothing tells for how many interactions these flows run, and their calls are not counted: %s.", some(names, 5)))
	}
	return out
}

// unqueued are the in-queue flows with calls that no interaction is known to
// reach because the exporter could not read the queues.
func (r *review) unqueued(flows []*reviewed, reached []bool) []string {
	if !slices.Contains(r.org.NotReviewed, org.PartQueues) {
		return nil
	}
	var names []string
	for i, f := range flows {
		if flow.Type(f.facts.Type).Info().InQueue && len(f.facts.Calls) > 0 && !f.facts.Entry && !reached[i] {
			names = append(names, f.facts.Name)
		}
	}
	slices.Sort(names)
	return names
}

package demand

import (
	"strings"
	"testing"

	"archlint/analyzer/facts"
)

// A flow whose mean was not found counts for less than it makes: no limit is said
// to hold, and the flow is named.
func TestMeansThatWereNotFoundAreGaps(t *testing.T) {
	g := &missingCalls{}
	for _, name := range []string{"Claims", "Sales", "Tangle"} {
		f := &Flow{}
		f.Facts = facts.Flow{Name: name}
		g.Flows = append(g.Flows, f)
	}
	if said := g.unsettled(); said != nil {
		t.Errorf("all means were found: %q", said)
	}
	g.Flows[2].Unsettled = true
	if said := g.unsettled(); len(said) != 1 ||
		!strings.HasSuffix(said[0], "was not found, so their calls are more than what is counted: Tangle.") {
		t.Errorf("said %q", said)
	}
}

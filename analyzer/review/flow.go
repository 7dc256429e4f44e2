package review

import (
	"archlint/analyzer/drawing"
	"archlint/analyzer/facts"
)

// Flow is what is known of a flow: the outline of its facts, and packed what only
// some readers want.
type Flow struct {
	Outline facts.Flow
	Details facts.Packed
	Drawing drawing.Packed
}

// Whole is all the facts of the flow.
func (f *Flow) Whole() facts.Flow { return f.Details.Whole(f.Outline) }

// Flows are the facts of flows: their outlines, or all of them if whole. The details
// of thousands of flows take more memory than the rest.
func Flows(known []Flow, whole bool) []facts.Flow {
	out := make([]facts.Flow, len(known))
	for i := range known {
		out[i] = known[i].Outline
		if whole {
			out[i] = known[i].Whole()
		}
	}
	return out
}

// SetFlows sets the flows of a review, whose outlines stand in Flows then.
func (r *Review) SetFlows(known []Flow) {
	r.known = known
	r.Flows = Flows(known, false)
}

// Flow is all that is known of the i-th of Flows. Readers of a call's witness and
// values, of a flow's runs and of its nodes ask here, and release one flow
// before they ask for the next; Flows tell everything else.
func (r *Review) Flow(i int) facts.Flow {
	if i >= len(r.known) {
		return r.Flows[i]
	}
	return r.known[i].Details.Whole(r.Flows[i])
}

// WithoutNodes is Flow for those who look at no nodes, which are most of it.
func (r *Review) WithoutNodes(i int) facts.Flow {
	if i >= len(r.known) {
		return r.Flows[i]
	}
	return r.known[i].Details.WithoutNodes(r.Flows[i])
}

// Drawing draws the i-th of Flows, nil where there is nothing to draw it by.
func (r *Review) Drawing(i int) *drawing.Drawing {
	if !r.Drawn(i) {
		return nil
	}
	return r.known[i].Drawing.Drawing()
}

// Drawn reports whether there is a Drawing of the i-th of Flows.
func (r *Review) Drawn(i int) bool { return i < len(r.known) && r.known[i].Drawing.Held() }

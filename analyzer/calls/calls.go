// Package calls says how often the actions of a flow can run: least and
// greatest number over all runs, mean under a branch model, the loops they
// stand in, and a path that reaches the greatest.
//
// Sound means: no run lies outside the bounds, under the semantics that package
// cfg draws. A run is one execution of the flow from its entry to its end,
// which no caller abandons. The greatest covers runs that a run-time error or the
// platform's cap on executed actions sends to the error handler; the least is
// over runs that end by themselves. A place that no run can leave counts as an
// end, and so does a node at which a run may end although no output shows it
// (cfg.Node.MayEnd): that bears on the least alone.
//
// Exact means: some run attains the bound. Bounds are exact where the loops'
// counts are constant, the outputs of different actions are independent of one
// another, and tasks do not call themselves.
//
// What is ignored: conditions. Two branches on the same variable can be taken
// in combinations that no real run takes.
package calls

import (
	"archlint/analyzer/cfg"
)

// BoundedBy says what a greatest count rests on.
type BoundedBy string

// What a greatest count can rest on.
const (
	Acyclic       BoundedBy = "acyclic"       // no cycle holds it
	LoopCount     BoundedBy = "loopCount"     // loop counts that are constant or follow from values
	Counter       BoundedBy = "counter"       // a variable that a cycle itself moves to an exit, or another value that ends it
	PlatformLimit BoundedBy = "platformLimit" // the flow itself sets no bound
)

// Count is how often something runs in one run of the flow.
type Count struct {
	Min       int64
	Expected  float64
	Max       int64
	BoundedBy BoundedBy
}

// Analysis answers questions about one graph. It is not safe for concurrent use.
type Analysis struct {
	Graph *cfg.Graph
	Model Model

	*working
	mean   *expectation
	visits []float64
	// The greatest number of executed actions in a run, and after an error; inf
	// if unbounded.
	actions, handling int64
	cost              weights
	exact             bool // small enough for a pass over the flow for each call site
	shown             int  // see mostShown; 0: not known yet
	work              *work

	unfolded *unfolding // the same with values told apart, or nil
	// Of the analysis of an unfolded graph: the nodes that witnesses show, of whole.
	shownAs []cfg.NodeID
	whole   *cfg.Graph
}

// New prepares the analysis of g under model m.
func New(g *cfg.Graph, m Model) *Analysis { return newAnalysis(g, m, defaultLimits()) }

func newAnalysis(g *cfg.Graph, m Model, most limits) *Analysis {
	if m.Cap == 0 {
		m.Cap, m.CapHandler = ActionCap, ActionCapHandler
	}
	return &Analysis{Graph: g, Model: m, work: &work{limits: most}}
}

// measure adds up costs when the graph is cut for the first time.
func (a *Analysis) measure() {
	a.cost = make(weights, len(a.Graph.Nodes))
	for i := range a.Graph.Nodes {
		a.cost[i] = a.Graph.Nodes[i].Cost
	}
	a.exact = a.isExact()
	a.actions, a.handling = a.greatest(a.Graph.Entry), a.greatest(a.Graph.Handler)
}

// Weaker returns which of two grounds says less.
func Weaker(a, b BoundedBy) BoundedBy {
	for _, by := range []BoundedBy{PlatformLimit, Counter, LoopCount} {
		if a == by || b == by {
			return by
		}
	}
	return Acyclic
}

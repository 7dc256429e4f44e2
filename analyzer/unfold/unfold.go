// Package unfold executes a flow abstractly and writes down what it meets: a
// control-flow graph in which one action may stand several times, once for each
// set of values that its variables can hold there. Decisions that these values
// settle have one way out in it, counted loops have their count, a counter that
// moves towards an exit has come to it. Bounds that are computed on this graph are
// bounds of the flow, and as a rule closer ones.
//
// The method is that of abstract execution (Gustafsson et al., "Automatic
// derivation of loop bounds and infeasible paths for WCET analysis using abstract
// execution", RTSS 2006), with states merged where they are equal. The result is
// the flow specialised to its values, as in partial evaluation (Jones, Gomard,
// Sestoft 1993).
//
// Sound means: every run of the flow is a run of the graph. A value that is not
// known (an input, an answer, a result, an undeclared variable) leaves all ways
// open; two questions that ask the same of it get one answer as long as nothing
// writes what they read. Only variables that decide something are followed, each
// only as far as something can still read it. Where a flow has more states than
// the budget allows, the variable with the most values is let go, then another;
// in the end the flow is not unfolded at all.
package unfold

import (
	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
)

// Unfolding is a flow's graph with its actions told apart by values.
type Unfolding struct {
	cfg.Unfolded
	// Settled are the outputs of decisions that no run takes, by the node of the
	// flow's own graph and the number of the edge.
	Settled []Untaken
	// Rounds are, for each loop of the flow's own graph, the numbers of rounds that
	// values settle whenever it is entered.
	Rounds []Rounds
}

// Rounds are the least and the greatest number of rounds of a loop; Settled is false
// where nothing bounds the greatest.
type Rounds struct {
	Least, Most int64
	Settled     bool
}

// Untaken is an output that no run takes, although runs come to its node.
type Untaken struct {
	Node cfg.NodeID
	Edge int
}

// Budget says how much is looked at. It counts states, so that no result depends
// on the machine.
type Budget struct {
	// States is how many states an unfolding may have.
	States int
	// Asked is how many parts of conditions are looked at in all.
	Asked int
	// Tries is how often it is tried with fewer variables.
	Tries int
	// Variables is how many variables are followed at most.
	Variables int
}

// Usual is the budget of a review.
func Usual() Budget { return Budget{States: 12_000, Asked: 5_000_000, Tries: 5, Variables: 64} }

// Lengths returns the greatest length of a list that a node reads by a name, where
// something outside of the flow gives it. A nil one gives none.
type Lengths func(n cfg.NodeID, list string) (int64, bool)

// Effort is what an unfolding took.
type Effort struct {
	// Work is how many states and ways were looked at, in all tries.
	Work int
	// Partial is set where the budget kept something from being followed that decides
	// something, so that bounds may be looser than values allow.
	Partial bool
}

// Of unfolds the graph of a flow, whose data flow is d. The result is nil where
// values settle nothing.
func Of(g *cfg.Graph, d *dataflow.Flow, lengths Lengths, b Budget) (u *Unfolding, e Effort) {
	switch {
	case g.Entry == cfg.None:
		return nil, e
	case len(g.Nodes) > b.States:
		return nil, Effort{Partial: decides(g, d, lengths, b)}
	}
	p := newProgram(g, d, lengths, b)
	for try := 0; p.worthwhile() && try < b.Tries; try++ {
		x := newExplorer(p)
		how := x.run()
		e.Work += len(x.states) + len(x.ways)
		switch e.Partial = true; {
		case how == finished:
			e.Partial = p.partial() || x.coarse
			return x.result(), e
		case how == recursive || !p.forget(x):
			return nil, e
		}
	}
	e.Partial = p.partial()
	return nil, e
}

// partial reports whether something decides that is not followed.
func (p *program) partial() bool { return len(p.dropped) > 0 || p.cut }

// decides reports whether there are variables to follow in a graph that is too large
// for it.
func decides(g *cfg.Graph, d *dataflow.Flow, lengths Lengths, b Budget) bool {
	p := emptyProgram(g, d, lengths, b)
	p.choose()
	return p.worthwhile()
}

// Package calibrate fits the branch model of a flow to counts of how often its actions
// ran: shares of outputs, rounds of loops, ends that no output shows.
//
// The flow of runs through a control-flow graph is conserved: what comes into a node
// leaves it. That settles most edges. What it leaves open is taken as near to the
// default shares as the counts allow, by iterative proportional fitting (Deming and
// Stephan 1940). Where a count is of runs in which an action ran at least once, the
// number of passes follows from the model itself, as a fixed point.
//
// docs/methods/calibration.md has the formulas.
package calibrate

import (
	"maps"
	"math"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
)

// NodeCounts are what was counted in one flow.
type NodeCounts struct {
	// Runs is how many runs began.
	Runs float64
	// Nodes are the counts of nodes. A node that is not there was not counted.
	Nodes map[cfg.NodeID]float64
	// Executions is set where the counts are of executions; else they are of runs in
	// which the node was passed at least once.
	Executions bool
	// Groups are the executions of data actions, as far as they are this flow's.
	Groups []Group
	// Trouble is the share of the executions of a data action that fail, of nodes where
	// that is known from elsewhere.
	Trouble map[cfg.NodeID]float64
}

// Group is the sites of one data action, and how often they ran together.
type Group struct {
	Nodes      []cfg.NodeID
	Executions float64
}

// Share is a share with its 95 % interval and the number of passes that it rests on.
type Share struct {
	Value, Low, High, Passes float64
	// Settled is set where conservation alone gives the share.
	Settled bool
}

// Fit is what counts say of a graph.
type Fit struct {
	Shares map[cfg.NodeID]map[string]Share
	// Ends are shares of the passes after which a run ends although no output shows it.
	Ends map[cfg.NodeID]Share
	// Rounds are mean rounds of loops, by their heads.
	Rounds map[cfg.NodeID]Share
	// Means are the passes of each counted node in one run, with their intervals.
	Means map[cfg.NodeID]Mean
	// Worst is the node whose count contradicts the others the most, and Off by which
	// share of the runs.
	Worst cfg.NodeID
	Off   float64
	// Edges is how many edges of branches there were, Settled how many conservation
	// settled.
	Edges, Settled int
	// Known is set where a graph has something to fit at all.
	Known bool
}

// Mean is the passes of a node in one run.
type Mean struct {
	Value, Low, High float64
	// Counted is set where the value is the node's own count over the runs.
	Counted bool
}

// Problem says in words that a printer can put into a sentence why counts cannot be
// fitted; nil where they can.
type Problem struct {
	Kind ProblemKind
	// Node is the one whose count contradicts the others.
	Node cfg.NodeID
	// Got and Want are its count, and the nearest that the others allow.
	Got, Want float64
}

// ProblemKind tells problems apart.
type ProblemKind string

// The problems.
const (
	NoRuns        ProblemKind = "noRuns"        // nothing ran
	Contradictory ProblemKind = "contradictory" // no run through the graph makes these counts
	Unexplained   ProblemKind = "unexplained"   // shares that stay the same give other counts: values tie steps to one another
	Recursive     ProblemKind = "recursive"     // a task calls itself, and the branch model has no passes for that
)

// tolerance is by which share of the runs counts may contradict one another: runs that
// began before midnight of the first day, and those that have not ended on the last.
const tolerance = 0.03

// mostTurns is how often passes are computed again from the model that was fitted to
// the passes before; it ends before where they stay within settledTo.
const (
	mostTurns = 40
	settledTo = 1e-3
)

// Of fits the branch model of a graph to counts. analyse solves the graph under a
// model; defaults is the model without counts.
//
// Whether a further round of a loop counts as an execution of the loop action is
// documented nowhere: what contradicts the counts the least is taken.
func Of(g *cfg.Graph, c NodeCounts, defaults calls.Model, analyse func(calls.Model) *calls.Analysis) (*Fit, *Problem) {
	best, problem := fitAs(headsEnter, g, c, defaults, analyse)
	if !c.Executions || len(g.Loops) == 0 {
		return best, problem
	}
	for _, as := range []heads{headsTurn, headsUnknown} {
		if problem == nil && best.Off <= 0.002 {
			break
		}
		other, otherProblem := fitAs(as, g, c, defaults, analyse)
		if otherProblem == nil && (problem != nil || other.Off < best.Off) {
			best, problem = other, nil
		}
	}
	return best, problem
}

// fitAs is Of for one meaning of a loop's executions.
func fitAs(as heads, g *cfg.Graph, c NodeCounts, defaults calls.Model, analyse func(calls.Model) *calls.Analysis) (*Fit, *Problem) {
	if !(c.Runs > 0) {
		return nil, &Problem{Kind: NoRuns, Node: cfg.None}
	}
	repeated, recursive := repeatable(g)
	if recursive != cfg.None {
		return nil, &Problem{Kind: Recursive, Node: recursive}
	}
	if c.Executions {
		clear(repeated)
	}
	passes := make(map[cfg.NodeID]float64, len(c.Nodes))
	for n, count := range c.Nodes {
		passes[n] = count
	}
	loose := maps.Clone(repeated)
	for n := range repeated {
		if count, ok := c.Nodes[n]; ok && count == 0 {
			delete(loose, n)
		}
	}
	for _, group := range c.Groups {
		if n, alone := onlyOne(group, repeated); alone {
			delete(loose, n) // all that the other sites leave is its own
		}
	}
	known := newRatios(g)
	if len(repeated) > 0 {
		known.repeats(analyse(defaults), c, repeated, passes)
	}
	var fit *Fit
	for turn, last := 0, len(repeated) == 0; ; turn++ {
		var problem *Problem
		fit, problem = fitPasses(g, c, passes, network{heads: as, loose: loose, repeated: repeated, settling: !last}, defaults)
		if last && problem != nil {
			return nil, problem
		}
		if last {
			break
		}
		last = known.repeats(analyse(fit.Over(defaults)), c, repeated, passes) < settledTo || turn == mostTurns
	}
	if problem := fit.explains(g, c, passes, analyse(fit.Over(defaults))); problem != nil {
		return nil, problem
	}
	fit.means(g, c, repeated, defaults, analyse)
	return fit, nil
}

// explained is by how much the passes of a node may differ under the fitted model, as a
// share of them and of the runs.
const explained, explainedRuns = 0.1, 0.02

// explains reports whether the fitted model makes the counts that it was fitted to. It
// need not: values may tie what happens in one round to what happened before, and then
// no shares make these counts.
func (f *Fit) explains(g *cfg.Graph, c NodeCounts, passes map[cfg.NodeID]float64, a *calls.Analysis) *Problem {
	var worst *Problem
	most := 0.0
	for i := range g.Nodes {
		n := cfg.NodeID(i)
		want, counted := passes[n]
		if !counted || c.Executions && g.Nodes[n].Head != cfg.NoLoop {
			continue
		}
		got := a.Visits(n) * c.Runs
		off := math.Abs(got - want)
		if off > explained*want+explainedRuns*c.Runs+prior && off > most {
			most, worst = off, &Problem{Kind: Unexplained, Node: n, Got: want, Want: got}
		}
	}
	return worst
}

// onlyOne is the one site of a data action that a run can pass more than once.
func onlyOne(group Group, repeated map[cfg.NodeID]bool) (one cfg.NodeID, alone bool) {
	one = cfg.None
	for _, n := range group.Nodes {
		if repeated[n] {
			if one != cfg.None {
				return cfg.None, false
			}
			one = n
		}
	}
	return one, one != cfg.None
}

// Over is a model in which what was fitted takes the place of the defaults.
func (f *Fit) Over(m calls.Model) calls.Model {
	out := m
	out.Share = func(n cfg.NodeID, output string) (float64, bool) {
		if shares, ok := f.Shares[n]; ok {
			s, ok := shares[output]
			return s.Value, ok
		}
		if m.Share == nil {
			return 0, false
		}
		return m.Share(n, output)
	}
	out.Count = func(head cfg.NodeID) (float64, bool) {
		if r, ok := f.Rounds[head]; ok {
			return r.Value, true
		}
		if m.Count == nil {
			return 0, false
		}
		return m.Count(head)
	}
	out.Ends = func(n cfg.NodeID) float64 {
		if e, ok := f.Ends[n]; ok {
			return e.Value
		}
		if m.Ends == nil {
			return 0
		}
		return m.Ends(n)
	}
	return out
}

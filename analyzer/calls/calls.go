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
	"maps"
	"slices"

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
func New(g *cfg.Graph, m Model) *Analysis { return newAnalysis(g, m, usual()) }

func newAnalysis(g *cfg.Graph, m Model, most limits) *Analysis {
	if m.Cap == 0 {
		m.Cap, m.CapHandler = ActionCap, ActionCapHandler
	}
	return &Analysis{Graph: g, Model: m, work: &work{limits: most}}
}

// expectation is what means follow from.
func (a *Analysis) expectation() *expectation {
	if a.mean == nil && a.working != nil {
		a.mean = newExpectation(a.p.recut(a.Model.rounds(a.Graph)), a.Model)
	} else if a.mean == nil {
		a.mean = newExpectation(newProgram(a.Graph, a.Model.rounds(a.Graph), a.work), a.Model)
	}
	return a.mean
}

// means are how often each node is passed on average. An analysis whose unfolding knows
// them has none of its own.
func (a *Analysis) means() []float64 {
	switch {
	case a.visits != nil:
	case a.unfolded != nil:
		a.visits = make([]float64, len(a.Graph.Nodes))
	default:
		a.visits = a.expectation().visits(a.Graph.Entry)
	}
	return a.visits
}

// begin looks at the graph for the first time.
func (a *Analysis) begin() {
	a.cost = make(weights, len(a.Graph.Nodes))
	for i := range a.Graph.Nodes {
		a.cost[i] = a.Graph.Nodes[i].Cost
	}
	a.exact = a.isExact()
	a.actions, a.handling = a.greatest(a.Graph.Entry), a.greatest(a.Graph.Handler)
}

// MaxActions is the greatest number of actions that one run can execute if
// nothing stops it, not counting the error handler; ok is false where only the
// platform's cap bounds it.
func (a *Analysis) MaxActions() (n int64, ok bool) {
	if a.unfolded != nil {
		return a.unfolded.fine.MaxActions()
	}
	a.wake()
	return a.actions, a.actions < huge
}

// Visits is how often node n is passed on average in one run.
func (a *Analysis) Visits(n cfg.NodeID) float64 {
	if a.unfolded != nil {
		return a.unfolded.visits(n)
	}
	return a.means()[n]
}

// greatest is how many actions can be executed from root on.
func (a *Analysis) greatest(root cfg.NodeID) int64 {
	pr := a.p.proc(root)
	if pr == nil {
		return 0
	}
	return newSums(a.p, a.cost, a.zero).of(pr.top).max[cut]
}

// roots are where counting starts: the entry, and the error handler's target,
// which a run-time error anywhere can lead to once.
func (a *Analysis) roots() []cfg.NodeID {
	roots := []cfg.NodeID{a.Graph.Entry}
	if a.Graph.Handler != cfg.None {
		roots = append(roots, a.Graph.Handler)
	}
	return roots
}

// budget is how many actions the part of a run that starts at root can
// execute. What follows an error may use the rest of the cap, and what the
// platform grants after it.
func (a *Analysis) budget(root cfg.NodeID) int64 {
	if root == a.Graph.Handler && root != a.Graph.Entry {
		return a.Model.Cap + a.Model.CapHandler
	}
	return a.Model.Cap
}

// capMatters reports whether runs can be long enough for the cap to cut them:
// before an error, after it, or both together.
func (a *Analysis) capMatters() bool {
	return a.actions > a.Model.Cap || plus(a.actions, a.handling) > a.Model.Cap+a.Model.CapHandler
}

// bounded adds up what the parts of a run that start at each root can count.
// Parts share what the cap allows: together, if given, says what that is, and no
// run executes more actions than the cap and the handler's part.
func (a *Analysis) bounded(most, capped func(*proc, cfg.NodeID) int64, together func() int64) (int64, bool) {
	total, byCap, parts := int64(0), false, 0
	for _, root := range a.roots() {
		pr := a.p.proc(root)
		if pr == nil {
			continue
		}
		n := most(pr, root)
		if n > 0 && a.capMatters() {
			if limit := capped(pr, root); limit < n {
				n, byCap = limit, true
			}
		}
		if n > 0 {
			parts++
		}
		total = plus(total, n)
	}
	if parts > 1 && together != nil && a.capMatters() {
		if limit := together(); limit < total {
			total, byCap = limit, true
		}
	}
	return total, byCap
}

// together bounds the weight of a whole run, both parts of which share the cap.
func (a *Analysis) together(w weights) int64 {
	var parts []*proc
	for _, root := range a.roots() {
		if pr := a.p.proc(root); pr != nil {
			parts = append(parts, pr)
		}
	}
	return capBound(a.p, parts, w, a.cost, a.Model.Cap+a.Model.CapHandler)
}

// Group bounds how often nodes run together. In large flows where only the cap
// bounds them it adds up what it allows each, which may be less tight than Sum.
func (a *Analysis) Group(nodes []cfg.NodeID) Count {
	if u := a.unfolded; u != nil {
		return u.closer(u.fine.Group(u.all(nodes)), nodes, func() Count { return a.group(nodes) })
	}
	return a.group(nodes)
}

func (a *Analysis) group(nodes []cfg.NodeID) Count {
	a.wake()
	w := make(map[cfg.NodeID]int64, len(nodes))
	for _, n := range nodes {
		w[n] = 1
	}
	if len(nodes) == 1 {
		return a.countNode(nodes[0])
	}
	if !a.capMatters() || len(a.Graph.Nodes) <= exactSize {
		return a.sumOf(w)
	}
	c, total := a.weighted(w), int64(0)
	for _, n := range nodes {
		total += a.countNode(n).Max
	}
	c.BoundedBy = LoopCount
	if most := min(total, a.Model.Cap+a.Model.CapHandler); most < c.Max {
		c.Max, c.BoundedBy = most, PlatformLimit
	}
	return a.consistent(c)
}

// Sum bounds the weighted number of passes of nodes in one run: of several call
// sites together, or of anything else. Weights must not be negative, and 1 at
// most where the cap on actions has to bound them.
func (a *Analysis) Sum(w map[cfg.NodeID]int64) Count {
	if u := a.unfolded; u != nil {
		return u.closer(u.fine.sumOf(each(u, w)), slices.Collect(maps.Keys(w)), func() Count { return a.sumOf(w) })
	}
	return a.sumOf(w)
}

func (a *Analysis) sumOf(w map[cfg.NodeID]int64) Count {
	a.wake()
	last := a.summed(a.weights(w))
	if last.count == nil {
		c := a.sum(last.sums)
		last.count = &c
	}
	return *last.count
}

func (a *Analysis) sum(s *sums) Count {
	c := Count{BoundedBy: Acyclic, Expected: a.expected(s.w)}
	var byCap bool
	c.Max, byCap = a.bounded(
		func(pr *proc, _ cfg.NodeID) int64 { return s.atRoot(pr).max },
		func(pr *proc, root cfg.NodeID) int64 {
			return capBound(a.p, []*proc{pr}, s.w, a.cost, a.budget(root))
		},
		func() int64 { return a.together(s.w) },
	)
	if pr := a.p.proc(a.Graph.Entry); pr != nil {
		c.Min = s.atRoot(pr).min
	}
	c.BoundedBy = boundedBy(byCap, a.looped(s))
	return a.consistent(c)
}

func (a *Analysis) weights(w map[cfg.NodeID]int64) weights {
	ws := make(weights, len(a.Graph.Nodes))
	for n, x := range w {
		ws[n] = x
	}
	return ws
}

// expected is the mean of a weighted sum.
func (a *Analysis) expected(ws weights) float64 {
	sum, visits := 0.0, a.means()
	for n, x := range ws {
		sum += visits[n] * float64(x)
	}
	return sum
}

// summed is a weighting with what was found out about it: who asks how often
// nodes run together asks for a run in which they do next.
type summed struct {
	*sums
	count *Count // what Sum says
}

func (a *Analysis) summed(ws weights) *summed {
	if a.last == nil || !slices.Equal(a.last.w, ws) {
		a.last = &summed{sums: newSums(a.p, ws, a.zero)}
	}
	return a.last
}

func (a *Analysis) looped(s *sums) bool {
	for _, root := range a.roots() {
		if pr := a.p.proc(root); pr != nil && s.looped(pr) {
			return true
		}
	}
	return false
}

// boundedBy says what a greatest count rests on.
func boundedBy(byCap, looped bool) BoundedBy {
	switch {
	case byCap:
		return PlatformLimit
	case looped:
		return LoopCount
	}
	return Acyclic
}

// Weighted is Sum for weights of any size. Where the flow itself sets no bound,
// or runs are long enough for the cap to matter, Max is not meaningful and
// BoundedBy is PlatformLimit.
func (a *Analysis) Weighted(w map[cfg.NodeID]int64) Count {
	if u := a.unfolded; u != nil {
		return u.fine.weighted(each(u, w))
	}
	return a.weighted(w)
}

func (a *Analysis) weighted(w map[cfg.NodeID]int64) Count {
	a.wake()
	return a.weigh(a.summed(a.weights(w)).sums)
}

func (a *Analysis) weigh(s *sums) Count {
	c := Count{Expected: a.expected(s.w)}
	c.Max, _ = a.bounded(
		func(pr *proc, _ cfg.NodeID) int64 { return s.atRoot(pr).max },
		func(*proc, cfg.NodeID) int64 { return inf },
		nil,
	)
	if pr := a.p.proc(a.Graph.Entry); pr != nil {
		c.Min = s.atRoot(pr).min
	}
	c.BoundedBy = boundedBy(c.Max >= huge || a.capMatters(), a.looped(s))
	if a.work.merged {
		c.Min = 0
	}
	return c
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

// lowest is the least count over the ways to end.
func lowest(sum *summary) int64 {
	best := inf
	for _, n := range sum.min {
		if n != none {
			best = min(best, n)
		}
	}
	if best == inf {
		return 0
	}
	return best
}

// consistent keeps the mean inside the bounds: the branch model knows nothing
// of the platform's cap. Nothing is known of the least counts of merged procedures.
func (a *Analysis) consistent(c Count) Count {
	if a.work.merged {
		c.Min = 0
	}
	c.Min = min(c.Min, c.Max)
	c.Expected = min(max(c.Expected, float64(c.Min)), float64(c.Max))
	return c
}

package calls

import "archlint/analyzer/markov"

// limits are the work up to which bounds are exact, or as close as the package can
// get. They count what is looked at, so that no bound depends on the machine. Beyond
// them a looser bound takes over that no run exceeds either, see Looser.
type limits struct {
	// procs are the nodes that called tasks hold together, each with all that it jumps
	// into, beyond those of the flow, times the nodes of the flow: what the bounds of
	// calls cost that stand in many tasks. Beyond it a call is drawn as a jump, see
	// mergeProcs.
	procs int
	// walks are the vertices that a search for shortest rounds looks at: more than
	// enough for what people draw, too few for jumps among thousands of tasks that no
	// single one holds together.
	walks int
	// near are the vertices that are looked at for the round of one vertex after that.
	near int
	// prices are the vertices that one bound by prices looks at, see capped.
	prices int
	// cycles are the nodes of the cycles made by jumps that are listed.
	cycles int
	// means is what the mean passes of one cyclic component may take.
	means markov.Work
	// steps are those that the witnesses of all data action calls of a flow show.
	steps int
}

func defaultLimits() limits {
	return limits{procs: 200_000_000, walks: 1_200_000, near: 100, prices: 20_000_000, cycles: 50_000, means: markov.Usual(), steps: 100_000}
}

// work is what the programs of one analysis may do, and whether they met a limit.
type work struct {
	limits
	done      int // vertices and edges that searches went over
	met       bool
	unlisted  bool // cycles stand deeper in one another than Loops lists them
	unsettled bool // some mean was not found
	merged    bool // calls are drawn as jumps, see mergeProcs
}

// Work is how many vertices and edges the searches went over that what was asked for so
// far took: those for rounds, prices, cycles and means, which can grow faster than a
// flow. It is counted, and so the same on every machine.
func (a *Analysis) Work() int {
	if u := a.unfolded; u != nil {
		return a.work.done + u.fine.work.done + len(u.Graph.Nodes)
	}
	return a.work.done
}

// Looser reports whether a bound that was computed so far may be less tight than
// it could be, or cycles inside others are not listed, because the flow is large and
// entangled. Bounds are sound all the same.
func (a *Analysis) Looser() bool {
	return a.work.met && (a.unfolded == nil || a.unfolded.fine.work.met)
}

// Unlisted reports whether cycles made by jumps stand so deep in one another that
// Loops, if it was asked, left out the inner ones.
func (a *Analysis) Unlisted() bool { return a.work.unlisted }

// Unsettled reports whether some mean was not found, such as that of a large
// component that is hardly ever left. The mean that is returned instead is too low.
func (a *Analysis) Unsettled() bool {
	if a.unfolded != nil {
		return a.unfolded.fine.Unsettled()
	}
	a.means()
	return a.work.unsettled
}

package dataflow

// limits are the work up to which values are followed from place to place. They
// count what is looked at, so that no answer depends on the machine.
type limits struct {
	// pairs are definitions times uses of one variable. Beyond it the variable is
	// wide: every definition is taken to reach every use.
	pairs int
	// reads are reads after a failure or timeout, of all calls of a flow together.
	// Those beyond it are left out.
	reads int
	// steps are vertices times chunks of facts that one search for such reads goes
	// over. Calls beyond it are left out.
	steps int
	// ahead are nodes that the ways after calls come to, of all calls of a flow together,
	// where a failed call goes on by another way than a good one. What becomes of calls
	// beyond it is not told.
	ahead int
}

// usual are limits that flows meet only when they have thousands of actions that
// all lead to one another.
func usual() limits {
	return limits{pairs: 300_000, reads: 500_000, steps: 3_000_000, ahead: 20_000_000}
}

// Partial reports whether values were followed less closely because the flow is
// large: which values reach a use is known for fewer variables, so that loops may
// be unclassified and reads after a failure may be missing.
func (f *Flow) Partial() bool { return f.partial }

// Work is how many pairs of definitions and uses, and vertices times chunks of facts,
// the analysis looked at. It is counted, and so the same on every machine.
func (f *Flow) Work() int { return f.work }

// write is a variable and a node that writes it.
type write struct {
	v    varID
	node int32
}

// findWide marks the variables that have too many definitions and uses.
func (f *Flow) findWide() {
	defs, uses := make([]int, len(f.vars.all)), make([]int, len(f.vars.all))
	for d := range f.code.defs {
		defs[f.code.defs[d].v]++
	}
	for u := range f.code.uses {
		uses[f.code.uses[u].v]++
	}
	f.wide = make([]bool, len(f.vars.all))
	for v := range f.wide {
		f.wide[v] = defs[v]*uses[v] > f.limits.pairs
		if !f.wide[v] {
			f.work += defs[v] * uses[v]
		}
		f.partial = f.partial || f.wide[v]
	}
}

// reachAll lets every definition of a wide variable reach all of its uses, which
// share one list.
func (f *Flow) reachAll() {
	if !f.partial {
		return
	}
	all := make(map[varID][]int32)
	f.writes = make(map[write][]int32)
	for d := range f.code.defs {
		if v := f.code.defs[d].v; f.wide[v] {
			all[v] = append(all[v], int32(d))
			at := write{v, f.code.defs[d].node}
			f.writes[at] = append(f.writes[at], int32(d))
		}
	}
	for u := range f.code.uses {
		if use := &f.code.uses[u]; f.wide[use.v] {
			use.defs = all[use.v]
		}
	}
}

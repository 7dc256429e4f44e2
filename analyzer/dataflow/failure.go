package dataflow

import (
	"cmp"
	"slices"

	"archlint/analyzer/cfg"
)

// unwritten is the fact that a success output of a call or lookup was not written,
// because it went wrong. It begins with the failure or timeout, or, when
// a task hands the variable back, with definition from in the caller.
type unwritten struct {
	node    int32 // of the call or lookup
	v       varID
	timeout bool
	from    int32 // definition, or -1
}

// afterFailure finds the success outputs that are read after the call went
// wrong. A fact ends when anything is written, when the variable is known to be
// set, or where a condition tells that the call cannot have gone wrong. What a task
// hands back is followed in its callers, in further rounds.
func (f *Flow) afterFailure() {
	facts := f.mayStayUnwritten()
	handedTo := f.handedTo()
	seen := make(map[unwritten]bool)
	left := f.limits.reads
	for len(facts) > 0 {
		var next []unwritten
		if most := max(1, f.limits.steps/f.super.size) * chunkSize; len(facts) > most {
			facts, f.partial = facts[:most], true
		}
		f.work += (1 + len(facts)/chunkSize) * f.super.size
		f.readsOf(facts, func(fact unwritten, u int32) bool {
			if left--; left < 0 {
				f.partial = true
				return false
			}
			if f.code.uses[u].role != asReturn {
				f.readAfter(fact, u)
				return true
			}
			for _, d := range handedTo[u] {
				back := unwritten{fact.node, f.code.defs[d].v, fact.timeout, d}
				if !seen[back] {
					seen[back] = true
					next = append(next, back)
				}
			}
			return true
		})
		facts = next
	}
	for i := range f.calls {
		f.calls[i].ReadAfterFailure = sortReads(f.calls[i].ReadAfterFailure)
		f.calls[i].ReadAfterTimeout = sortReads(f.calls[i].ReadAfterTimeout)
	}
	for _, l := range f.lookups {
		l.ReadUnset = sortReads(l.ReadUnset)
	}
}

// mayStayUnwritten returns the success outputs of calls and lookups that something reads.
func (f *Flow) mayStayUnwritten() []unwritten {
	var facts []unwritten
	for i := range f.g.Nodes {
		n := int32(i)
		_, called := f.byNode[cfg.NodeID(i)]
		if _, looked := f.lookups[cfg.NodeID(i)]; !called && !looked {
			continue
		}
		for _, v := range f.writtenOnSuccess(n) {
			if len(f.code.usedAt[v]) == 0 {
				continue
			}
			facts = append(facts, unwritten{n, v, false, -1})
			if called {
				facts = append(facts, unwritten{n, v, true, -1})
			}
		}
	}
	return facts
}

// handedTo returns the callers' definitions that each returning use feeds.
func (f *Flow) handedTo() map[int32][]int32 {
	to := make(map[int32][]int32)
	for d := range f.code.defs {
		for _, u := range f.code.defs[d].uses {
			if f.code.uses[u].role == asReturn && f.super.flows(f.code.defs[d].node, f.code.uses[u].node) {
				to[u] = append(to[u], int32(d))
			}
		}
	}
	return to
}

func (f *Flow) writtenOnSuccess(n int32) []varID {
	var vars []varID
	for _, b := range f.g.Nodes[n].Action.Results {
		if v := f.code.written(n, b.Value); v != noVar && !slices.Contains(vars, v) {
			vars = append(vars, v)
		}
	}
	return vars
}

// readsOf calls found with every use that meets one of the facts, until it returns
// false.
func (f *Flow) readsOf(facts []unwritten, found func(unwritten, int32) bool) {
	byNode, byDef := make(map[int32][]int), make(map[int32][]int)
	for i, fact := range facts {
		if fact.from >= 0 {
			byDef[fact.from] = append(byDef[fact.from], i)
		} else {
			byNode[fact.node] = append(byNode[fact.node], i)
		}
	}
	masks, told := f.newMasks(), succeeded{Flow: f, detail: f.newMasks()}
	base := 0
	begins := func(those []int, gen *set, when func(i int) bool) bool {
		any := false
		for _, i := range those {
			if i >= base && i < base+chunkSize && when(i) {
				gen.add(i - base)
				any = true
			}
		}
		return any
	}
	p := &problem{size: len(facts), atRun: func() set { return set{} }}
	p.begin = func(lo, hi int) {
		base = lo
		masks.clear()
		told.begin(facts[lo:hi])
		for i, fact := range facts[lo:hi] {
			masks.add(fact.v, i)
		}
	}
	p.effect = func(o op, kill, gen *set) bool {
		switch o.kind {
		case opFailed, opTimed:
			return begins(byNode[o.i], gen, func(i int) bool { return facts[i].timeout == (o.kind == opTimed) })
		case opWeak:
			if f.code.defs[o.i].origin != initial {
				return false
			} // a started task has its own fresh variables
		case opDef, opSet:
		case opUnset, opIs:
			ended := told.ended(o)
			if ended != nil {
				*kill = *ended
			}
			return ended != nil
		default:
			return false
		}
		m := masks.of(o.v)
		if m == nil {
			return false
		}
		*kill = *m
		if o.kind == opDef && len(byDef) > 0 {
			begins(byDef[o.i], gen, func(int) bool { return true })
		}
		return true
	}
	p.at = func() []int32 { return f.usesOfMasks(masks) }
	p.watches = func(o op) bool {
		return o.kind == opUse && masks.of(o.v) != nil && !f.code.uses[o.i].harmless
	}
	p.watch = func(_ int32, o op, holds *set) {
		if p.enough {
			return
		}
		here := *holds
		here.intersect(masks.of(o.v))
		here.each(func(i int) { p.enough = p.enough || !found(facts[base+i], o.i) })
	}
	f.solve(p)
}

func (f *Flow) readAfter(fact unwritten, u int32) {
	list := f.unsetOf(fact)
	*list = append(*list, f.read(u, fact.node))
}

// unsetOf returns the list that reads on account of the fact belong to.
func (f *Flow) unsetOf(fact unwritten) *[]Read {
	i, called := f.byNode[cfg.NodeID(fact.node)]
	switch {
	case !called:
		return &f.lookups[cfg.NodeID(fact.node)].ReadUnset
	case fact.timeout:
		return &f.calls[i].ReadAfterTimeout
	}
	return &f.calls[i].ReadAfterFailure
}

// read returns the Read of use u, on account of the call at node n, or -1.
func (f *Flow) read(u, n int32) Read {
	use := &f.code.uses[u]
	return Read{Variable: f.vars.all[use.v].name, Node: cfg.NodeID(use.node), Value: use.value, Fallback: f.fallback(use, n)}
}

// fallback reports whether another value than what the call at node n should
// have written can be there: an initial value, an assignment, another action's
// answer. What a task hands back has one if the task's own variable has.
func (f *Flow) fallback(u *use, n int32) bool {
	seen := make(map[int32]bool)
	var any func(u *use) bool
	any = func(u *use) bool {
		for _, d := range u.defs {
			def := &f.code.defs[d]
			if f.givesOther(def, n) {
				return true
			}
			if seen[d] || !f.handsBack(def) {
				continue
			}
			seen[d] = true
			for _, inner := range def.uses {
				if any(&f.code.uses[inner]) {
					return true
				}
			}
		}
		return false
	}
	return any(u)
}

func (f *Flow) givesOther(d *def, n int32) bool {
	if d.origin == initial {
		return d.hasValue
	}
	if d.node == n || f.handsBack(d) {
		return false
	}
	real := n >= 0 && d.node >= 0 && int(d.node) < len(f.g.Nodes)
	return !real || f.before(n)[d.node]
}

// handsBack reports whether the definition is a called task's result.
func (f *Flow) handsBack(d *def) bool {
	return len(d.uses) > 0 && f.code.uses[d.uses[0]].role == asReturn
}

// sortReads puts reads in the order of nodes and variables, each once.
func sortReads(reads []Read) []Read {
	slices.SortStableFunc(reads, func(a, b Read) int {
		return cmp.Or(cmp.Compare(a.Node, b.Node), cmp.Compare(a.Variable, b.Variable))
	})
	return slices.Compact(reads)
}

package dataflow

import (
	"slices"
)

// reaching finds, for every use, the definitions that can reach it.
func (f *Flow) reaching() {
	all := make([]int32, len(f.code.defs))
	for i := range all {
		all[i] = int32(i)
	}
	f.definitions(all, false, func(u, d int32) {
		f.code.uses[u].defs = append(f.code.uses[u].defs, d)
	})
}

// definitions calls found with every use that one of defs can reach; if
// unchecked, only without a condition having looked at the variable.
func (f *Flow) definitions(defs []int32, unchecked bool, found func(use, def int32)) {
	c := f.code
	byVar := slices.Clone(defs)
	slices.SortStableFunc(byVar, func(a, b int32) int { return int(c.defs[a].v) - int(c.defs[b].v) })
	fact := make([]int32, len(c.defs)) // number of a definition's fact, from 1
	for i, d := range byVar {
		fact[d] = int32(i) + 1
	}
	var masks map[varID]*set
	var base int
	bit := func(d int32) (int, bool) {
		i := int(fact[d]) - 1 - base
		return i, fact[d] > 0 && i >= 0 && i < chunkSize
	}
	p := &problem{size: len(byVar)}
	p.begin = func(lo, hi int) {
		base, masks = lo, make(map[varID]*set)
		for i, d := range byVar[lo:hi] {
			maskOf(masks, c.defs[d].v).add(i)
		}
	}
	p.effect = func(o op, kill, gen *set) {
		switch o.kind {
		case opDef, opWeak:
			if m := masks[o.v]; m != nil && o.kind == opDef {
				kill.union(m)
			}
			if i, ok := bit(o.i); ok {
				gen.add(i)
			}
		case opCheck:
			if m := masks[o.v]; m != nil && unchecked {
				kill.union(m)
			}
		}
	}
	p.atRun = func() set {
		var s set
		for _, d := range c.atRun {
			if i, ok := bit(d); ok {
				s.add(i)
			}
		}
		return s
	}
	p.watches = func(o op) bool { return o.kind == opUse && masks[o.v] != nil }
	p.watch = func(_ int32, o op, holds *set) {
		here := *holds
		here.intersect(masks[o.v])
		here.each(func(i int) { found(o.i, byVar[base+i]) })
	}
	f.solve(p)
}

func maskOf(masks map[varID]*set, v varID) *set {
	m := masks[v]
	if m == nil {
		m = new(set)
		masks[v] = m
	}
	return m
}

package dataflow

import (
	"slices"
)

// reaching finds, for every use, the definitions that can reach it.
func (f *Flow) reaching() {
	f.findWide()
	f.reachAll()
	all := make([]int32, 0, len(f.code.defs))
	for d := range f.code.defs {
		if v := f.code.defs[d].v; !f.wide[v] && len(f.code.usedAt[v]) > 0 {
			all = append(all, int32(d))
		}
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
	masks := f.newMasks()
	var base int
	bit := func(d int32) (int, bool) {
		i := int(fact[d]) - 1 - base
		return i, fact[d] > 0 && i >= 0 && i < chunkSize
	}
	p := &problem{size: len(byVar)}
	p.begin = func(lo, hi int) {
		base = lo
		masks.clear()
		for i, d := range byVar[lo:hi] {
			masks.add(c.defs[d].v, i)
		}
	}
	p.effect = func(o op, kill, gen *set) bool {
		if o.kind != opDef && o.kind != opWeak && (o.kind != opCheck || !unchecked) {
			return false
		}
		m := masks.of(o.v)
		if m == nil {
			return false
		}
		if o.kind != opWeak {
			*kill = *m
		}
		if o.kind != opCheck {
			if i, ok := bit(o.i); ok {
				gen.add(i)
			}
		}
		return true
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
	p.at = func() []int32 { return f.usesOfMasks(masks) }
	p.watches = func(o op) bool { return o.kind == opUse && masks.of(o.v) != nil }
	p.watch = func(_ int32, o op, holds *set) {
		here := *holds
		here.intersect(masks.of(o.v))
		here.each(func(i int) { found(o.i, byVar[base+i]) })
	}
	f.solve(p)
}

// masks are the facts of a chunk that each variable has a part in.
type masks struct {
	at   []int32 // by variable: position in sets, from 1
	sets []set
	used []varID
}

func (f *Flow) newMasks() *masks { return &masks{at: make([]int32, len(f.vars.all))} }

func (m *masks) clear() {
	for _, v := range m.used {
		m.at[v] = 0
	}
	m.sets, m.used = m.sets[:0], m.used[:0]
}

func (m *masks) add(v varID, fact int) {
	if m.at[v] == 0 {
		m.sets = append(m.sets, set{})
		m.used = append(m.used, v)
		m.at[v] = int32(len(m.sets))
	}
	m.sets[m.at[v]-1].add(fact)
}

// of returns the facts of v, or nil.
func (m *masks) of(v varID) *set {
	if v == noVar || m.at[v] == 0 {
		return nil
	}
	return &m.sets[m.at[v]-1]
}

// usesOfMasks returns the vertices that use one of the variables.
func (f *Flow) usesOfMasks(m *masks) []int32 {
	var at []int32
	for _, v := range m.used {
		at = append(at, f.code.usedAt[v]...)
	}
	return at
}

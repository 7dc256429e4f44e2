package dataflow

import "archlint/analyzer/cfg"

// returnsAfterFailure finds the calls that control can come back to after
// they failed or timed out: the edge lies on a cycle of its procedure, or leads
// to the end of a procedure that is itself called on a cycle.
func (f *Flow) returnsAfterFailure() {
	s := f.super
	component := s.graph.SCC().Of
	ends := f.canReturn()
	again := f.calledAgain(component, ends)
	for i := range f.calls {
		n := int32(f.calls[i].Node)
		lo, hi := s.succ(n)
		for k := lo; k < hi; k++ {
			if out := s.edge(n, k).Output; out != "failure" && out != "timeout" {
				continue
			}
			to := s.to[k]
			if component[n] == component[to] || ends[to] && again[s.proc[n]] {
				f.calls[i].RepeatsAfterFailure = true
			}
		}
	}
}

// canReturn reports for every vertex whether its procedure's end is reachable.
func (f *Flow) canReturn() []bool {
	var ways []int32
	for _, returns := range f.super.returns {
		ways = append(ways, returns...)
	}
	return f.super.graph.Transpose().Reach(ways...)
}

// calledAgain reports for every procedure whether, once it has returned, it can
// be called again: a call of it lies on a cycle, or returns to the end of a
// procedure that can be called again.
func (f *Flow) calledAgain(component []int32, ends []bool) []bool {
	s := f.super
	again := make([]bool, len(s.returns))
	for changed := true; changed; {
		changed = false
		for p, callers := range s.callers {
			for _, n := range callers {
				if !again[p] && s.flows(int32(n), int32(f.g.Nodes[n].Callee)) && f.onCycle(int32(n), component, ends, again) {
					again[p], changed = true, true
				}
			}
		}
	}
	return again
}

func (f *Flow) onCycle(n int32, component []int32, ends, again []bool) bool {
	s := f.super
	lo, hi := s.succ(n)
	for k := lo; k < hi; k++ {
		if to := s.to[k]; component[n] == component[to] || ends[to] && again[s.proc[n]] {
			return true
		}
	}
	return false
}

// outputsRead finds what becomes of each call's outputs.
func (f *Flow) outputsRead() {
	read := make([]bool, len(f.code.defs))
	for i := range f.code.uses {
		u := &f.code.uses[i]
		for _, d := range u.defs {
			read[d] = true
		}
	}
	defs := make([][]int32, len(f.calls))
	for d := range f.code.defs {
		if i, ok := f.byNode[cfg.NodeID(f.code.defs[d].node)]; ok {
			defs[i] = append(defs[i], int32(d))
		}
	}
	for i := range f.calls {
		f.outputsOf(&f.calls[i], defs[i], read)
	}
}

func (f *Flow) outputsOf(c *Call, defs []int32, read []bool) {
	c.FailureDetail = DetailDropped
	for _, d := range defs {
		def := &f.code.defs[d]
		seen := read[d] || f.seenOutside(def.v) || !f.g.Nodes[def.node].Live
		switch def.origin {
		case result:
			c.Keeps++
			if !seen {
				c.Unread = append(c.Unread, def.name)
			}
		case detail:
			if seen {
				c.FailureDetail = DetailRead
			} else if c.FailureDetail == DetailDropped {
				c.FailureDetail = DetailUnread
			}
		}
	}
}

// seenOutside reports whether something that is not in the graph may read v:
// whoever takes an output of the flow, a bot that looks at its slots, a menu's
// prompts, which the flow model does not keep.
func (f *Flow) seenOutside(v varID) bool {
	variable := &f.vars.all[v]
	if variable.slot || variable.system || variable.declared != nil && variable.declared.IsOutput {
		return true
	}
	return f.super.menus && variable.owner == nil
}

// fromCaller finds the inputs of calls that come from the person unchecked.
func (f *Flow) fromCaller() {
	var defs []int32
	asks := false
	for d := range f.code.defs {
		switch def := &f.code.defs[d]; {
		case f.wide[def.v]: // nobody knows which of its values reach a call unchecked
		case def.origin == answered, def.node < 0 && fromPerson(f.vars.all[def.v].name):
			asks = true
			defs = append(defs, int32(d))
		case def.origin == assigned:
			defs = append(defs, int32(d))
		}
	}
	if !asks {
		return
	}
	f.definitions(defs, true, func(u, d int32) {
		f.code.uses[u].unchecked = append(f.code.uses[u].unchecked, d)
	})
	source := f.sources()
	for u := range f.code.uses {
		f.callerInput(&f.code.uses[u], source)
	}
}

// sources returns where the value of each definition comes from the person,
// unchecked all the way, by definition.
func (f *Flow) sources() map[int32]cfg.NodeID {
	source := make(map[int32]cfg.NodeID)
	feeds := make(map[int32][]int32) // definitions that read a definition
	var work []int32
	for d := range f.code.defs {
		def := &f.code.defs[d]
		for _, u := range def.uses {
			for _, from := range f.code.uses[u].unchecked {
				feeds[from] = append(feeds[from], int32(d))
			}
		}
		if def.origin == answered || def.node < 0 && fromPerson(f.vars.all[def.v].name) {
			source[int32(d)] = cfg.NodeID(def.node)
			work = append(work, int32(d))
		}
	}
	for len(work) > 0 {
		d := work[0]
		work = work[1:]
		for _, to := range feeds[d] {
			if _, known := source[to]; !known {
				source[to] = source[d]
				work = append(work, to)
			}
		}
	}
	return source
}

func (f *Flow) callerInput(u *use, source map[int32]cfg.NodeID) {
	i, ok := f.byNode[cfg.NodeID(u.node)]
	if !ok || u.role != asInput || u.harmless {
		return
	}
	for _, d := range u.unchecked {
		if from, tainted := source[d]; tainted {
			f.calls[i].FromCaller = append(f.calls[i].FromCaller, CallerInput{u.name, f.vars.all[u.v].name, from})
			return
		}
	}
}

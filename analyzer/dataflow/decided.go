package dataflow

import (
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
)

// mostDeciders is how many deciders of one node are found, the last ones first left out:
// made-up flows have thousands, and a record for each call and decider takes all memory.
const mostDeciders = 64

// DecidedBy returns the decisions, switches and lookups that decide whether a run that comes
// to them goes on to node n: by some of their outputs it can, by others it cannot.
func (f *Flow) DecidedBy(n cfg.NodeID) []cfg.NodeID {
	before := f.before(int32(n))
	var found []cfg.NodeID
	for _, d := range f.deciders {
		if len(found) == mostDeciders {
			break
		}
		if !before[d] || d == n {
			continue
		}
		leads, misses := false, false
		for _, e := range f.g.Nodes[d].Out {
			if e.To == n || before[e.To] {
				leads = true
			} else {
				misses = true
			}
		}
		if leads && misses {
			found = append(found, d)
		}
	}
	return found
}

// findDeciders lists the nodes whose outputs can decide something, in their order.
func (f *Flow) findDeciders() {
	for i := range f.g.Nodes {
		if n := &f.g.Nodes[i]; len(n.Out) > 1 && decides(n.Action) {
			f.deciders = append(f.deciders, cfg.NodeID(i))
		}
	}
}

func decides(a *flow.Action) bool {
	return a != nil && (a.Kind.Name == "decision" || a.Kind.Name == "switch" || looksUp(a))
}

// lookupsBehind is how many assignments a condition is followed back through.
const lookupsBehind = 3

// LookupsBehind returns the lookups that the outcome of a decision, switch or lookup rests on:
// its condition reads what they found, or what steps set that they decide on.
func (f *Flow) LookupsBehind(n cfg.NodeID) []cfg.NodeID {
	if len(f.lookups) == 0 || len(f.lookups) > mostDeciders {
		return nil // none, or a made-up flow with too many to follow
	}
	found := make(map[int32]bool)
	f.lookupsBehind(n, lookupsBehind, found)
	return sortNodes(found)
}

func (f *Flow) lookupsBehind(n cfg.NodeID, depth int, found map[int32]bool) {
	if looksUp(f.g.Nodes[n].Action) {
		found[int32(n)] = true
		return
	}
	for _, u := range f.code.usesOf(int32(n), asCondition) {
		for _, d := range f.code.uses[u].defs {
			from := cfg.NodeID(f.code.defs[d].node)
			if from < 0 || int(from) >= len(f.g.Nodes) {
				continue
			}
			if looksUp(f.g.Nodes[from].Action) {
				found[int32(from)] = true
			} else if depth > 0 && f.code.defs[d].origin == assigned {
				for _, decider := range f.DecidedBy(from) {
					f.lookupsBehind(decider, depth-1, found)
				}
			}
		}
	}
}

// ConditionReads returns the names of the variables that a decision or switch looks at.
func (f *Flow) ConditionReads(n cfg.NodeID) []string {
	var names []string
	for _, u := range f.code.usesOf(int32(n), asCondition) {
		names = append(names, f.vars.all[f.code.uses[u].v].name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// writtenBefore finds, for each data action call, the steps that set participant data and
// after which it can run before any time passes on purpose.
func (f *Flow) writtenBefore() {
	var setters []int32
	at := make(map[int32]int) // number of a setter, from 1
	for i := range f.g.Nodes {
		if a := f.g.Nodes[i].Action; a != nil && a.Kind.Name == "setParticipantData" {
			setters = append(setters, int32(i))
			at[int32(i)] = len(setters)
		}
	}
	if len(setters) == 0 {
		return
	}
	base := 0
	everything := full()
	p := &problem{size: len(setters), atRun: func() set { return set{} }}
	p.begin = func(lo, _ int) { base = lo }
	p.effect = func(o op, kill, gen *set) bool {
		switch o.kind {
		case opWait, opOpaque:
			*kill = everything
			return true
		case opDef, opWeak:
			if i := at[f.code.defs[o.i].node] - 1 - base; at[f.code.defs[o.i].node] > 0 && i >= 0 && i < chunkSize {
				gen.add(i)
				return true
			}
		}
		return false
	}
	p.at = func() []int32 {
		var nodes []int32
		for _, c := range f.calls {
			nodes = append(nodes, int32(c.Node))
		}
		return nodes
	}
	p.watches = func(o op) bool { return o.kind == opCall }
	p.watch = func(n int32, _ op, holds *set) {
		if i, ok := f.byNode[cfg.NodeID(n)]; ok {
			holds.each(func(k int) {
				f.calls[i].WrittenBefore = append(f.calls[i].WrittenBefore, cfg.NodeID(setters[base+k]))
			})
		}
	}
	f.solve(p)
	for i := range f.calls {
		slices.Sort(f.calls[i].WrittenBefore)
		f.calls[i].WrittenBefore = slices.Compact(f.calls[i].WrittenBefore)
	}
}

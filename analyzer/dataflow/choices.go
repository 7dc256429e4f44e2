package dataflow

import "archlint/analyzer/graph"

// choice is a node that has a say in something: by some of its outputs it can
// come, by others it cannot.
type choice struct {
	node    int32 // by the region's number
	outputs []string
}

// deciders returns the nodes that decide whether a round reaches target. They are
// kept: the conditions of a loop mostly look at the same few variables.
func (r *region) deciders(target int32) []choice {
	if found, known := r.decided[target]; known {
		return found
	}
	found := r.findDeciders(target)
	if r.decided == nil {
		r.decided = map[int32][]choice{}
	}
	r.decided[target] = found
	return found
}

func (r *region) findDeciders(target int32) []choice {
	reach := r.canReach(target)
	var found []choice
	for n := range int32(len(r.list)) {
		if n == target || !reach[n] {
			continue
		}
		c := choice{node: n}
		against := false
		for _, k := range r.byNode.of(n) {
			a := &r.arcs[k]
			if !a.isExit() && a.to != r.head && reach[a.to] {
				c.outputs = append(c.outputs, a.output)
			} else {
				against = true
			}
		}
		if against && len(c.outputs) > 0 {
			found = append(found, c)
		}
	}
	return found
}

// exitChoices calls decides with every node that has a say in the exits, in the
// order of the nodes, and with its outputs that lead to an exit which another
// output does not lead to.
func (r *region) exitChoices(decides func(n int32, outputs []string)) {
	leads := make([]bool, len(r.arcs)) // to an exit that another output does not lead to
	round := r.oneRound()
	for base := 0; base < len(r.exits); base += chunkSize {
		r.contested(r.reachExits(round, base), base, leads)
	}
	for n := range int32(len(r.list)) {
		var outputs []string
		for _, k := range r.byNode.of(n) {
			if leads[k] {
				outputs = append(outputs, r.arcs[k].output)
			}
		}
		if len(outputs) > 0 {
			decides(n, outputs)
		}
	}
}

// contested marks the arcs over which some exit of a chunk can be reached that
// another arc of the same node does not lead to.
func (r *region) contested(reach func(int32) *set, base int, leads []bool) {
	var ways []set
	for n := range int32(len(r.list)) {
		arcs := r.byNode.of(n)
		if len(arcs) < 2 {
			continue
		}
		all, some := full(), set{}
		ways = ways[:0]
		for _, k := range arcs {
			way := r.exitsOf(&r.arcs[k], reach, base)
			all.intersect(&way)
			some.union(&way)
			ways = append(ways, way)
		}
		if some.minus(&all); some == (set{}) {
			continue
		}
		for i, k := range arcs {
			ways[i].intersect(&some)
			leads[k] = leads[k] || ways[i] != (set{})
		}
	}
}

// oneRound returns the components of the region when the head is not entered
// again: all vertices of one reach the same exits in a round.
func (r *region) oneRound() graph.Components {
	edges := make([]graph.Edge, 0, len(r.arcs))
	for k := range r.arcs {
		if a := &r.arcs[k]; !a.isExit() && a.to != r.head {
			edges = append(edges, graph.Edge{From: a.from, To: a.to})
		}
	}
	return graph.New(len(r.list), edges).SCC()
}

// reachExits returns the exits of a chunk that each vertex can reach in one
// round: one pass over the components, the last ones first.
func (r *region) reachExits(round graph.Components, base int) func(int32) *set {
	reach := make([]set, round.Len())
	for c := int32(round.Len()) - 1; c >= 0; c-- {
		for _, v := range round.Members(c) {
			for _, k := range r.out.of(v) {
				r.over(&r.arcs[k], c, round, base, reach)
			}
		}
	}
	return func(v int32) *set { return &reach[round.Of[v]] }
}

// over adds to what component c reaches what it reaches over a.
func (r *region) over(a *arc, c int32, round graph.Components, base int, reach []set) {
	if a.isExit() {
		if i := int(a.exit) - base; i >= 0 && i < chunkSize {
			reach[c].add(i)
		}
		return
	}
	if to := round.Of[a.to]; a.to != r.head && to != c {
		reach[c].union(&reach[to])
	}
}

// exitsOf returns the exits that can be reached over a.
func (r *region) exitsOf(a *arc, reach func(int32) *set, base int) set {
	switch {
	case a.isExit():
		var s set
		if i := int(a.exit) - base; i >= 0 && i < chunkSize {
			s.add(i)
		}
		return s
	case a.to == r.head:
		return set{}
	}
	return *reach(a.to)
}

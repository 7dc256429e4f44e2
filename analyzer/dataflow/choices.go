package dataflow

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

// exitChoices calls decides with every node and the exits (as sets over the
// numbers base...) that it has a say in, with the outputs that lead to one of
// them which another output does not lead to.
func (r *region) exitChoices(decides func(n int32, base int, exits *set, outputs []string)) {
	var all, some set
	var ways []set
	for base := 0; base < len(r.exits); base += chunkSize {
		reach := r.reachExits(base)
		for n := range int32(len(r.list)) {
			all, some, ways = full(), set{}, ways[:0]
			for _, k := range r.byNode.of(n) {
				way := r.exitsOf(&r.arcs[k], reach, base)
				all.intersect(&way)
				some.union(&way)
				ways = append(ways, way)
			}
			some.minus(&all)
			if some == (set{}) || len(ways) < 2 {
				continue
			}
			var outputs []string
			for i, k := range r.byNode.of(n) {
				ways[i].intersect(&some)
				if ways[i] != (set{}) {
					outputs = append(outputs, r.arcs[k].output)
				}
			}
			decides(n, base, &some, outputs)
		}
	}
}

// reachExits returns the exits of a chunk that each vertex can reach in one
// round.
func (r *region) reachExits(base int) []set {
	reach := make([]set, len(r.list))
	var work []int32
	for i, k := range r.exits[base:min(base+chunkSize, len(r.exits))] {
		from := r.arcs[k].from
		reach[from].add(i)
		work = append(work, from)
	}
	for len(work) > 0 {
		n := work[len(work)-1]
		work = work[:len(work)-1]
		if n == r.head {
			continue
		}
		for _, k := range r.into.of(n) {
			if from := r.arcs[k].from; reach[from].union(&reach[n]) {
				work = append(work, from)
			}
		}
	}
	return reach
}

// exitsOf returns the exits that can be reached over a.
func (r *region) exitsOf(a *arc, reach []set, base int) set {
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
	return reach[a.to]
}

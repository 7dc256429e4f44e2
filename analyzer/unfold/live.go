package unfold

import (
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
)

// findLive finds, for each node, the variables that something may still read from
// its entrance on: a backward problem over edges, calls and returns. Returns lead
// to where any call goes on, which keeps more than is needed and costs nothing in
// soundness.
func (p *program) findLive() {
	n := len(p.g.Nodes)
	p.live = make([]bits, n)
	before := make([][]cfg.NodeID, n) // who must be looked at again
	for i := range p.g.Nodes {
		id := cfg.NodeID(i)
		for _, e := range p.g.Nodes[i].Out {
			before[e.To] = append(before[e.To], id)
		}
		if callee := p.g.Nodes[i].Callee; callee != cfg.None {
			before[callee] = append(before[callee], id)
		}
	}
	var returned bits // read after some call
	queue := make([]cfg.NodeID, 0, n)
	queued := make([]bool, n)
	push := func(id cfg.NodeID) {
		if !queued[id] {
			queued[id] = true
			queue = append(queue, id)
		}
	}
	for i := n - 1; i >= 0; i-- {
		push(cfg.NodeID(i))
	}
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		queued[id] = false
		if in := p.liveAt(id, returned); in != p.live[id] {
			p.live[id] = in
			after := returned
			for _, b := range before[id] {
				push(b)
				if p.g.Nodes[b].Callee != cfg.None {
					after |= p.liveAfter(b)
				}
			}
			if after != returned {
				returned = after
				for i := range p.g.Nodes {
					if p.g.Nodes[i].Kind == cfg.Return {
						push(cfg.NodeID(i))
					}
				}
			}
		}
	}
}

// liveAfter is what is read once node id has been passed.
func (p *program) liveAfter(id cfg.NodeID) bits {
	var out bits
	for k, e := range p.g.Nodes[id].Out {
		out |= p.through(p.live[e.To], p.edge(id, k))
	}
	return out
}

func (p *program) edge(id cfg.NodeID, k int) []effect {
	if p.onEdge[id] == nil {
		return nil
	}
	return p.onEdge[id][k]
}

func (p *program) liveAt(id cfg.NodeID, returned bits) bits {
	node := &p.g.Nodes[id]
	if node.Kind == cfg.Return {
		return returned
	}
	out := p.liveAfter(id)
	if node.Callee != cfg.None {
		out |= p.live[node.Callee] | p.handedOver(id, node.Callee)
	}
	for _, e := range node.Out {
		out |= p.handedOver(id, e.To)
	}
	if c := p.conditions[id]; c != nil {
		for _, cond := range c.cases {
			out |= variablesIn(cond)
		}
	}
	if node.Head != cfg.NoLoop {
		out |= variablesIn(p.loops[node.Head].count)
	}
	return p.through(out, p.atNode[id])
}

// handedOver is what the parameters read that node id hands to a container.
func (p *program) handedOver(id, start cfg.NodeID) bits {
	var r bits
	for _, e := range p.atNode[start] {
		if e.kind == dataflow.Parameter && e.from == id {
			r |= variablesIn(e.value)
		}
	}
	return r
}

// through is what is read before effects, if out is read after them.
func (p *program) through(out bits, effects []effect) bits {
	for _, e := range slices.Backward(effects) {
		switch e.kind {
		case dataflow.Assign, dataflow.Copy, dataflow.Receive, dataflow.CountUp:
			if out.has(e.v) {
				out = out.without(e.v) | variablesIn(e.value)
				out = out.with(e.other)
			}
		}
	}
	return out
}

package calls

import "archlint/analyzer/cfg"

// leave calls emit for every edge of vertex v.
func (b *builder) leave(r *region, v int32, emit func(int32, string)) {
	vx := r.verts[v]
	switch {
	case vx.kind == ends:
	case vx.node == cfg.None: // a loop's source: the first nodes of a round
		head := &b.p.g.Nodes[b.p.g.Loops[r.loop].Head]
		for _, e := range head.Out {
			if e.Output == "loop" || b.p.g.Loops[r.loop].Task {
				emit(b.resolve(r, e), e.Output)
			}
		}
	case vx.kind == leaves:
		b.exitEdges(r, vx, emit)
	case vx.child != nil:
		for x := range r.exits(v) {
			if r.verts[x].takeable() {
				emit(x, "")
			}
		}
	case vx.kind == endsHere: // see mayEnd
	case vx.kind == plain && forks(&b.p.g.Nodes[vx.node]):
		emit(v+1, "")
		emit(v+2, "")
	case vx.kind == plain && turnsBack(b.p.g, &b.p.g.Nodes[vx.node]):
		emit(v+1, "")
	default:
		b.nodeEdges(r, vx.node, emit)
	}
}

func (b *builder) nodeEdges(r *region, n cfg.NodeID, emit func(int32, string)) {
	node := &b.p.g.Nodes[n]
	if node.Callee != cfg.None && b.group[node.Callee] {
		emit(b.resolve(r, cfg.Edge{To: node.Callee}), "")
		return
	}
	for _, e := range b.back[n] {
		emit(b.resolve(r, e), e.Output)
	}
	for _, e := range node.Out {
		if (node.Kind == cfg.Hand || node.Final) && b.p.g.Nodes[e.To].Kind == cfg.End {
			e.To = over
		}
		emit(b.resolve(r, e), e.Output)
	}
}

// exitEdges leads an exit of a child on to where it goes in r.
func (b *builder) exitEdges(r *region, vx vertex, emit func(int32, string)) {
	node := &b.p.g.Nodes[vx.node]
	switch {
	case vx.exit == done:
		for _, e := range node.Out {
			if e.Output == "done" {
				emit(b.resolve(r, e), e.Output)
			}
		}
		if b.p.g.Loops[vx.child.loop].Task {
			emit(b.sinkVertex(r, cut), "") // its rounds are over when somebody answers
		}
	case vx.exit == early:
		for _, e := range node.Out { // a condition without an output leads on after the loop
			if isEarly(e) || e.Output == "done" && b.p.g.Loops[node.Head].Until {
				emit(b.resolve(r, e), e.Output)
			}
		}
	case vx.endsHidden(): // see mayEnd
	case vx.exit == cut:
		emit(b.sinkVertex(r, cut), "")
	case vx.child.loop != cfg.NoLoop:
		to := vx.child.sinks[vx.exit]
		e := cfg.Edge{To: to.target}
		if to.back {
			e.Kind = cfg.Back
		}
		emit(b.resolve(r, e), "")
	default:
		b.returnEdges(r, node, vx.child.sinks[vx.exit].target, emit)
	}
}

// returnEdges leads a call on when its callee has ended by the given node.
func (b *builder) returnEdges(r *region, call *cfg.Node, end cfg.NodeID, emit func(int32, string)) {
	if end == over || b.p.g.Nodes[end].Kind == cfg.End {
		emit(b.resolve(r, cfg.Edge{To: end}), "")
		return
	}
	for _, e := range returnsTo(call.Out, b.p.g.Nodes[end].Output) {
		emit(b.resolve(r, e), e.Output)
	}
}

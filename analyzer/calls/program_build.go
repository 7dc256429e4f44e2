package calls

import (
	"math"
	"slices"
	"sort"

	"archlint/analyzer/cfg"
	"archlint/analyzer/graph"
)

// builder makes the regions of one procedure after another.
type builder struct {
	p       *program
	rounds  roundsOf
	proc    *proc
	group   map[cfg.NodeID]bool       // roots that are called like jumps
	grouped []cfg.NodeID              // the nodes that group and back were found for
	back    map[cfg.NodeID][]cfg.Edge // Return node -> edges to where recursive calls go on
	loops   map[cfg.LoopID]*region    // of the procedure
	*room
}

// room is what a builder works in. home and vertex say where each node of the
// procedure at hand stands; the others are what a region is put together in until
// its size is known.
type room struct {
	home   []*region
	vertex []int32
	places map[place]int32 // of the region: where outside -> sink
	verts  []vertex
	edges  []graph.Edge
	labels []string
}

// newRoom is for regions up to one that holds the whole of the largest procedure.
func (p *program) newRoom() *room {
	verts, edges := 0, 0
	for _, pr := range p.procs {
		out := 0
		for _, n := range pr.nodes {
			out += len(p.g.Nodes[n].Out)
		}
		verts, edges = max(verts, len(pr.nodes)), max(edges, out)
	}
	const more = 16 // for sinks, and the exits of a few loops and calls
	return &room{
		home: make([]*region, len(p.g.Nodes)), vertex: make([]int32, len(p.g.Nodes)), places: make(map[place]int32),
		verts: make([]vertex, 0, verts+more), edges: make([]graph.Edge, 0, edges+more), labels: make([]string, 0, edges+more),
	}
}

// place is a node that an edge leads to, at its entrance or back to its turn.
type place struct {
	node cfg.NodeID
	back bool
}

func (b *builder) build(pr *proc) {
	b.proc = pr
	b.loops = make(map[cfg.LoopID]*region)
	b.recursion()
	pr.top, pr.loops = &region{proc: pr, loop: cfg.NoLoop}, b.loops
	members := b.assign()
	inner := make([]*region, 0, len(b.loops))
	for _, r := range b.loops {
		inner = append(inner, r)
	}
	sort.Slice(inner, func(i, j int) bool {
		di, dj := b.p.g.Loops[inner[i].loop].Depth, b.p.g.Loops[inner[j].loop].Depth
		if di != dj {
			return di > dj
		}
		return inner[i].loop < inner[j].loop
	})
	for _, r := range append(inner, pr.top) {
		b.region(r, members[r])
		r.number = int32(len(b.p.regions))
		b.p.regions = append(b.p.regions, r)
	}
	pr.stands = make([]stand, len(pr.nodes))
	for i, n := range pr.nodes {
		pr.stands[i] = stand{b.home[n], b.vertex[n]}
	}
}

// recursion prepares the edges that stand for calls inside a recursive group.
func (b *builder) recursion() {
	if b.proc.recursive && slices.Equal(b.proc.nodes, b.grouped) {
		return // procedures of one group have the same nodes
	}
	b.group, b.back, b.grouped = nil, nil, nil
	if !b.proc.recursive {
		return
	}
	b.grouped = b.proc.nodes
	b.group, b.back = make(map[cfg.NodeID]bool), make(map[cfg.NodeID][]cfg.Edge)
	inside := make(map[cfg.NodeID]bool, len(b.proc.nodes))
	for _, n := range b.proc.nodes {
		inside[n] = true
	}
	for _, root := range b.p.recursive {
		if inside[root] {
			b.group[root] = true
		}
	}
	var returns []cfg.NodeID
	for _, n := range b.proc.nodes {
		if b.p.g.Nodes[n].Kind == cfg.Return {
			returns = append(returns, n)
		}
	}
	for _, n := range b.proc.nodes {
		node := &b.p.g.Nodes[n]
		if node.Callee == cfg.None || !b.group[node.Callee] {
			continue
		}
		for _, r := range returns {
			b.back[r] = append(b.back[r], returnsTo(node.Out, b.p.g.Nodes[r].Output)...)
		}
	}
}

// assign finds the region of every node of the procedure: the innermost loop
// around it that is a region, else the top level.
func (b *builder) assign() map[*region][]cfg.NodeID {
	for _, n := range b.proc.nodes {
		b.home[n] = b.regionOf(b.p.g.Nodes[n].Loop)
		if head := b.p.g.Nodes[n].Head; head != cfg.NoLoop {
			b.loopRegion(head) // a loop with an empty body has no other node
		}
	}
	if len(b.loops) == 0 {
		return map[*region][]cfg.NodeID{b.proc.top: b.proc.nodes}
	}
	members := make(map[*region][]cfg.NodeID, len(b.loops)+1)
	for _, n := range b.proc.nodes {
		members[b.home[n]] = append(members[b.home[n]], n)
	}
	return members
}

func (b *builder) regionOf(l cfg.LoopID) *region {
	for ; l != cfg.NoLoop; l = b.p.g.Loops[l].Parent {
		if r := b.loopRegion(l); r != nil {
			return r
		}
	}
	return b.proc.top
}

// loopRegion returns the region of l, or nil when its rounds are not known.
// In a recursive procedure a call may leave a body in its middle and come
// back to it, so that no loop there is a region.
func (b *builder) loopRegion(l cfg.LoopID) *region {
	if r, ok := b.loops[l]; ok {
		return r
	}
	rounds, ok := b.rounds(l)
	if !ok || b.proc.recursive {
		return nil
	}
	r := &region{proc: b.proc, loop: l, rounds: int64(math.Ceil(rounds)), mean: rounds}
	b.loops[l] = r
	return r
}

// region fills r, whose direct nodes are given. The regions inside it are done.
func (b *builder) region(r *region, nodes []cfg.NodeID) {
	clear(b.places)
	b.edges, b.labels, r.verts = b.edges[:0], b.labels[:0], b.verts[:0]
	r.sinks = []sink{{target: cfg.None, vertex: -1}}
	if r.loop != cfg.NoLoop {
		r.sinks = append(r.sinks, sink{target: cfg.None, vertex: -1})
		r.verts = append(r.verts, vertex{node: cfg.None})
	}
	for _, n := range nodes {
		b.addNode(r, n)
	}
	if r.loop == cfg.NoLoop {
		r.source = b.vertex[r.proc.root]
	}
	for v := int32(0); int(v) < len(r.verts); v++ {
		b.leave(r, v, func(to int32, label string) {
			b.edges, b.labels = append(b.edges, graph.Edge{From: v, To: to}), append(b.labels, label)
		})
	}
	b.finish(r)
	b.verts, r.verts = r.verts, slices.Clone(r.verts)
}

// addNode adds the vertex of n and, when n is a loop's head or a call, a
// vertex for each way out of what it runs.
func (b *builder) addNode(r *region, n cfg.NodeID) {
	v := int32(len(r.verts))
	b.vertex[n] = v
	node := &b.p.g.Nodes[n]
	child := b.child(node)
	r.verts = append(r.verts, vertex{node: n, child: child})
	if child == nil {
		if turnsBack(b.p.g, node) {
			r.verts = append(r.verts, vertex{node: n, kind: turns})
		}
		if forks(node) {
			r.verts = append(r.verts, vertex{node: n, kind: endsHere}, vertex{node: n, kind: goesOn})
		}
		if node.Kind == cfg.End || node.Kind == cfg.Return {
			r.sinks = append(r.sinks, sink{target: n, vertex: v})
		}
		return
	}
	if child.loop != cfg.NoLoop {
		r.verts = append(r.verts, vertex{node: n, child: child, kind: leaves, exit: done})
		if hasEarly(b.p.g, node) {
			r.verts = append(r.verts, vertex{node: n, child: child, kind: leaves, exit: early})
		}
	}
	for k := range child.sinks {
		if int32(k) == again && child.loop != cfg.NoLoop {
			continue
		}
		r.verts = append(r.verts, vertex{node: n, child: child, kind: leaves, exit: int32(k)})
	}
}

// turnsBack reports whether a node heads a loop action: coming back to it for
// the next round is not the same as coming to it.
func turnsBack(g *cfg.Graph, n *cfg.Node) bool {
	return n.Head != cfg.NoLoop && !g.Loops[n.Head].Task
}

// child returns the region that a node runs: its loop, or what it calls.
func (b *builder) child(n *cfg.Node) *region {
	if n.Head != cfg.NoLoop {
		return b.loopRegion(n.Head)
	}
	if n.Callee != cfg.None && !b.group[n.Callee] {
		return b.p.proc(n.Callee).top
	}
	return nil
}

// hasEarly reports whether a loop can be left before its rounds are over by more
// than what stands in its body: by further outputs, or by conditions of its own.
func hasEarly(g *cfg.Graph, head *cfg.Node) bool {
	if g.Loops[head.Head].Until {
		return true
	}
	for _, e := range head.Out {
		if isEarly(e) {
			return true
		}
	}
	return false
}

func isEarly(e cfg.Edge) bool { return e.Output != "loop" && e.Output != "done" && e.Output != "" }

// resolve returns the vertex of r that stands for where e leads: a node, the
// turn of a loop, the next round, or a way out of r.
func (b *builder) resolve(r *region, e cfg.Edge) int32 {
	to := place{e.To, e.Kind == cfg.Back}
	if to.node == over {
		return b.outside(r, to)
	}
	if v := b.vertex[to.node]; b.home[to.node] == r {
		if to.back && r.verts[v].child == nil {
			return v + 1
		}
		return v
	}
	if r.loop != cfg.NoLoop && to.node == b.p.g.Loops[r.loop].Head {
		return b.sinkVertex(r, again)
	}
	return b.outside(r, to)
}

// outside returns the vertex of the sink of r that leads to a place outside.
func (b *builder) outside(r *region, to place) int32 {
	k, ok := b.places[to]
	if !ok {
		k = int32(len(r.sinks))
		r.sinks = append(r.sinks, sink{target: to.node, back: to.back, vertex: -1})
		b.places[to] = k
	}
	return b.sinkVertex(r, k)
}

// sinkVertex returns the vertex of sink k, made when first needed.
func (b *builder) sinkVertex(r *region, k int32) int32 {
	if r.sinks[k].vertex < 0 {
		r.sinks[k].vertex = int32(len(r.verts))
		r.verts = append(r.verts, vertex{node: cfg.None, kind: ends, exit: k})
	}
	return r.sinks[k].vertex
}

package unfold

import (
	"encoding/binary"
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/graph"
)

// mergeSame makes one node of nodes from which runs go on alike: of the same origin, in
// the same loop, with the same ways to the same nodes. It looks at each node once,
// after those that it leads to, and leaves what stands in a cycle as it is. Counts
// do not change: whatever led to one of the nodes could go on from the other in the
// same way.
func mergeSame(u *Unfolding) {
	into := representatives(u)
	number := make([]cfg.NodeID, len(into))
	kept := 0
	for i, to := range into {
		if int(to) == i {
			number[i] = cfg.NodeID(kept)
			kept++
		}
	}
	if kept == len(into) {
		return
	}
	g := u.Graph
	for i, to := range into {
		if int(to) != i {
			continue
		}
		at := number[i]
		for k := range g.Nodes[i].Out {
			e := &g.Nodes[i].Out[k]
			e.To = number[into[e.To]]
		}
		g.Nodes[at], u.Origin[at], u.Turns[at], u.Ways[at] = g.Nodes[i], u.Origin[i], u.Turns[i], u.Ways[i]
	}
	g.Nodes, u.Origin, u.Turns, u.Ways = g.Nodes[:kept], u.Origin[:kept], u.Turns[:kept], u.Ways[:kept]
	move := func(n *cfg.NodeID) {
		if *n != cfg.None {
			*n = number[into[*n]]
		}
	}
	move(&g.Entry)
	move(&g.Handler)
	move(&g.End)
	for l := range g.Loops {
		move(&g.Loops[l].Head)
	}
}

// representatives gives each node the one that stands for it: the first of its class
// in the coarsest partition in which nodes of one class have the same ways to the same
// classes. Classes are split until nothing that a class leads to has been split since
// it was looked at (Kanellakis and Smolka 1983).
func representatives(u *Unfolding) []int32 {
	p := newPartition(u)
	for len(p.dirty) > 0 {
		c := p.dirty[len(p.dirty)-1]
		p.dirty = p.dirty[:len(p.dirty)-1]
		p.isDirty[c] = false
		p.split(c)
	}
	into := make([]int32, len(u.Graph.Nodes))
	for _, members := range p.members {
		first := slices.Min(members)
		for _, n := range members {
			into[n] = first
		}
	}
	return into
}

// partition is a partition of the nodes of a graph.
type partition struct {
	u       *Unfolding
	before  *graph.Directed // edges turned round
	class   []int32         // of each node
	members [][]int32       // of each class
	dirty   []int32         // classes to look at
	isDirty []bool
	key     []byte
}

// newPartition puts nodes that look the same into one class.
func newPartition(u *Unfolding) *partition {
	n := len(u.Graph.Nodes)
	edges := make([]graph.Edge, 0, 2*n)
	p := &partition{u: u, class: make([]int32, n)}
	same := make(map[string]int32, n)
	for i := range u.Graph.Nodes {
		for _, e := range u.Graph.Nodes[i].Out {
			edges = append(edges, graph.Edge{From: int32(e.To), To: int32(i)})
		}
		p.key = u.look(p.key[:0], i)
		c, ok := same[string(p.key)]
		if !ok {
			c = p.addClass(nil)
			same[string(p.key)] = c
		}
		p.class[i] = c
		p.members[c] = append(p.members[c], int32(i))
	}
	p.before = graph.New(n, edges)
	for c := range p.members {
		p.soil(int32(c))
	}
	return p
}

func (p *partition) addClass(members []int32) int32 {
	p.members, p.isDirty = append(p.members, members), append(p.isDirty, false)
	return int32(len(p.members) - 1)
}

// soil makes a class one to look at. One of a single node cannot be split.
func (p *partition) soil(c int32) {
	if !p.isDirty[c] && len(p.members[c]) > 1 {
		p.isDirty[c] = true
		p.dirty = append(p.dirty, c)
	}
}

// split parts a class by the classes that its nodes lead to. The greatest part keeps
// its number, so that what leads to it need not be looked at again.
func (p *partition) split(c int32) {
	parts := make(map[string]int)
	var found [][]int32
	for _, n := range p.members[c] {
		p.key = p.key[:0]
		for _, e := range p.u.Graph.Nodes[n].Out {
			p.key = binary.LittleEndian.AppendUint32(p.key, uint32(p.class[e.To]))
		}
		k, ok := parts[string(p.key)]
		if !ok {
			k = len(found)
			parts[string(p.key)] = k
			found = append(found, nil)
		}
		found[k] = append(found[k], n)
	}
	if len(found) == 1 {
		return
	}
	greatest := 0
	for k := range found {
		if len(found[k]) > len(found[greatest]) {
			greatest = k
		}
	}
	p.members[c] = found[greatest]
	for k, members := range found {
		if k == greatest {
			continue
		}
		made := p.addClass(members)
		for _, n := range members {
			p.class[n] = made
		}
		for _, n := range members {
			for _, b := range p.before.Succ(n) {
				p.soil(p.class[b])
			}
		}
	}
}

// look is equal for two nodes that look the same: all but where their ways lead.
func (u *Unfolding) look(key []byte, i int) []byte {
	node := &u.Graph.Nodes[i]
	key = binary.AppendVarint(append(key, byte(node.Kind)), int64(u.Origin[i]))
	key = binary.AppendVarint(key, int64(node.Loop))
	key = binary.AppendVarint(key, int64(node.Head))
	if u.Turns[i] {
		key = append(key, 1)
	}
	for k, e := range node.Out {
		key = append(binary.AppendVarint(key, int64(u.Ways[i][k])), byte(e.Kind))
		if node.Kind == cfg.Fork { // of a return: whose outputs they are depends on the call
			key = append(append(key, e.Output...), 0)
		}
	}
	return key
}

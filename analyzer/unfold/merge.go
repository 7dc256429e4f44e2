package unfold

import (
	"encoding/binary"

	"archlint/analyzer/cfg"
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
// classes (Moore's refinement). A partition that is still refined after many rounds is
// given up.
func representatives(u *Unfolding) []int32 {
	class := make([]int32, len(u.Graph.Nodes))
	next := make([]int32, len(class))
	var key []byte
	for round, classes := 0, 0; ; round++ {
		same := make(map[string]int32, classes)
		for i := range u.Graph.Nodes {
			if round == 0 {
				key = u.look(key[:0], i)
			} else {
				key = binary.LittleEndian.AppendUint32(key[:0], uint32(class[i]))
				for _, e := range u.Graph.Nodes[i].Out {
					key = binary.LittleEndian.AppendUint32(key, uint32(class[e.To]))
				}
			}
			c, ok := same[string(key)]
			if !ok {
				c = int32(len(same))
				same[string(key)] = c
			}
			next[i] = c
		}
		class, next = next, class
		if len(same) == classes {
			break
		}
		if classes = len(same); classes == len(class) || round == mostRounds {
			for i := range class {
				class[i] = int32(i)
			}
			return class
		}
	}
	first := make(map[int32]int32)
	for i, c := range class {
		if _, ok := first[c]; !ok {
			first[c] = int32(i)
		}
		class[i] = first[c]
	}
	return class
}

// mostRounds is how often the partition is refined.
const mostRounds = 200

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

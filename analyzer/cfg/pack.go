package cfg

import "archlint/analyzer/internal/pack"

// Packed is the shape of a graph in a hundredth of its memory: nodes, edges and
// loops, without what ties them to the text of their flow.
type Packed struct {
	data string
}

// shapes is the codec of graphs. It never changes.
var shapes = pack.For[Graph]()

// Pack packs the shape of g.
func Pack(g *Graph) Packed { return Packed{shapes.Pack(g)} }

// Graph is the shape again: no node of it has an Action, a Container or a Module,
// and it has no Flow.
func (p Packed) Graph() *Graph {
	g := shapes.Unpack(p.data)
	return &g
}

package cfg

import "archlint/analyzer/internal/pack"

// Packed is the shape of a graph in a hundredth of its memory: nodes, edges and
// loops, without what ties them to the text of their flow.
type Packed struct {
	data string
}

// Pack packs the shape of g.
func Pack(g *Graph) Packed {
	return Packed{pack.Write(func(c *pack.Codec) { packGraph(c, g) })}
}

// Graph is the shape again: no node of it has an Action, a Container or a Module,
// and it has no Flow.
func (p Packed) Graph() *Graph {
	g := new(Graph)
	pack.Read(p.data, func(c *pack.Codec) { packGraph(c, g) })
	return g
}

func packGraph(c *pack.Codec, g *Graph) {
	pack.List(c, &g.Nodes, func(n *Node) { packNode(c, n) })
	pack.List(c, &g.Loops, func(l *Loop) { packLoop(c, l) })
	packID(c, &g.Entry)
	packID(c, &g.End)
	packID(c, &g.Handler)
}

func packNode(c *pack.Codec, n *Node) {
	packID(c, &n.Kind)
	c.Text(&n.Output)
	packID(c, &n.Loop)
	packID(c, &n.Head)
	packID(c, &n.Callee)
	c.Int64(&n.Cost)
	c.Bool(&n.Live)
	c.Bool(&n.MayEnd)
	c.Bool(&n.Final)
	pack.List(c, &n.Out, func(e *Edge) {
		packID(c, &e.To)
		c.Text(&e.Output)
		packID(c, &e.Kind)
	})
}

func packLoop(c *pack.Codec, l *Loop) {
	packID(c, &l.Head)
	packID(c, &l.Parent)
	c.Int(&l.Depth)
	c.Bool(&l.Task)
	pack.Maybe(c, &l.Count, c.Int64)
	c.Bool(&l.Until)
}

// packID visits a number of any of the graph's own types.
func packID[T NodeID | LoopID | NodeKind | EdgeKind](c *pack.Codec, id *T) {
	n := int(*id)
	c.Int(&n)
	*id = T(n)
}

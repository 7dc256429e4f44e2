package drawing

import (
	"math"

	"archlint/analyzer/facts"
	"archlint/analyzer/internal/pack"
)

// Packed is a drawing in a fraction of its memory: a review of thousands of flows
// holds them so, and lets go of the graphs. The zero Packed is of none.
type Packed struct{ data string }

// Pack packs a drawing.
func Pack(d *Drawing) Packed {
	return Packed{pack.Write(func(c *pack.Codec) { (&packer{Codec: c}).drawing(d) })}
}

// Drawing is the drawing again, nil where there is none.
func (p Packed) Drawing() *Drawing {
	if !p.Held() {
		return nil
	}
	d := &Drawing{}
	pack.Read(p.data, func(c *pack.Codec) { (&packer{Codec: c}).drawing(d) })
	return d
}

// Held reports whether there is a drawing.
func (p Packed) Held() bool { return p.data != "" }

// packer visits a drawing. The lasts are what records mostly share, or are near to.
type packer struct {
	*pack.Codec
	at, pos         facts.Place
	group, from, to int
}

func (p *packer) drawing(d *Drawing) {
	p.Text(&d.Title)
	p.place(&d.Start)
	pack.List(p.Codec, &d.Groups, p.visitGroup)
	pack.List(p.Codec, &d.Nodes, p.node)
	pack.List(p.Codec, &d.Edges, p.edge)
}

func (p *packer) visitGroup(g *Group) {
	p.Int(&g.Parent)
	p.Text(&g.Label)
	p.Bool(&g.Loop)
	p.Text(&g.Kind)
}

func (p *packer) node(n *Node) {
	p.Near(&n.Group, &p.group)
	p.Text((*string)(&n.Shape))
	p.Text(&n.Label)
	p.Text(&n.Note)
	p.Near(&n.Pos.Line, &p.pos.Line)
	p.Near(&n.Pos.Column, &p.pos.Column)
	p.place(&n.At)
	pack.Maybe(p.Codec, &n.Runs, p.runs)
	p.Bool(&n.Hot)
	p.Bool(&n.Dead)
}

func (p *packer) place(at *facts.Place) {
	p.Again(&at.File, &p.at.File)
	p.Near(&at.Line, &p.at.Line)
	p.Near(&at.Column, &p.at.Column)
}

func (p *packer) runs(r *facts.Range) {
	p.Int64(&r.Min)
	p.Int64(&r.Max)
	bits := int64(math.Float64bits(r.Expected))
	p.Int64(&bits)
	r.Expected = math.Float64frombits(uint64(bits))
}

func (p *packer) edge(e *Edge) {
	p.Near(&e.From, &p.from)
	p.Near(&e.To, &p.to)
	p.Text(&e.Label)
	p.Bool(&e.Back)
	p.Bool(&e.Calls)
}

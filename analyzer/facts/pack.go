package facts

import (
	"slices"

	"archlint/analyzer/internal/pack"
)

// Packed are the details of a flow that its outline lacks, in a tenth of their
// memory: every node, the runs Worst and Likely, and of each call its witness,
// inputs and outputs. They are what single flows are judged and reported by. The
// outline is the rest: what flows are joined and the organisation is judged by.
type Packed struct {
	data string
}

// Pack parts a flow into its outline and its details. The flow itself stays as
// it is.
func Pack(f Flow) (outline Flow, details Packed) {
	details.data = pack.Write(func(c *pack.Codec) {
		p := &packer{Codec: c}
		p.runs(&f)
		pack.List(c, &f.Nodes, p.node)
	})
	f.Calls = slices.Clone(f.Calls)
	for i := range f.Calls {
		call := &f.Calls[i]
		call.Witness, call.Inputs, call.SuccessOutputs, call.FailureOutputs = nil, nil, nil, nil
	}
	f.Nodes, f.Worst, f.Likely = nil, nil, nil
	return f, details
}

// Whole is the flow again, given its outline. Lists that are empty come back nil.
func (p Packed) Whole(outline Flow) Flow { return p.read(outline, true) }

// WithoutNodes is Whole for those who look at no nodes, which are most of it.
func (p Packed) WithoutNodes(outline Flow) Flow { return p.read(outline, false) }

func (p Packed) read(outline Flow, nodes bool) Flow {
	if p.data == "" {
		return outline
	}
	outline.Calls = slices.Clone(outline.Calls)
	pack.Read(p.data, func(c *pack.Codec) {
		p := &packer{Codec: c}
		p.runs(&outline)
		if nodes {
			pack.List(c, &outline.Nodes, p.node)
		}
	})
	return outline
}

// packer visits records. last is the place before, which the next one mostly
// shares flow and file with.
type packer struct {
	*pack.Codec
	last Place
}

// runs visits what the outline of a flow lacks besides the nodes. Outline and flow
// have the same calls.
func (p *packer) runs(f *Flow) {
	pack.List(p.Codec, &f.Worst, p.step)
	pack.List(p.Codec, &f.Likely, p.step)
	for i := range f.Calls {
		call := &f.Calls[i]
		pack.List(p.Codec, &call.Witness, p.step)
		pack.List(p.Codec, &call.Inputs, p.value)
		pack.List(p.Codec, &call.SuccessOutputs, p.value)
		pack.List(p.Codec, &call.FailureOutputs, p.value)
	}
}

func (p *packer) node(n *Node) {
	p.place(&n.Place)
	p.Text(&n.Name)
	p.Text(&n.Kind)
	p.Bool(&n.Opaque)
	p.Text(&n.Container)
	p.Bool(&n.Reachable)
	p.Bool(&n.Disabled)
	pack.Maybe(p.Codec, &n.Loop, p.Text)
	pack.List(p.Codec, &n.Outputs, p.output)
	pack.List(p.Codec, &n.Inputs, p.value)
	pack.List(p.Codec, &n.Values, p.value)
	p.Text(&n.Target)
}

func (p *packer) place(at *Place) {
	p.Again(&at.Flow, &p.last.Flow)
	p.Again(&at.File, &p.last.File)
	p.Near(&at.Line, &p.last.Line)
	p.Near(&at.Column, &p.last.Column)
	p.Again(&at.Node, &p.last.Node)
	p.Again(&at.Pointer, &p.last.Pointer)
}

func (p *packer) output(o *Output) {
	p.Text(&o.Name)
	p.Text(&o.State)
}

func (p *packer) value(v *Value) {
	p.place(&v.Place)
	p.Text(&v.Name)
	p.Text(&v.Kind)
	p.Text(&v.Text)
	p.Bool(&v.Known)
	pack.List(p.Codec, &v.Reads, p.Text)
}

func (p *packer) step(s *Step) {
	p.Text(&s.Name)
	p.Text(&s.Output)
	p.Again(&s.File, &p.last.File)
	p.Near(&s.Line, &p.last.Line)
	p.Near(&s.Column, &p.last.Column)
	p.Again(&s.Node, &p.last.Node)
	p.Int64(&s.Times)
	pack.List(p.Codec, &s.Steps, p.step)
}

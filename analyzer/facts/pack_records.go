package facts

// details visits what the outline of a flow lacks. Outline and flow have the same calls.
func (c *codec) details(f *Flow) {
	list(c, &f.Nodes, (*codec).node)
	list(c, &f.Worst, (*codec).step)
	list(c, &f.Likely, (*codec).step)
	for i := range f.Calls {
		call := &f.Calls[i]
		list(c, &call.Witness, (*codec).step)
		list(c, &call.Inputs, (*codec).value)
		list(c, &call.SuccessOutputs, (*codec).value)
		list(c, &call.FailureOutputs, (*codec).value)
	}
}

func (c *codec) node(n *Node) {
	c.place(&n.Place)
	c.text(&n.Name)
	c.text(&n.Kind)
	c.flag(&n.Opaque)
	c.text(&n.Container)
	c.flag(&n.Reachable)
	c.flag(&n.Disabled)
	has := n.Loop != nil
	if c.flag(&has); has {
		if n.Loop == nil {
			n.Loop = new(string)
		}
		c.text(n.Loop)
	}
	list(c, &n.Outputs, (*codec).output)
	list(c, &n.Inputs, (*codec).value)
	list(c, &n.Values, (*codec).value)
	c.text(&n.Target)
}

func (c *codec) place(p *Place) {
	c.again(&p.Flow, &c.last.Flow)
	c.again(&p.File, &c.last.File)
	c.near(&p.Line, &c.last.Line)
	c.near(&p.Column, &c.last.Column)
	c.again(&p.Node, &c.last.Node)
	c.again(&p.Pointer, &c.last.Pointer)
}

func (c *codec) output(o *Output) {
	c.text(&o.Name)
	c.text(&o.State)
}

func (c *codec) value(v *Value) {
	c.place(&v.Place)
	c.text(&v.Name)
	c.text(&v.Kind)
	c.text(&v.Text)
	c.flag(&v.Known)
	list(c, &v.Reads, (*codec).text)
}

func (c *codec) step(s *Step) {
	c.text(&s.Name)
	c.text(&s.Output)
	c.again(&s.File, &c.last.File)
	c.near(&s.Line, &c.last.Line)
	c.near(&s.Column, &c.last.Column)
	c.again(&s.Node, &c.last.Node)
	c.whole(&s.Times)
	list(c, &s.Steps, (*codec).step)
}

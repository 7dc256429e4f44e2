package flow

// Walk calls visit for every action of f with the container it stands in, in
// document order. Embedded common modules are flows of their own and not
// visited.
func (f *Flow) Walk(visit func(*Action, *Container)) {
	for _, c := range f.Containers {
		for _, ch := range c.Choices {
			walkAction(ch.Action, c, visit)
		}
		walkBlock(c.Body, c, visit)
	}
}

func walkBlock(b *Block, c *Container, visit func(*Action, *Container)) {
	if b == nil {
		return
	}
	for _, a := range b.Actions {
		walkAction(a, c, visit)
	}
}

func walkAction(a *Action, c *Container, visit func(*Action, *Container)) {
	if a == nil {
		return
	}
	visit(a, c)
	for _, o := range a.Outputs {
		walkBlock(o.Block, c, visit)
	}
}

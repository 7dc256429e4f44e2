package platform

import (
	"slices"
	"strconv"

	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

// linkState says how far the links of an action have been followed.
type linkState int

const (
	unlinked linkState = iota
	active             // on the way from the container's start to here
	linked
)

// link turns what was read into the tree: blocks first, then the references
// between containers, then names and checks.
func (d *decoder) link() error {
	for _, c := range d.containers {
		if err := d.linkContainer(c); err != nil {
			return err
		}
	}
	d.findOrphans()
	d.resolveFlow()
	d.resolveTargets()
	d.adoptMenuTasks()
	d.resolveModules()
	d.checkManifest()
	d.resolveNames()
	flow.MarkRecurring(d.flow)
	sortProblems(d.flow.Problems)
	return nil
}

func (d *decoder) linkContainer(c *container) (err error) {
	if c.flow.Kind == flow.Menu {
		return d.linkChoices(c)
	}
	if c.start == "" && len(c.nodes) > 0 {
		d.problem(c.flow.Pos, "%s has actions but does not say which is the first", title(c.flow))
	}
	c.flow.Body, err = d.block(c, c.start, c.flow.Pos, origin{string(c.flow.Kind), c.flow.Name}, 0)
	return err
}

// linkChoices gives a menu its choices. A choice's action stands alone, but it
// may have outputs like any other.
func (d *decoder) linkChoices(c *container) error {
	for _, ch := range c.choices {
		c.flow.Choices = append(c.flow.Choices, ch.flow)
		if ch.node == nil {
			d.problem(ch.flow.Pos, "choice %q of %s has no action", ch.flow.Name, title(c.flow))
			continue
		}
		ch.flow.Action = ch.node.action
		ch.node.state = linked
		if err := d.linkOutputs(ch.node, 0); err != nil {
			return err
		}
		if ch.flow.ID != "" && ch.flow.ID == c.defaultChoice {
			c.flow.Menu.Default = ch.flow
		}
	}
	if c.defaultChoice != "" && c.flow.Menu.Default == nil {
		d.problem(c.flow.Pos, "%s names a default choice that it does not have: %s", title(c.flow), c.defaultChoice)
	}
	return nil
}

// origin is who a link comes from, for messages.
type origin struct{ what, name string }

// String names it.
func (o origin) String() string { return o.what + " " + strconv.Quote(o.name) }

// block follows the links from the action with the id first. from says who
// leads there, at pos, for messages.
func (d *decoder) block(c *container, first string, pos source.Pos, from origin, depth int) (*flow.Block, error) {
	if depth > d.opts.MaxDepth {
		return nil, d.errorPos(pos, "outputs are nested deeper than the limit of %d", d.opts.MaxDepth)
	}
	mark := len(d.chain)
	for id := first; id != ""; {
		n := d.follow(c, id, pos, from)
		if n == nil {
			break
		}
		n.state = active
		d.chain = append(d.chain, n)
		if err := d.linkOutputs(n, depth); err != nil {
			return nil, err
		}
		id, pos, from = n.next, n.pos(), origin{"action", n.action.Name}
	}
	block := &flow.Block{Actions: make([]*flow.Action, 0, len(d.chain)-mark)}
	for _, n := range d.chain[mark:] {
		n.state = linked
		block.Actions = append(block.Actions, n.action)
	}
	d.chain = d.chain[:mark]
	return block, nil
}

// follow returns the action that a link leads to, or nil and a problem.
func (d *decoder) follow(c *container, id string, pos source.Pos, from origin) *node {
	n := d.actions[id]
	switch {
	case n == nil:
		d.problem(pos, "%s leads to an action that does not exist: %s", from, id)
	case n.owner != c:
		d.problem(pos, "%s leads to action %q of another container, %s", from, n.action.Name, title(n.owner.flow))
	case n.state == active:
		d.problem(pos, "%s leads back to action %q: the links form a cycle", from, n.action.Name)
	case n.state == linked:
		d.problem(pos, "%s leads to action %q, which another link leads to already", from, n.action.Name)
	default:
		return n
	}
	return nil
}

// linkOutputs gives an action its outputs. What hangs on an output that is out
// of service can never run and is left out of the tree.
func (d *decoder) linkOutputs(n *node, depth int) error {
	outputs := make([]flow.Output, len(n.paths))
	n.action.Outputs = make([]*flow.Output, 0, len(n.paths))
	for i, p := range n.paths {
		out := &outputs[i]
		*out = flow.Output{ID: p.id, Name: n.outputName(i), Label: p.label, Disabled: p.disabled, Pos: p.pos, State: flow.Empty}
		block, err := d.block(n.owner, p.next, p.pos, origin{"output", out.Name}, depth+1)
		if err != nil {
			return err
		}
		switch {
		case p.outOfService:
			out.State = flow.OutOfService
		case len(block.Actions) > 0:
			out.State, out.Block = flow.Connected, block
		}
		n.action.Outputs = append(n.action.Outputs, out)
		d.tellUnlisted(n.action.Kind, out)
	}
	flow.NameApart(n.action.Outputs)
	flow.SortOutputs(n.action.Kind, n.action.Outputs)
	return nil
}

// tellUnlisted notes, once for each kind, an output that the table does not list.
func (d *decoder) tellUnlisted(k *flow.Kind, out *flow.Output) {
	if k.Lists(out.Name) {
		return
	}
	text := flow.UnlistedOutput(k, out.Name)
	if !slices.ContainsFunc(d.flow.Notes, func(n *source.Error) bool { return n.Message == text }) {
		d.flow.Notes = append(d.flow.Notes, &source.Error{File: d.file.Name, Pos: out.Pos, Message: text})
	}
}

// outputName gives the canonical name of the i-th path. The outputs of called
// tasks get theirs when the task is known.
func (n *node) outputName(i int) string {
	p := n.paths[i]
	if i == 0 && n.action.Kind.Name == "loopAnythingElse" {
		return "loop" // its first path is the body, whatever its id
	}
	if name, ok := flow.ReservedOutput(p.id); ok {
		return name
	}
	if i, ok := n.cases[p.id]; ok {
		return flow.CaseOutput(i)
	}
	if p.label != "" {
		return p.label
	}
	return p.id
}

// findOrphans reports the actions that no link leads to.
func (d *decoder) findOrphans() {
	for _, c := range d.containers {
		for _, n := range c.nodes {
			if n.state == unlinked {
				d.problem(n.pos(), "action %q of %s is in the list but no link leads to it", n.action.Name, title(c.flow))
			}
		}
	}
}

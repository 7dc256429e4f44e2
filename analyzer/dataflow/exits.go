package dataflow

import (
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// exitOn is how the exits of a loop depend on one call.
type exitOn struct {
	result  *Evidence // a condition reads its answer
	detail  *Evidence // a condition reads its error details, and stays on errors
	success *Evidence // it is left by a good output, or a flag says so
	failure bool      // it is left by a bad output
}

// classifier gathers what a loop's kind follows from.
type classifier struct {
	*region
	on        []bool // vertices on a round
	exitOn    map[int32]*exitOn
	exitReads []Read
	asked     *Evidence // an exit depends on the person
	settled   []int32   // of these, conditions that nothing in the loop changes
	loose     bool      // something not settled has a say in an exit
}

// readExits looks at everything that decides whether the loop is left.
func (c *classifier) readExits() {
	c.exitChoices(func(n int32, outputs []string) {
		if !c.on[n] || c.countsRounds(n) || c.super.callee(c.list[n]) != cfg.None {
			return // past the last chance to stay; or the callee's own nodes tell
		}
		if !c.decider(choice{n, outputs}) {
			c.loose = true
		}
	})
	c.exitReads = sortReads(c.exitReads)
}

// countsRounds reports whether the vertex is a loop action, which leaves when
// its rounds are done.
func (c *classifier) countsRounds(i int32) bool {
	a := c.action(i)
	return a != nil && a.Kind.Control == flow.Loops && !asksPerson(a)
}

// decider takes up one node that has a say in exits and reports whether it is
// a condition that nothing in the loop can change.
func (c *classifier) decider(d choice) bool {
	n := c.list[d.node]
	a := c.action(d.node)
	switch {
	case c.asks(d.node):
		if c.asked == nil {
			c.asked = &Evidence{What: PersonAsked, Written: cfg.None, Read: cfg.NodeID(n), Call: cfg.None}
		}
	case c.calls(d.node):
		c.outcome(n, d.outputs, Evidence{Written: cfg.None, Read: cfg.NodeID(n), Call: cfg.NodeID(n)})
		return !c.leavesOnSuccess(d.node)
	case a != nil && (a.Kind.Name == "decision" || a.Kind.Name == "switch"):
		return c.condition(d, a)
	}
	return false
}

// leavesOnSuccess reports whether the loop is left when the call goes well, whatever it
// answered. To give up after a failure is no exit that the loop is there for.
func (c *classifier) leavesOnSuccess(call int32) bool {
	for _, k := range c.byNode.of(call) {
		if a := &c.arcs[k]; good(a.output) && (a.isExit() || a.to != c.head && !c.on[a.to]) {
			return true
		}
	}
	return false
}

// opposite turns outputs that keep a loop going into the outputs that leave.
func opposite(stays []string) []string {
	var leaves []string
	for _, o := range stays {
		if bad(o) {
			leaves = append(leaves, "success")
		} else {
			leaves = append(leaves, "failure")
		}
	}
	return leaves
}

func (c *classifier) of(call int32) *exitOn {
	if c.exitOn[call] == nil {
		c.exitOn[call] = &exitOn{}
	}
	return c.exitOn[call]
}

// outcome notes that leaving call by one of the outputs leads out.
func (c *classifier) outcome(call int32, outputs []string, e Evidence) {
	on := c.of(call)
	for _, o := range outputs {
		if bad(o) {
			on.failure = true
		} else if on.success == nil {
			e.What = ExitOnOutcome
			on.success = &e
		}
	}
}

// condition takes up a decision or switch that decides an exit.
func (c *classifier) condition(d choice, a *flow.Action) bool {
	n := c.list[d.node]
	uses := c.code.usesOf(n, asCondition)
	for _, u := range uses {
		c.exitReads = append(c.exitReads, c.read(u, -1))
	}
	t := c.traceUses(uses, func(flag *def, root int32) bool { return c.flagLeads(flag, root, a, d.outputs) })
	for call, e := range t.results {
		e.What = ExitOnResult
		if on := c.of(call); on.result == nil {
			on.result = &e
		}
	}
	for call, e := range t.details {
		if e.What = ExitOnDetail; !c.leavesOnError(a, d.outputs, call) {
			if on := c.of(call); on.detail == nil {
				on.detail = &e
			}
		}
	}
	for call, o := range t.outcomes {
		c.outcome(call, o.leads, o.Evidence)
		c.outcome(call, opposite(o.stays), o.Evidence)
	}
	if t.asked != nil && c.asked == nil {
		c.asked = t.asked
		c.asked.What = PersonAsked
	}
	if t.changes || c.opaque || !conditionKnown(a) || !c.givenSomewhere(uses) {
		return false
	}
	c.settled = append(c.settled, n)
	return true
}

// flagLeads reports whether the constant that a flag is set to makes the
// condition lead out; where that cannot be computed, it may.
func (c *classifier) flagLeads(flag *def, root int32, a *flow.Action, outputs []string) bool {
	if a.Kind.Name != "decision" || c.code.uses[root].v != flag.v {
		return true
	}
	constant := expr.Fold(expr.Of(flag.value))
	if !expr.IsConstant(constant) {
		return true
	}
	n := int32(c.g.ByAction(a))
	with := substitute(expr.Of(a.Value("condition")), func(ref *expr.Node) *expr.Node {
		if c.code.refer(n, ref) == flag.v {
			return typed(constant, ref)
		}
		return ref
	})
	folded := expr.Fold(with)
	if folded.Kind != expr.Literal {
		return true
	}
	if isBool(folded) == "true" || folded.Type == "" && folded.Text == "true" {
		return slices.Contains(outputs, "yes")
	}
	return slices.Contains(outputs, "no")
}

// typed gives a literal without a type, as Archy has them, the type that its
// text suggests.
func typed(n, _ *expr.Node) *expr.Node {
	if n.Kind != expr.Literal || n.Type != "" {
		return n
	}
	if parsed := expr.Parse(n.Text); parsed.Kind == expr.Literal && parsed.Type != "str" {
		return parsed
	}
	return &expr.Node{Kind: expr.Literal, Type: "str", Text: n.Text}
}

func substitute(n *expr.Node, by func(*expr.Node) *expr.Node) *expr.Node {
	if n.Kind == expr.Reference {
		return by(n)
	}
	if len(n.Args) == 0 {
		return n
	}
	c := *n
	c.Args = make([]*expr.Node, len(n.Args))
	for i, a := range n.Args {
		c.Args[i] = substitute(a, by)
	}
	return &c
}

// leavesOnError reports whether the condition leads out when the call's error
// details are set, so that an error ends the loop and does not repeat it.
func (c *classifier) leavesOnError(a *flow.Action, outputs []string, call int32) bool {
	if a.Kind.Name != "decision" || len(outputs) != 1 {
		return false
	}
	n := int32(c.g.ByAction(a))
	for _, ref := range newSettled(a).output(outputs[0]) {
		v := c.code.refer(n, ref)
		for _, b := range c.g.Nodes[call].Action.Failures {
			if v != noVar && v == c.code.written(call, b.Value) {
				return true
			}
		}
	}
	return false
}

// conditionKnown reports whether all that a decision or switch looks at could
// be read.
func conditionKnown(a *flow.Action) bool {
	values := a.Cases
	for _, name := range []string{"condition", "expression"} {
		if v := a.Value(name); v != nil {
			values = append(values[:len(values):len(values)], v)
		}
	}
	for _, v := range values {
		if n := expr.Of(v); !expr.Known(n) || volatile(n) {
			return false
		}
	}
	return len(values) > 0
}

// givenSomewhere reports whether every variable is one that the flow declares
// or writes; others may be built-in values that nobody listed.
func (c *classifier) givenSomewhere(uses []int32) bool {
	for _, u := range uses {
		use := &c.code.uses[u]
		v := &c.vars.all[use.v]
		if v.declared != nil || v.system && v.stable {
			continue
		}
		written := false
		for _, d := range use.defs {
			if written = c.code.defs[d].origin != initial; written {
				break
			}
		}
		if !written {
			return false
		}
	}
	return true
}

func (c *classifier) fixed() ([]cfg.NodeID, bool) {
	fixed := make([]cfg.NodeID, len(c.settled))
	for i, n := range c.settled {
		fixed[i] = cfg.NodeID(n)
	}
	slices.Sort(fixed)
	return fixed, len(fixed) > 0 && !c.loose
}

func (c *classifier) dependsOn() []cfg.NodeID {
	calls := make(map[int32]bool)
	for n, on := range c.exitOn {
		if on.result != nil || on.detail != nil || on.success != nil || on.failure {
			calls[n] = true
		}
	}
	return sortNodes(calls)
}

package dataflow

import (
	"slices"
	"strings"

	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// action lays down what the action at n reads and writes, in the order in
// which it does so.
func (c *code) action(n int32, a *flow.Action) {
	if a.Kind.Opaque {
		c.add(n, op{kind: opOpaque})
	}
	c.settings(n, a)
	switch {
	case a.Kind.Name == "updateData":
		c.statements(n, a)
	case a.Kind.Name == "setParticipantData":
		c.setParticipant(n, a)
	case a.Kind.Name == "getParticipantData":
		c.getParticipant(n, a)
	case c.super.callee(n) != cfg.None && a.Kind.Control != flow.Steps:
		c.calls(n, a)
	case a.Kind.Control == flow.JumpsTo && a.Target != nil:
		c.parameters(n, a, c.g.ByContainer(a.Target))
	default:
		c.inputs(n, a)
		if isDataAction(a) {
			c.outcomes(n) // before the answers: they may overwrite the inputs
		}
		if looksUp(a) {
			c.onEdges(n, op{opFailed, noVar, n}, bad)
		}
		c.answers(n, a)
	}
	if a.Kind.Waits {
		c.add(n, op{kind: opWait})
	}
	c.guards(n, a)
}

// settings reads everything but Inputs.
func (c *code) settings(n int32, a *flow.Action) {
	for _, b := range a.Values {
		if b.Value == nil || b.Value.Kind == flow.VariableIn {
			continue
		}
		c.read(n, b.Name, b.Value, settingRole(a, b.Name))
	}
	for _, v := range a.Cases {
		c.read(n, "case", v, asCondition)
	}
	for _, x := range a.External {
		c.read(n, x.Kind, x.Value, asSetting)
	}
	if a.DataAction != nil {
		c.read(n, "timeout", a.DataAction.Timeout, asSetting)
	}
	for _, name := range a.AlsoReads {
		c.use(n, c.refer(n, expr.Parse(name)), use{role: asAlso})
	}
}

func settingRole(a *flow.Action, name string) role {
	switch {
	case name == "loopCount":
		return asCount
	case a.Kind.Name == "decision" && name == "condition", a.Kind.Name == "switch" && name == "expression":
		return asCondition
	}
	return asSetting
}

func (c *code) inputs(n int32, a *flow.Action) {
	for _, b := range a.Inputs {
		c.read(n, b.Name, b.Value, asInput)
	}
}

// read makes the uses of a value and returns them.
func (c *code) read(n int32, name string, v *flow.Value, r role) []int32 {
	var made []int32
	for _, ref := range refsOf(v) {
		made = append(made, c.use(n, c.refer(n, ref.node), use{role: r, name: name, value: v, harmless: ref.harmless})...)
	}
	return made
}

func (c *code) use(n int32, v varID, u use) []int32 {
	if v == noVar {
		return nil
	}
	u.node, u.v = n, v
	c.uses = append(c.uses, u)
	i := int32(len(c.uses) - 1)
	c.add(n, op{opUse, v, i})
	return []int32{i}
}

// refer returns the variable that a reference at n means.
func (c *code) refer(n int32, ref *expr.Node) varID {
	for ref != nil && (ref.Kind == expr.Member || ref.Kind == expr.Index) {
		ref = ref.Args[0]
	}
	if ref == nil || ref.Kind != expr.Reference {
		return noVar
	}
	node := &c.g.Nodes[n]
	return c.vars.of(ref, node.Container, node.Module)
}

// written returns the variable that an output binding writes, or noVar.
func (c *code) written(n int32, v *flow.Value) varID {
	if v == nil || v.Kind != flow.VariableIn {
		return noVar
	}
	return c.refer(n, expr.Of(v))
}

// statements are updateData's assignments, one after the other.
func (c *code) statements(n int32, a *flow.Action) {
	for i, b := range a.Results {
		var uses []int32
		var value *flow.Value
		if i < len(a.Inputs) {
			value = a.Inputs[i].Value
			uses = c.read(n, a.Inputs[i].Name, value, asSetting)
		}
		if v := c.written(n, b.Value); v != noVar {
			c.assign(n, v, b.Name, value, uses)
			c.defs[len(c.defs)-1].loose = expr.Of(b.Value).Kind != expr.Reference
		}
	}
}

func (c *code) assign(n int32, v varID, name string, value *flow.Value, uses []int32) {
	if v == noVar {
		return
	}
	d := c.newDef(def{
		node: n, v: v, origin: assigned, name: name, value: value, uses: uses,
		constant: len(uses) == 0,
	})
	c.add(n, op{opDef, v, d})
}

func (c *code) setParticipant(n int32, a *flow.Action) {
	for _, b := range a.Inputs {
		uses := c.read(n, b.Name, b.Value, asSetting)
		c.assign(n, c.vars.named(participantScope+"."+b.Name, nil, nil), b.Name, b.Value, uses)
	}
}

func (c *code) getParticipant(n int32, a *flow.Action) {
	for _, b := range a.Results {
		uses := c.use(n, c.vars.named(participantScope+"."+b.Name, nil, nil), use{role: asSetting, name: b.Name, value: b.Value})
		c.assign(n, c.written(n, b.Value), b.Name, b.Value, uses)
	}
}

// answers are the variables that an action's outcome is written to: its
// answer by a good output, for certain, and by a bad one, perhaps, unless the
// action is a data action; its error details by a bad output.
func (c *code) answers(n int32, a *flow.Action) {
	from := result
	if asksPerson(a) && a.Kind.Leaves == flow.LeavesNothing {
		from = answered
	}
	for _, b := range a.Results {
		if a.Kind.Control == flow.Loops && b.Name == "currentIndex" {
			c.answer(n, b, index, func(output string) bool { return output == "loop" }, never)
			continue
		}
		maybe := bad
		if isDataAction(a) {
			maybe = never
		}
		b = slotOf(a, b)
		c.answer(n, b, from, good, maybe)
		if from == answered && fixedLength(a) {
			c.onEdges(n, op{opCheck, c.written(n, b.Value), n}, good)
		}
	}
	for _, b := range a.Failures {
		c.answer(n, b, detail, bad, never)
	}
	if fillsSlots[a.Kind.Name] {
		for _, slot := range c.vars.slots {
			d := c.newDef(def{node: n, v: slot, origin: answered, name: "slot"})
			c.onEdges(n, op{opWeak, slot, d}, func(string) bool { return true })
		}
	}
}

// fixedLength reports whether the action takes digits of one length only. It leaves by a
// bad output when the person enters fewer: behind a good one the form has been checked.
func fixedLength(a *flow.Action) bool {
	if a.Kind.Name != "collectInput" {
		return false
	}
	least, most := expr.Fold(expr.Of(a.Value("digitsMin"))), expr.Fold(expr.Of(a.Value("digitsMax")))
	return least.Kind == expr.Literal && most.Kind == expr.Literal && least.Text == most.Text
}

// slotOf gives a slot's bare name, as Archy has it, its scope.
func slotOf(a *flow.Action, b flow.Binding) flow.Binding {
	if a.Kind.Name != "askForSlot" || b.Value == nil || b.Value.Text == "" || strings.Contains(b.Value.Text, ".") {
		return b
	}
	v := *b.Value
	v.Text, v.Kind, v.Config, v.Tree = "Slot."+v.Text, flow.VariableIn, nil, nil
	if strings.ContainsAny(v.Text, " -") {
		v.Text = `Slot."` + strings.TrimPrefix(v.Text, "Slot.") + `"`
	}
	b.Value = &v
	return b
}

func (c *code) answer(n int32, b flow.Binding, from origin, surely, maybe func(string) bool) {
	v := c.written(n, b.Value)
	if v == noVar {
		return
	}
	d := c.newDef(def{node: n, v: v, origin: from, name: b.Name, value: b.Value})
	c.onEdges(n, op{opDef, v, d}, surely)
	c.onEdges(n, op{opWeak, v, d}, maybe)
}

// bad reports whether an output means that the action has no answer to give.
func bad(output string) bool {
	switch output {
	case "failure", "timeout", "notFound", "maxNoInputs", "maxNoMatches", "noIntent", "conditionsNotMet":
		return true
	}
	return false
}

func good(output string) bool { return !bad(output) }

func never(string) bool { return false }

// fillsSlots are the kinds of action after which any slot may have been
// filled, because they listen to free input.
var fillsSlots = map[string]bool{
	"askForIntent": true, "askForSlot": true, "waitForInput": true, "digitalMenu": true,
	"loopAnythingElse": true, "clearSlot": true,
}

// calls hands parameters to a called task or module and takes its results
// back.
func (c *code) calls(n int32, a *flow.Action) {
	callee := c.super.callee(n)
	c.parameters(n, a, callee)
	box, module := c.g.Nodes[callee].Container, c.g.Nodes[callee].Module
	for _, b := range a.Results {
		v := c.written(n, b.Value)
		if v == noVar {
			continue
		}
		inner := c.vars.named(scoped(b.Name, box), box, module)
		var uses []int32
		for _, r := range c.super.returns[c.super.proc[callee]] {
			uses = append(uses, c.use(r, inner, use{role: asReturn, name: b.Name, value: b.Value})...)
		}
		d := c.newDef(def{node: n, v: v, origin: assigned, name: b.Name, value: b.Value, uses: uses, loose: c.super.endsElsewhere(callee)})
		c.onEdges(n, op{opDef, v, d}, func(string) bool { return true })
	}
}

// parameters writes a target's input variables where the target starts.
func (c *code) parameters(n int32, a *flow.Action, start cfg.NodeID) {
	if start == cfg.None {
		c.inputs(n, a)
		return
	}
	box, module := c.g.Nodes[start].Container, c.g.Nodes[start].Module
	for _, b := range a.Inputs {
		uses := c.read(n, b.Name, b.Value, asInput)
		v := c.vars.named(scoped(b.Name, box), box, module)
		d := c.newDef(def{node: n, v: v, origin: assigned, name: b.Name, value: b.Value, uses: uses, constant: len(uses) == 0})
		c.add(int32(start), op{opWeak, v, d})
	}
}

// scoped gives a parameter's name its scope where the file leaves it out.
func scoped(name string, box *flow.Container) string {
	lower := strings.ToLower(name)
	for _, scope := range []string{"task.", "state.", "common.", "flow."} {
		if strings.HasPrefix(lower, scope) {
			return name
		}
	}
	switch box.Kind {
	case flow.State, flow.BotState:
		return "State." + name
	case flow.ModuleTask:
		return "Common." + name
	}
	return "Task." + name
}

func (c *code) outcomes(n int32) {
	c.add(n, op{opCall, noVar, n})
	c.onEdges(n, op{opOK, noVar, n}, good)
	c.onEdges(n, op{opFailed, noVar, n}, func(output string) bool { return output == "failure" })
	c.onEdges(n, op{opTimed, noVar, n}, func(output string) bool { return output == "timeout" })
}

// looksUp reports whether the action looks something up in the organisation, which
// it may not find: a row of a data table, a queue, a user, a contact.
func looksUp(a *flow.Action) bool {
	if a == nil || isDataAction(a) {
		return false
	}
	return a.Kind.Name == "dataTableLookup" || slices.Contains(a.Kind.Outputs, "notFound")
}

// asksPerson reports whether the action asks the person for something and
// goes on with the answer.
func asksPerson(a *flow.Action) bool {
	if a == nil {
		return false
	}
	if strings.HasPrefix(a.Kind.Name, "askFor") || strings.HasPrefix(a.Kind.Name, "askSurvey") {
		return true
	}
	switch a.Kind.Name {
	case "collectInput", "dialByExtension", "digitalMenu", "waitForInput", "form", "loopAnythingElse", "processVoicemailInput":
		return true
	}
	return a.Kind.Talks && (a.Kind.Leaves == flow.ToBot || a.Kind.Leaves == flow.ToOtherPlatforms)
}

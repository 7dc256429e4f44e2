package archy

import (
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"

	"archlint/analyzer/flow"
)

// branches collects an action's outputs.
type branches struct {
	d      *decoder
	action *flow.Action
	in     *flow.Container
	listed bool     // the file names at least one
	trail  []string // keys from the action to where rest is
}

// outputs reads an action's ways out. Those that its kind always has exist
// although the file leaves out what has no actions; they are empty then.
func (d *decoder) outputs(a *flow.Action, body *yaml.Node, c *flow.Container) {
	b := &branches{d: d, action: a, in: c}
	for _, name := range a.Kind.OutputsIn(d.flow.Type) {
		a.Outputs = append(a.Outputs, &flow.Output{Name: name, State: flow.Empty, Pos: a.Pos})
	}
	if a.Kind.Name == "switch" {
		b.evaluate(lookup(body, "evaluate"))
	}
	outputs := lookup(body, "outputs")
	if outputs != nil {
		b.listedIn(outputs, childPath(a.Path, "outputs"))
	}
	b.rest(body, outputs)
	b.named(body)
	if b.listed && b.mayHaveMore() {
		b.add("", flow.OtherOutput, &flow.Output{State: flow.Empty, Pos: a.Pos})
	}
	flow.NameApart(a.Outputs)
	flow.SortOutputs(a.Kind, a.Outputs)
}

// mayHaveMore reports whether the action can leave by an output that the file
// does not list and that nothing else in it names: others may name some, or all
// that is listed stands for what went wrong. A call's outputs are the called
// task's (see callOutputs).
func (b *branches) mayHaveMore() bool {
	k := b.action.Kind
	return k.Unlisted || k.Open && !slices.ContainsFunc(b.action.Outputs, func(o *flow.Output) bool {
		return o.State != flow.OutOfService && !flow.IsTrouble(o.Name)
	})
}

// listedIn reads the mapping "outputs": a key a branch, or a key a list of
// branches (paths, intents).
func (b *branches) listedIn(n *yaml.Node, path string) {
	for _, f := range fieldsOf(n) {
		switch {
		case f.value.Kind == yaml.SequenceNode && f.key != "actions":
			b.list(f.value, childPath(path, f.key))
		case b.isBinding(f):
			v := b.d.value(f.value, childPath(path, f.key))
			b.action.Results = append(b.action.Results, flow.Binding{Name: f.key, Value: v})
		default:
			b.branch(f.key, f, childPath(path, f.key))
		}
	}
}

// isBinding tells a result's variable from a branch: calls of tasks have both
// under the one key.
func (b *branches) isBinding(f field) bool {
	inner, ok := onlyField(f.value)
	return ok && (inner.key == "var" || inner.key == "noValue")
}

// list reads branches that the author named: {path: {name: x, actions: [...]}}.
func (b *branches) list(n *yaml.Node, path string) {
	for i, entry := range itemsOf(n) {
		f, ok := onlyField(entry)
		if !ok {
			b.d.externalProblem(entry)
			continue
		}
		name := textOf(lookup(f.value, "name"))
		if name == "" {
			name = elementPath(f.key, i)
		}
		b.branch(name, f, item(path, i, f.key))
	}
}

// branch reads one output.
func (b *branches) branch(name string, f field, path string) {
	o := &flow.Output{State: flow.Empty, Pos: b.d.pos(f.keyNode)}
	b.d.model(f.value)
	switch {
	case isWordFalse(lookup(f.value, "enabled")):
		o.State = flow.OutOfService
	case isScalar(f.value):
		o.State, o.Block = flow.Connected, &flow.Block{Actions: []*flow.Action{b.d.elsewhere(f.value, path)}}
	case f.value.Kind == yaml.SequenceNode: // the list without the key "actions" around it
		o.Block = b.d.block(f.value, path, b.in)
	default:
		o.Block = b.d.block(lookup(f.value, "actions"), childPath(path, "actions"), b.in)
	}
	if o.Block != nil {
		o.State = flow.Connected
	}
	b.listed = true
	b.add("", name, o)
	if !b.action.Kind.Lists(name) {
		b.d.noteOnce(f.keyNode, flow.UnlistedOutput(b.action.Kind, name))
	}
}

// add puts an output in the place of the empty one that its name has, or
// behind the others. A second one of the same name is another way out.
func (b *branches) add(label, name string, o *flow.Output) {
	o.Name, o.Label = name, label
	i := slices.IndexFunc(b.action.Outputs, func(old *flow.Output) bool { return old.Name == name })
	if i >= 0 && b.action.Outputs[i].Pos == b.action.Pos && b.action.Outputs[i].State == flow.Empty {
		b.action.Outputs[i] = o
		return
	}
	b.action.Outputs = append(b.action.Outputs, o)
}

// evaluate reads a switch: the cases of {firstTrue: {...}}, or of
// {firstMatch: {<type>: {value: ..., ...}}}.
func (b *branches) evaluate(n *yaml.Node) {
	style, ok := onlyField(n)
	if !ok {
		return
	}
	body, path := style.value, childPath(b.action.Path, "evaluate", style.key)
	if style.key == "firstMatch" {
		typ, ok := onlyField(body)
		if !ok {
			return
		}
		body, path = typ.value, childPath(path, typ.key)
	}
	cases := childPath(path, "cases")
	for i, entry := range itemsOf(lookup(body, "cases")) {
		if f, ok := onlyField(entry); ok {
			b.switchCase(f, item(cases, i, f.key))
		} else {
			b.d.externalProblem(entry)
		}
	}
	for _, f := range fieldsOf(body) {
		if f.key == defaultOutput {
			b.branch(defaultOutput, f, childPath(path, f.key))
		}
	}
}

func (b *branches) switchCase(f field, path string) {
	value := b.d.value(lookup(f.value, "value"), childPath(path, "value"))
	if value == nil {
		value = &flow.Value{Kind: flow.NotSet, Path: path, Pos: b.d.pos(f.keyNode)}
	}
	b.action.Cases = append(b.action.Cases, value)
	b.branch(flow.CaseOutput(len(b.action.Cases)-1), f, path)
	b.action.Outputs[len(b.action.Outputs)-1].Label = textOf(lookup(f.value, "name"))
}

// rest walks over what is left of the action: it notes the variables that
// settings read which are not kept, and finds lists of actions in places that
// this decoder does not know.
func (b *branches) rest(n *yaml.Node, outputs *yaml.Node) {
	for _, f := range fieldsOf(n) {
		if f.value == outputs || b.d.modelled[f.value] {
			continue
		}
		b.trail = append(b.trail, f.key)
		b.restOf(f, outputs)
		b.trail = b.trail[:len(b.trail)-1]
	}
	for i, entry := range itemsOf(n) {
		if !b.d.modelled[entry] {
			b.trail = append(b.trail, strconv.Itoa(i))
			b.rest(entry, outputs)
			b.trail = b.trail[:len(b.trail)-1]
		}
	}
}

func (b *branches) restOf(f field, outputs *yaml.Node) {
	switch {
	case f.value.Kind == yaml.ScalarNode:
		if f.key == "exp" && !isNull(f.value) {
			b.action.AlsoReads = union(b.action.AlsoReads, b.d.reads(textOf(f.value)))
		}
	case lookup(f.value, "actions") != nil && !b.d.modelled[lookup(f.value, "actions")]:
		name := textOf(lookup(f.value, "name"))
		if name == "" {
			name = f.key
		}
		b.branch(name, f, childPath(b.action.Path, b.trail...))
	default:
		b.rest(f.value, outputs)
	}
}

// callOutputs completes the outputs of a call when the called task is known:
// they are what the task declares. When it is not, there may be others.
func (d *decoder) callOutputs(a *flow.Action) {
	if a.Kind.Control != flow.Calls {
		return
	}
	b := &branches{d: d, action: a}
	if a.Target == nil {
		b.add("", flow.OtherOutput, &flow.Output{State: flow.Empty, Pos: a.Pos})
		return
	}
	for _, o := range a.Outputs {
		o.Name = taskOutputID(o.Name)
	}
	for _, declared := range a.Target.Outputs {
		if a.Output(declared.ID) == nil {
			b.add("", declared.ID, &flow.Output{State: flow.Empty, Pos: a.Pos})
		}
	}
	flow.SortOutputs(a.Kind, a.Outputs)
}

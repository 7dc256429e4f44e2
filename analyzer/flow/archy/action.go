package archy

import (
	"strings"

	"gopkg.in/yaml.v3"

	"archlint/analyzer/flow"
)

// block reads a list of actions; nil when there is none in it.
func (d *decoder) block(n *yaml.Node, path string, c *flow.Container) *flow.Block {
	n = target(n)
	if n == nil || isNull(n) {
		return nil
	}
	d.model(n)
	if n.Kind != yaml.SequenceNode {
		return &flow.Block{Actions: []*flow.Action{d.elsewhere(n, path)}}
	}
	b := &flow.Block{Actions: make([]*flow.Action, 0, len(n.Content))}
	for i, entry := range itemsOf(n) {
		if a := d.actionItem(entry, path, i, c); a != nil {
			b.Actions = append(b.Actions, a)
		}
	}
	if len(b.Actions) == 0 {
		return nil
	}
	return b
}

// actionItem reads one item of a list of actions: a mapping of one key, the
// kind of action.
func (d *decoder) actionItem(entry *yaml.Node, list string, index int, c *flow.Container) *flow.Action {
	first, ok := onlyField(entry)
	switch {
	case isNull(entry) || entry.Kind == yaml.MappingNode && !ok:
		d.problem(entry, "an empty action")
		return nil
	case !ok:
		return d.elsewhere(entry, elementPath(list, index))
	case len(entry.Content) > 2:
		d.besideAction(entry)
	}
	return d.action(first, item(list, index, first.key), c)
}

// besideAction reports keys beside the one that says what an action is.
func (d *decoder) besideAction(entry *yaml.Node) {
	if fields := fieldsOf(entry); len(fields) > 1 {
		d.problem(fields[1].keyNode, "%q stands beside action %q, where it means nothing: is it indented too little?",
			fields[1].key, fields[0].key)
	}
}

// elsewhere stands for actions that the file only refers to: what they do is
// unknown.
func (d *decoder) elsewhere(n *yaml.Node, path string) *flow.Action {
	d.externalProblem(n)
	return &flow.Action{
		Kind: flow.KindByName("externalReference"), RawKind: "externalReference", Name: textOf(n),
		Path: path, Pos: d.pos(n), TargetRef: textOf(n),
	}
}

// action reads the action that f is.
func (d *decoder) action(f field, path string, c *flow.Container) *flow.Action {
	a := &flow.Action{
		Kind: flow.KindByName(f.key), RawKind: f.key, Path: path, Pos: d.pos(f.keyNode),
		Name:     textOf(lookup(f.value, "name")),
		Disabled: isWordFalse(lookup(f.value, "enabled")) || isWordTrue(lookup(f.value, "disabled")),
	}
	if isScalar(f.value) && strings.Contains(textOf(f.value), "#") {
		d.externalProblem(f.value)
	}
	d.settings(a, f.value)
	d.bindings(a, f.value)
	d.externals(a, f.value)
	d.jump(a, f.value)
	d.outputs(a, f.value, c)
	return a
}

// settings reads what the table of settings keeps.
func (d *decoder) settings(a *flow.Action, body *yaml.Node) {
	for _, s := range flow.SettingsOf(a.Kind.Name) {
		if first, _, _ := strings.Cut(s.Archy, "/"); first != "*" && lookup(body, first) == nil {
			continue // as most
		}
		for path := range strings.SplitSeq(s.Archy, "|") {
			keys := strings.Split(path, "/")
			if n := lookupPath(body, keys...); n != nil {
				d.keep(a, s, flow.Binding{Name: s.Name, Value: d.setting(s, n, childPath(a.Path, keys...))})
				break
			}
		}
	}
}

// keep files a setting under its role.
func (d *decoder) keep(a *flow.Action, s flow.Setting, b flow.Binding) {
	switch s.Role {
	case flow.AsInput:
		a.Inputs = append(a.Inputs, b)
	case flow.AsResult:
		a.Results = append(a.Results, b)
	case flow.AsCounter:
		a.Values = append(a.Values, b)
		a.Results = append(a.Results, b)
	default:
		a.Values = append(a.Values, b)
	}
}

// setting reads a setting's value. Where the notation writes a variable's bare
// name for what is written to, the value is that variable.
func (d *decoder) setting(s flow.Setting, n *yaml.Node, path string) *flow.Value {
	if s.Role != flow.AsResult || !isScalar(n) {
		return d.value(n, path)
	}
	d.model(n)
	v := &flow.Value{Path: path, Pos: d.pos(n)}
	d.written(v, n)
	if s.Archy == "slot/name" && v.Kind == flow.VariableIn {
		v.Text = d.variable("Slot." + strings.TrimPrefix(v.Text, "Slot."))
	}
	return v
}

// jump notes where an action leads inside the flow, and by which of its
// outputs an endTask leaves its task.
func (d *decoder) jump(a *flow.Action, body *yaml.Node) {
	for _, key := range []string{"targetTaskRef", "targetMenuRef", "targetStateRef"} {
		if ref := lookup(body, key); isScalar(ref) {
			a.TargetRef = textOf(ref)
			d.refs.actions = append(d.refs.actions, jump{a, ref})
			break
		}
	}
	if a.Kind.Control == flow.EndsTask {
		a.TaskOutput = taskOutputID(textOf(lookupPath(body, "outputPath", "name")))
	}
}

package archy

import (
	"strconv"

	"gopkg.in/yaml.v3"

	"archlint/analyzer/flow"
)

// bindings reads the named values that go into an action and come out of it.
func (d *decoder) bindings(a *flow.Action, body *yaml.Node) {
	switch a.Kind.Name {
	case "callData", "callDataSecure", "callBridge":
		d.dataAction(a, body)
	case "updateData":
		d.statements(a, lookup(body, "statements"))
	case "setParticipantData", "setConversationData", "getParticipantData", "getConversationData":
		d.attributes(a, lookup(body, "attributes"))
	case "dataTableLookup":
		d.called(a, body, "dataTable", "foundOutputs")
	case "callBotFlow", "callDigitalBotFlow", "callVoiceFlow", "callCommonModule":
		d.versioned(a, body)
	case "callTask", "jumpToTask":
		a.Inputs = append(a.Inputs, d.named(body, a.Path, "inputs", false)...)
	}
	a.Failures = append(a.Failures, d.named(body, a.Path, "failureOutputs", true)...)
}

// named reads the mapping of names to values that stands under key in n. Of
// written, the values are variables that are written to. The path of a value
// that is not set is that of the mapping: exports list all names a called
// thing has, most of them unset, and nothing ever points there.
func (d *decoder) named(n *yaml.Node, path, key string, written bool) []flow.Binding {
	fields := fieldsOf(lookup(n, key))
	if len(fields) == 0 {
		return nil
	}
	out := make([]flow.Binding, 0, len(fields))
	path = childPath(path, key)
	for _, f := range fields {
		v := d.value(f.value, path)
		if v.IsSet() {
			v.Path = childPath(path, f.key)
		}
		if written && isScalar(f.value) {
			d.written(v, f.value)
		}
		out = append(out, flow.Binding{Name: f.key, Value: v})
	}
	return out
}

// dataAction reads a call of a data action: the integration's name, below it
// the action's name, below it what goes in and out.
func (d *decoder) dataAction(a *flow.Action, body *yaml.Node) {
	a.DataAction = &flow.DataAction{
		Secure:           a.Kind.Name == "callDataSecure",
		Timeout:          d.value(lookup(body, "timeout"), childPath(a.Path, "timeout")),
		ProcessingPrompt: d.prompts(a.RawKind, lookup(body, "processingPrompt")),
	}
	category, ok := onlyField(lookup(body, "category"))
	if !ok {
		d.problem(orBody(body, d.root), "the call names no data action")
		return
	}
	a.DataAction.Integration = category.key
	group, ok := onlyField(category.value)
	if !ok {
		d.problem(category.keyNode, "the call names no data action")
		return
	}
	action, ok := onlyField(group.value)
	if !ok {
		d.problem(group.keyNode, "the call names no data action")
		return
	}
	a.DataAction.Name = action.key
	d.contract(a, action.value, childPath(a.Path, "category", category.key, group.key, action.key), "successOutputs")
}

func orBody(n, other *yaml.Node) *yaml.Node {
	if n != nil {
		return n
	}
	return other
}

// contract reads the arguments and results of something that is called.
func (d *decoder) contract(a *flow.Action, n *yaml.Node, path, results string) {
	a.Inputs = append(a.Inputs, d.named(n, path, "inputs", false)...)
	a.Results = append(a.Results, d.named(n, path, results, true)...)
	a.Failures = append(a.Failures, d.named(n, path, "failureOutputs", true)...)
}

// prompts reports whether something is played while the call runs: the
// action's own prompt, else the flow's default for this kind of action.
func (d *decoder) prompts(kind string, own *yaml.Node) bool {
	if f, ok := onlyField(own); ok {
		switch f.key {
		case "noValueWithNoFallback":
			return false
		case "noValue", "none":
		default:
			return true
		}
	}
	standard := lookupPath(d.root, "settingsActionDefaults", kind, "processingPrompt")
	f, ok := onlyField(standard)
	if !ok { // exports leave the default out where it is the platform's own prompt
		return true
	}
	return f.key != "noValue" && f.key != "none" && f.key != "noValueWithNoFallback"
}

// called reads {<key>: {<name of what is called>: {inputs, <results>, failureOutputs}}}.
func (d *decoder) called(a *flow.Action, body *yaml.Node, key, results string) {
	if f, ok := onlyField(lookup(body, key)); ok {
		d.contract(a, f.value, childPath(a.Path, key, f.key), results)
	}
}

// versioned reads what a flow that calls another flow passes: below the
// flow's name stands a version, below that inputs and outputs.
func (d *decoder) versioned(a *flow.Action, body *yaml.Node) {
	for _, key := range calledFlowKeys {
		name, ok := onlyField(lookup(body, key))
		if !ok {
			continue
		}
		if version, ok := onlyField(name.value); ok {
			path := childPath(a.Path, key, name.key, version.key)
			d.contract(a, version.value, path, "outputs")
		}
	}
}

// statements reads updateData: each {<type>: {variable: x, value: ...}}.
func (d *decoder) statements(a *flow.Action, n *yaml.Node) {
	if n == nil {
		return
	}
	path := childPath(a.Path, "statements")
	for i, entry := range itemsOf(n) {
		f, ok := onlyField(entry)
		if !ok {
			continue
		}
		name, itemPath := "statement:"+strconv.Itoa(i), item(path, i, f.key)
		if v := d.value(lookup(f.value, "value"), childPath(itemPath, "value")); v != nil {
			a.Inputs = append(a.Inputs, flow.Binding{Name: name, Value: v})
		}
		if v := d.bareVariable(lookup(f.value, "variable"), childPath(itemPath, "variable")); v != nil {
			a.Results = append(a.Results, flow.Binding{Name: name, Value: v})
		}
	}
}

// bareVariable reads a variable that is written to, named with or without a
// wrapper around it.
func (d *decoder) bareVariable(n *yaml.Node, path string) *flow.Value {
	v := d.value(n, path)
	if isScalar(n) {
		d.written(v, n)
	}
	return v
}

// attributes reads the list of what is set or got: {attribute: {name, value}}
// or {attribute: {name, variable}}.
func (d *decoder) attributes(a *flow.Action, n *yaml.Node) {
	if n == nil {
		return
	}
	path := childPath(a.Path, "attributes")
	for i, entry := range itemsOf(n) {
		f, ok := onlyField(entry)
		if !ok {
			continue
		}
		itemPath := item(path, i, f.key)
		name := d.attributeName(lookup(f.value, "name"))
		if variable := lookup(f.value, "variable"); variable != nil {
			a.Results = append(a.Results, flow.Binding{Name: name, Value: d.bareVariable(variable, childPath(itemPath, "variable"))})
			continue
		}
		v := d.value(lookup(f.value, "value"), childPath(itemPath, "value"))
		if v != nil && v.Kind == flow.VariableIn {
			a.Results = append(a.Results, flow.Binding{Name: name, Value: v})
		} else if v != nil {
			a.Inputs = append(a.Inputs, flow.Binding{Name: name, Value: v})
		}
	}
}

// attributeName is the attribute's literal name, or the source of the
// expression that makes it. The node is not kept: what it reads counts.
func (d *decoder) attributeName(n *yaml.Node) string {
	if isScalar(n) {
		return textOf(n)
	}
	if f, ok := onlyField(n); ok {
		return textOf(f.value)
	}
	return ""
}

package archy

import (
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"archlint/analyzer/flow"
)

// containerKinds are the kinds of container by the key that an item of a
// collection (tasks, menus, states, bots) has.
var containerKinds = map[string]flow.ContainerKind{
	"task": flow.Task, "state": flow.State, "bot": flow.BotState, "menu": flow.Menu,
	"recurringState": flow.State,
}

// containers reads all collections in document order.
func (d *decoder) containers() {
	for _, f := range fieldsOf(d.root) {
		if f.key == "variables" || f.key == "startUpTaskActions" || f.key == "startUpTaskVariables" {
			continue
		}
		known := f.key == "tasks" || f.key == "menus" || f.key == "states" || f.key == "bots"
		for i, item := range itemsOf(f.value) {
			d.containerItem(item, childPath(d.path, f.key, strconv.Itoa(i)), known)
		}
	}
}

// containerItem reads an item of a collection. In a list that is not known to
// be one, only what has actions or choices is a container.
func (d *decoder) containerItem(item *yaml.Node, path string, known bool) {
	if isScalar(item) {
		if known {
			d.externalProblem(item)
		}
		return
	}
	f, ok := onlyField(item)
	if !ok || f.value.Kind != yaml.MappingNode {
		if ok && known && isScalar(f.value) {
			d.externalProblem(f.value)
		}
		return
	}
	kind, named := containerKinds[f.key]
	if !named {
		if !known && lookup(f.value, "actions") == nil && lookup(f.value, "choices") == nil {
			return
		}
		kind = flow.Task
		if lookup(f.value, "choices") != nil {
			kind = flow.Menu
		}
	}
	d.container(kind, f, childPath(path, f.key))
}

// container reads a task, menu, state or bot.
func (d *decoder) container(kind flow.ContainerKind, f field, path string) *flow.Container {
	c := &flow.Container{
		Kind:      kind,
		ID:        textOf(lookup(f.value, "refId")),
		Name:      textOf(lookup(f.value, "name")),
		Path:      path,
		Pos:       d.pos(f.keyNode),
		Recurring: f.key == "recurringState",
	}
	c.TrackingID = trackingID(c.ID)
	c.Variables = d.variables(lookup(f.value, "variables"), childPath(path, "variables"))
	d.add(c, lookup(f.value, "refId"))
	if kind == flow.Menu {
		d.menu(c, f.value)
		return c
	}
	if kind == flow.Task {
		c.Outputs = d.taskOutputs(lookup(f.value, "outputPaths"))
	}
	c.Body = d.block(lookup(f.value, "actions"), childPath(path, "actions"), c)
	if c.Body == nil {
		c.Body = &flow.Block{}
	}
	return c
}

// add makes c a container of the flow that references can name.
func (d *decoder) add(c *flow.Container, refID *yaml.Node) {
	d.flow.Containers = append(d.flow.Containers, c)
	if c.ID == "" {
		return
	}
	if other := d.refs.byID(c.Kind, c.ID); other != nil {
		d.problem(refID, "refId %q is taken by the %s in line %d: references mean that one", c.ID, other.Kind, other.Pos.Line)
	}
	d.refs.add(c)
}

// trackingID is the number that ends an exported refId ("Main Menu_10"), or 0.
func trackingID(refID string) int {
	_, number, found := cutLast(refID, "_")
	if !found {
		return 0
	}
	id, err := strconv.Atoi(number)
	if err != nil || id < 0 {
		return 0
	}
	return id
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// defaultOutput is the way out of a task that always exists.
const defaultOutput = "default"

// taskOutputs reads the ways out that a task declares: a list of names, of
// {name: x}, or of {outputPath: {name: x}}.
func (d *decoder) taskOutputs(n *yaml.Node) []flow.TaskOutput {
	outputs := []flow.TaskOutput{{ID: defaultOutput, Name: defaultOutput}}
	for _, item := range itemsOf(n) {
		name := textOf(item)
		if name == "" {
			name = textOf(lookup(item, "name"))
		}
		if f, ok := onlyField(item); ok && name == "" {
			name = textOf(lookup(f.value, "name"))
		}
		if name != "" && taskOutputID(name) != defaultOutput {
			outputs = append(outputs, flow.TaskOutput{ID: name, Name: name})
		}
	}
	return outputs
}

// taskOutputID is the id of a declared output by its name. Exports spell the
// default one in any letter case.
func taskOutputID(name string) string {
	if name == "" || strings.EqualFold(name, defaultOutput) {
		return defaultOutput
	}
	return name
}

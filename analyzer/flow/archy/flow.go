package archy

import (
	"cmp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

// startUpNames are the names that Platform configurations give to the one
// container of flows that have no named ones.
const (
	loopTaskName   = "In-Queue Task"
	moduleTaskName = "Common Module Task"
	startUpName    = "Start-up Task"
)

// decode reads the whole flow below its root key.
func (d *decoder) decode(root field) *flow.Flow {
	f := d.flow
	d.root, d.path = root.value, childPath("", root.key)
	f.Name = textOf(lookup(d.root, "name"))
	f.Pos = d.pos(root.keyNode)
	f.Variables = d.variables(lookup(d.root, "variables"), childPath(d.path, "variables"))
	d.startUpTask()
	d.containers()
	d.errorHandling()
	d.knowledge()
	d.start()
	d.resolve()
	flow.MarkRecurring(f)
	slices.SortStableFunc(f.Problems, func(a, b *source.Error) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column))
	})
	return f
}

// startUpTask reads the actions of flows that keep them at the root.
func (d *decoder) startUpTask() {
	actions := lookup(d.root, "startUpTaskActions")
	if actions == nil {
		return
	}
	c := &flow.Container{Kind: flow.Task, Name: startUpName, Path: childPath(d.path, "startUpTaskActions"),
		Pos: d.pos(d.keyOf("startUpTaskActions"))}
	switch {
	case d.flow.Type == "commonmodule":
		c.Kind, c.Name = flow.ModuleTask, moduleTaskName
	case d.flow.Type.Info().InQueue:
		c.Kind, c.Name = flow.LoopTask, loopTaskName
	}
	c.Outputs = d.taskOutputs(nil)
	c.Variables = d.variables(lookup(d.root, "startUpTaskVariables"), childPath(d.path, "startUpTaskVariables"))
	d.add(c, nil)
	c.Body = d.block(actions, c.Path, c)
	if c.Body == nil {
		c.Body = &flow.Block{}
	}
	d.flow.Entry = c
}

// keyOf returns the node of a root key, for its position.
func (d *decoder) keyOf(key string) *yaml.Node {
	for _, f := range fieldsOf(d.root) {
		if f.key == key {
			return f.keyNode
		}
	}
	return d.root
}

// start finds the entry by startUpRef.
func (d *decoder) start() {
	ref := lookup(d.root, "startUpRef")
	switch {
	case d.flow.Entry != nil:
	case isScalar(ref):
		d.refs.containers = append(d.refs.containers, pending{ref, func(c *flow.Container) { d.flow.Entry = c }})
	default:
		d.problem(d.root, "the flow does not say where it starts: no startUpRef and no startUpTaskActions")
	}
}

// errorHandling reads what a run-time error leads to: one key that names it,
// with a queue or a reference inside where it needs one.
func (d *decoder) errorHandling() {
	handling, ok := onlyField(lookupPath(d.root, "settingsErrorHandling", "errorHandling"))
	if !ok {
		return
	}
	path := childPath(d.path, "settingsErrorHandling", "errorHandling", handling.key)
	e := &d.flow.Errors
	e.Kind, e.Pos = handling.key, d.pos(handling.keyNode)
	for _, f := range fieldsOf(handling.value) {
		switch {
		case f.key == "targetQueue":
			e.Queue = d.value(f.value, childPath(path, f.key))
		case strings.HasSuffix(f.key, "Ref") && isScalar(f.value):
			d.refs.containers = append(d.refs.containers, pending{f.value, func(c *flow.Container) { e.Target = c }})
		}
	}
}

// knowledge finds the task that follows a knowledge answer of a bot.
func (d *decoder) knowledge() {
	var find func(n *yaml.Node)
	find = func(n *yaml.Node) {
		for _, f := range fieldsOf(n) {
			if strings.HasSuffix(f.key, "TaskRef") && isScalar(f.value) {
				d.refs.containers = append(d.refs.containers, pending{f.value, func(c *flow.Container) { d.flow.KnowledgeTask = c }})
			}
			find(f.value)
		}
	}
	find(lookup(d.root, "settingsKnowledge"))
}

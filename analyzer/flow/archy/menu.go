package archy

import (
	"strings"

	"gopkg.in/yaml.v3"

	"archlint/analyzer/flow"
)

// menu reads a menu's settings and choices.
func (d *decoder) menu(c *flow.Container, body *yaml.Node) {
	settings := lookup(body, "settingsMenu")
	c.Menu = &flow.MenuSettings{
		Repeat: d.value(lookup(settings, "repeatCount"), childPath(c.Path, "settingsMenu", "repeatCount")),
	}
	path := childPath(c.Path, "choices")
	for i, entry := range itemsOf(lookup(body, "choices")) {
		f, ok := onlyField(entry)
		if !ok {
			d.externalProblem(entry)
			continue
		}
		c.Choices = append(c.Choices, d.choice(c, f, item(path, i, f.key)))
	}
	d.defaultChoice(c, lookup(body, "defaultChildMenuRef"))
}

// choice reads one entry of a menu: a key that says what happens, and with it
// the key that the caller presses.
func (d *decoder) choice(menu *flow.Container, f field, path string) *flow.Choice {
	ch := &flow.Choice{
		ID:     textOf(lookup(f.value, "refId")),
		Name:   textOf(lookup(f.value, "name")),
		Key:    dtmfKey(textOf(lookup(f.value, "dtmf"))),
		Global: isWordTrue(lookup(f.value, "globalDtmf")) || isWordTrue(lookup(f.value, "globalSpeechRecTerms")),
		Pos:    d.pos(f.keyNode),
	}
	switch inline := lookup(f.value, "task"); {
	case f.key == "menuTask" || inline != nil && inline.Kind == yaml.MappingNode:
		ch.Action = d.inlineTask(menu, f, path)
	case lookup(f.value, "choices") != nil || lookup(f.value, "menu") != nil:
		ch.Action = d.inlineMenu(menu, f, path)
	default:
		ch.Action = d.action(f, path, menu)
	}
	return ch
}

// dtmfKey turns "digit_9" into "9", "digit_star" into "star".
func dtmfKey(dtmf string) string { return strings.TrimPrefix(dtmf, "digit_") }

// newChoiceAction is the action of a choice that leads to a container which
// stands inside the choice.
func (d *decoder) newChoiceAction(f field, path string, to *flow.Container) *flow.Action {
	return &flow.Action{
		Kind: flow.KindByName(f.key), RawKind: f.key, Name: textOf(lookup(f.value, "name")),
		Path: path, Pos: d.pos(f.keyNode), Target: to, TargetRef: to.Path,
	}
}

// inlineTask makes the task inside a choice a container of its own.
func (d *decoder) inlineTask(menu *flow.Container, f field, path string) *flow.Action {
	body := lookup(f.value, "task")
	if isScalar(body) {
		d.externalProblem(body)
	}
	taskPath := childPath(path, "task")
	task := &flow.Container{
		Kind: flow.MenuTask, ID: textOf(lookup(f.value, "refId")), Name: textOf(lookup(f.value, "name")),
		Path: taskPath, Pos: d.pos(f.keyNode), Owner: menu,
		Outputs: d.taskOutputs(lookup(body, "outputPaths")),
	}
	task.TrackingID = trackingID(task.ID)
	task.Variables = d.variables(lookup(body, "variables"), childPath(taskPath, "variables"))
	d.flow.Containers = append(d.flow.Containers, task)
	task.Body = d.block(lookup(body, "actions"), childPath(taskPath, "actions"), task)
	if task.Body == nil {
		task.Body = &flow.Block{}
	}
	return d.newChoiceAction(f, path, task)
}

// inlineMenu makes the menu inside a choice a container of its own.
func (d *decoder) inlineMenu(owner *flow.Container, f field, path string) *flow.Action {
	inner := f
	if body := lookup(f.value, "menu"); body != nil && body.Kind == yaml.MappingNode {
		inner, path = field{"menu", f.keyNode, body}, childPath(path, "menu")
	}
	menu := d.container(flow.Menu, inner, path)
	menu.Owner = owner
	if menu.Name == "" {
		menu.Name = textOf(lookup(f.value, "name"))
	}
	return d.newChoiceAction(f, path, menu)
}

// defaultChoice finds the choice that no input leads to.
func (d *decoder) defaultChoice(c *flow.Container, ref *yaml.Node) {
	if !isScalar(ref) {
		return
	}
	_, id, ok := splitRef(textOf(ref))
	for _, ch := range c.Choices {
		if ok && ch.ID == id {
			c.Menu.Default = ch
			return
		}
	}
	d.problem(ref, "the default choice %s is none of menu %q", textOf(ref), c.Name)
}

package platform

import (
	"strconv"
	"strings"

	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

// container is a container as it stands in the file: a flat list of actions.
type container struct {
	flow *flow.Container
	// typ is the __type; containers whose type is not known are told apart by
	// what they hold.
	typ     string
	start   string
	nodes   []*node
	choices []*choice
	// defaultChoice is the id of the choice taken on no input.
	defaultChoice string
}

// choice is a menu choice with its one action.
type choice struct {
	flow *flow.Choice
	node *node
}

func (d *decoder) readContainer() error {
	c := &container{flow: &flow.Container{Path: string(d.path)}}
	if err := d.count(); err != nil {
		return err
	}
	begin, err := d.object(true, func(key string) error { return d.containerMember(c, key) })
	if err != nil {
		return err
	}
	c.flow.Pos = d.posAt(begin)
	c.flow.Kind = containerKind(c)
	if c.flow.Kind == flow.Menu {
		c.flow.Menu = cmpOrNew(c.flow.Menu)
	}
	d.register(c)
	return nil
}

func cmpOrNew(m *flow.MenuSettings) *flow.MenuSettings {
	if m == nil {
		return &flow.MenuSettings{}
	}
	return m
}

// register makes c known by its id.
func (d *decoder) register(c *container) {
	d.containers = append(d.containers, c)
	d.flow.Containers = append(d.flow.Containers, c.flow)
	if other, taken := d.byID[c.flow.ID]; taken {
		d.problem(c.flow.Pos, "%s has the id of %s", title(c.flow), title(other.flow))
		return
	}
	d.byID[c.flow.ID] = c
}

func (d *decoder) containerMember(c *container, key string) (err error) {
	switch key {
	case "__type":
		c.typ, err = d.string()
	case "id":
		c.flow.ID, err = d.string()
	case "trackingId":
		c.flow.TrackingID, err = d.int()
	case "name":
		c.flow.Name, err = d.string()
	case "startAction":
		c.start, err = d.string()
	case "variables":
		c.flow.Variables, err = d.variables()
	case "paths":
		err = d.array(false, func(int) error { return d.taskOutput(c) })
	case "actionList":
		err = d.array(true, func(int) error {
			n, err := d.readAction(c)
			c.nodes = append(c.nodes, n)
			return err
		})
	case "menuChoiceList":
		err = d.array(true, func(int) error { return d.readChoice(c) })
	case "defaultMenuChoice":
		c.defaultChoice, err = d.string()
	case "promptRepeatCount":
		c.flow.Menu = cmpOrNew(c.flow.Menu)
		c.flow.Menu.Repeat, err = d.value()
	case "recurring", "isRecurring":
		c.flow.Recurring, err = d.bool()
	default:
		err = d.skip()
	}
	return err
}

// containerKind maps the __type. A type that the platform adds later is a menu
// when it has choices, a state when it calls itself one, else a task.
func containerKind(c *container) flow.ContainerKind {
	switch c.typ {
	case "Task":
		return flow.Task
	case "State":
		return flow.State
	case "BotState":
		return flow.BotState
	case "LoopTask":
		return flow.LoopTask
	case "CommonModuleTask":
		return flow.ModuleTask
	case "Menu":
		return flow.Menu
	}
	switch {
	case len(c.choices) > 0:
		return flow.Menu
	case strings.HasSuffix(c.typ, "State"):
		c.flow.Recurring = c.flow.Recurring || c.typ == "RecurringState" || c.typ == "LoopState"
		return flow.State
	default:
		return flow.Task
	}
}

// taskOutput reads one output that a task declares. The default output's id is
// "default", the others' is their name, as in Archy; the GUID leads there.
func (d *decoder) taskOutput(c *container) error {
	var id, label, name string
	_, err := d.object(false, func(key string) (err error) {
		switch key {
		case "outputId":
			id, err = d.string()
		case "label":
			label, err = d.string()
		case "name":
			name, err = d.string()
		default:
			err = d.skip()
		}
		return err
	})
	if id == "" {
		return err
	}
	out := flow.TaskOutput{ID: label, Name: label}
	if name != "" {
		out = flow.TaskOutput{ID: name, Name: name}
	}
	if reserved, ok := flow.ReservedOutput(id); ok {
		out.ID = reserved
	}
	if out.ID == "" {
		out.ID = id
	}
	c.flow.Outputs = append(c.flow.Outputs, out)
	d.taskOutputs[outputKey{c, id}] = out.ID
	return err
}

// outputKey is a declared output by the platform's id.
type outputKey struct {
	task *container
	id   string
}

func (d *decoder) readChoice(c *container) error {
	ch := &choice{flow: &flow.Choice{}}
	begin, err := d.object(true, func(key string) (err error) {
		switch key {
		case "id":
			ch.flow.ID, err = d.string()
		case "name":
			ch.flow.Name, err = d.string()
		case "digit":
			ch.flow.Key, err = d.scalar()
			ch.flow.Key = keyName(ch.flow.Key)
		case "globalDtmf", "globalSpeech":
			var global bool
			global, err = d.bool()
			ch.flow.Global = ch.flow.Global || global
		case "action":
			ch.node, err = d.readAction(c)
		default:
			err = d.skip()
		}
		return err
	})
	if err != nil {
		return err
	}
	ch.flow.Pos = d.posAt(begin)
	c.choices = append(c.choices, ch)
	return nil
}

// keyName names a key of the dial pad as Archy does. Files hold the digits 0
// to 9; for star and pound the telephony numbering (10 and 11, RFC 4733) and
// the characters themselves are understood.
func keyName(digit string) string {
	switch digit {
	case "10", "*", "STAR", "star":
		return "star"
	case "11", "#", "POUND", "pound":
		return "pound"
	default:
		return digit
	}
}

// title names a container in messages.
func title(c *flow.Container) string {
	return string(c.Kind) + " " + strconv.Quote(c.Name)
}

// pos is where the action stands.
func (n *node) pos() source.Pos { return n.action.Pos }

package platform

import (
	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

// node is an action as it stands in the file, before its links are followed.
type node struct {
	action *flow.Action
	owner  *container
	next   string
	paths  []path
	// What the action names inside the flow: a container, or an output of its
	// own task.
	target   string
	targetBy string // the container's name as the action gives it
	output   string
	outputBy string
	flowID   string

	cases map[string]int // index of each case by its referenceId
	state linkState
}

// path is one output with its link.
type path struct {
	id, label, next string
	outOfService    bool
	disabled        bool
	pos             source.Pos
}

// setting is a value under its platform key, until the kind says what it is.
type setting struct {
	key   string
	value *flow.Value
}

// readAction reads one action. Its members come in any order, the __type often
// last, so that settings are kept by key until the kind is known.
func (d *decoder) readAction(owner *container) (*node, error) {
	if err := d.count(); err != nil {
		return nil, err
	}
	a := d.newAction(owner)
	begin, err := d.object(true, a.member)
	if err != nil {
		return nil, err
	}
	a.action.Pos = d.posAt(begin)
	a.finish()
	d.registerAction(a.node)
	return a.node, nil
}

// newAction makes the decoder's one reader ready for the next action: no action
// stands inside another, and its lists are worth keeping.
func (d *decoder) newAction(owner *container) *actionReader {
	a := &d.reading
	*a = actionReader{
		decoder: d,
		node:    &node{action: &flow.Action{Path: string(d.path)}, owner: owner},

		settings: a.settings[:0], pairs: a.pairs[:0], mentions: a.mentions[:0], paths: a.paths[:0],
	}
	return a
}

func (d *decoder) registerAction(n *node) {
	if other, taken := d.actions[n.action.ID]; taken {
		d.problem(n.pos(), "action %q has the id of action %q", n.action.Name, other.action.Name)
		return
	}
	d.actions[n.action.ID] = n
	d.ids[n.action.ID] = true
}

// actionReader holds what is needed while one action is read.
type actionReader struct {
	*decoder
	*node
	dataAction flow.DataAction
	entire     bool   // hold music plays a whole prompt: its duration does not apply
	style      string // a switch's style: "1" matches an expression
	settings   []setting
	paths      []path
	pairs      []pair
	mentions   []operand // of skipped settings
	refs       externalRefs
}

// pair is an entry of a "variables" list.
type pair struct{ variable, expression *flow.Value }

func (a *actionReader) member(key string) error {
	if done, err := a.identity(key); done || err != nil {
		return err
	}
	if done, err := a.link(key); done || err != nil {
		return err
	}
	if done, err := a.list(key); done || err != nil {
		return err
	}
	if done, err := a.call(key); done || err != nil {
		return err
	}
	if done, err := a.external(key); done || err != nil {
		return err
	}
	return a.setting(key)
}

func (a *actionReader) identity(key string) (_ bool, err error) {
	switch key {
	case "__type":
		a.action.RawKind, err = a.string()
	case "id":
		a.action.ID, err = a.string()
	case "trackingId":
		a.action.TrackingID, err = a.int()
	case "name":
		a.action.Name, err = a.string()
	case "disabled":
		a.action.Disabled, err = a.bool()
	case "playForDuration":
		var timed bool
		timed, err = a.bool()
		a.entire = !timed
	case "uiMetaData", "metaData", "version":
		err = a.skip()
	default:
		return false, nil
	}
	return true, err
}

func (a *actionReader) link(key string) (_ bool, err error) {
	switch key {
	case "nextAction":
		a.next, err = a.string()
	case "paths":
		err = a.array(true, func(int) error { return a.path() })
	case "path":
		err = a.path()
	case "taskReference", "menuReference", "stateReference":
		a.target, err = a.string()
	case "taskName", "menuName", "stateName":
		a.targetBy, err = a.string()
	case "pathReference":
		a.output, err = a.string()
	case "pathName":
		a.outputBy, err = a.string()
	default:
		return false, nil
	}
	return true, err
}

func (a *actionReader) path() error {
	var p path
	begin, err := a.object(true, func(key string) (err error) {
		switch key {
		case "outputId":
			p.id, err = a.string()
		case "label":
			p.label, err = a.string()
		case "nextActionId":
			p.next, err = a.string()
		case "outOfService":
			p.outOfService, err = a.bool()
		case "disabled":
			p.disabled, err = a.bool()
		default:
			err = a.skip()
		}
		return err
	})
	if err != nil || (p.id == "" && p.label == "" && p.next == "") {
		return err
	}
	p.pos = a.posAt(begin)
	a.paths = append(a.paths, p)
	return nil
}

func (a *actionReader) list(key string) (_ bool, err error) {
	switch key {
	case "inputs":
		a.action.Inputs, err = a.bindings(a.action.Inputs)
	case "outputs":
		a.action.Results, err = a.bindings(a.action.Results)
	case "errorBindings":
		a.action.Failures, err = a.bindings(a.action.Failures)
	case "variables", "attributes":
		err = a.array(false, func(int) error { return a.pair() })
	case "cases":
		err = a.array(false, func(int) error { return a.switchCase() })
	case "switchStyle":
		a.style, err = a.scalar()
	default:
		return false, nil
	}
	return true, err
}

// bindings appends a list of named values to into.
func (a *actionReader) bindings(into []flow.Binding) ([]flow.Binding, error) {
	err := a.array(false, func(int) error {
		var b flow.Binding
		_, err := a.object(false, func(key string) (err error) {
			switch key {
			case "name":
				b.Name, err = a.string()
			case "value":
				b.Value, err = a.value()
			default:
				err = a.skip()
			}
			return err
		})
		if b.Value != nil {
			into = append(into, b)
		}
		return err
	})
	return into, err
}

func (a *actionReader) pair() error {
	var p pair
	_, err := a.object(false, func(key string) (err error) {
		switch key {
		case "variable", "attribute", "name":
			p.variable, err = a.value()
		case "expression", "value":
			p.expression, err = a.value()
		default:
			err = a.skip()
		}
		return err
	})
	if p.variable != nil && p.expression != nil {
		a.pairs = append(a.pairs, p)
	}
	return err
}

func (a *actionReader) switchCase() error {
	var value *flow.Value
	var id string
	_, err := a.object(false, func(key string) (err error) {
		switch key {
		case "referenceId":
			id, err = a.string()
		case "value":
			value, err = a.value()
		default:
			err = a.skip()
		}
		return err
	})
	if a.cases == nil {
		a.cases = map[string]int{}
	}
	a.cases[id] = len(a.action.Cases)
	a.action.Cases = append(a.action.Cases, value)
	return err
}

// call reads the members that only data actions and their like have.
func (a *actionReader) call(key string) (_ bool, err error) {
	switch key {
	case "actionId":
		a.dataAction.ID, err = a.string()
	case "actionName":
		a.dataAction.Name, err = a.string()
	case "category":
		_, err = a.object(false, func(key string) (err error) {
			if key != "name" {
				return a.skip()
			}
			a.dataAction.Integration, err = a.string()
			return err
		})
	case "useSuggestedTimeout":
		var suggested bool
		suggested, err = a.bool()
		a.dataAction.UsesSuggested = &suggested
	case "processingPrompt":
		var prompt *flow.Value
		prompt, err = a.value()
		a.dataAction.ProcessingPrompt = prompt.IsSet()
	default:
		return false, nil
	}
	return true, err
}

// setting reads a value that some kind keeps under key; what no kind keeps is
// skipped, but for the variables it mentions.
func (a *actionReader) setting(key string) error {
	if keptKeys[key] {
		value, err := a.value()
		if value != nil {
			a.settings = append(a.settings, setting{key, value})
		}
		return err
	}
	raw, _, err := a.raw()
	a.mentions = append(a.mentions, a.references(raw)...)
	return err
}

// keptKeys are the keys that some kind of action keeps, and "timeout", which
// all calls have.
var keptKeys = platformKeys(flow.Settings())

func platformKeys(settings []flow.Setting) map[string]bool {
	keys := map[string]bool{"timeout": true}
	for _, s := range settings {
		keys[s.Platform] = true
	}
	return keys
}

package archy

import (
	"cmp"

	"gopkg.in/yaml.v3"

	"archlint/analyzer/flow"
)

// named adds the outputs that other parts of the file name and that have no
// actions, which Archy leaves out: the flow's intents, a menu's buttons.
func (b *branches) named(body *yaml.Node) {
	if !b.listed {
		return // all that there may be lead on after the action
	}
	switch b.action.Kind.Name {
	case "askForIntent":
		for _, item := range itemsOf(lookupPath(b.d.root, "settingsNaturalLanguageUnderstanding", "nluDomainVersion", "intents")) {
			b.empty(textOf(lookup(item, "name")))
		}
	case "digitalMenu":
		buttons := itemsOf(lookupPath(body, "chooser", "lit", "quickReplies", "lit", "buttons", "lit"))
		for _, item := range buttons {
			label, value := textOf(lookupPath(item, "lit", "label", "lit")), textOf(lookupPath(item, "lit", "value", "lit"))
			if b.action.Output(label) == nil && b.action.Output(value) == nil {
				b.empty(cmp.Or(label, value))
			}
		}
		if len(buttons) == 0 && lookup(body, "chooser") != nil { // lists, carousels and expressions name more
			b.add("", flow.OtherOutput, &flow.Output{State: flow.Empty, Pos: b.action.Pos})
		}
	}
}

// empty adds an output without actions, unless there is one of that name.
func (b *branches) empty(name string) {
	if name != "" && b.action.Output(name) == nil {
		b.add("", name, &flow.Output{State: flow.Empty, Pos: b.action.Pos})
	}
}

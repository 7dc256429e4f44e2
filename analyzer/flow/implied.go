package flow

import (
	"fmt"

	"archlint/analyzer/source"
)

// MaxImplied bounds the ways through a flow that no link of the file says but
// that follow from it: global choices are live in every menu, and every
// question of a bot may recognise every intent. Both multiply, so that a small
// hostile file could ask for more than fits into memory. Real flows have some
// thousands.
const MaxImplied = 2_000_000

// CheckImplied refuses a flow with more implied ways than MaxImplied. Decoders
// call it when the flow is complete.
func CheckImplied(f *Flow) error {
	menus, global, questions := 0, 0, 0
	for _, c := range f.Containers {
		if c.Kind == Menu {
			menus++
		}
		for _, ch := range c.Choices {
			if ch.Global {
				global++
			}
		}
	}
	f.Walk(func(a *Action, _ *Container) {
		if a.Kind.Recognises {
			questions++
		}
	})
	if ways := menus*global + questions*len(f.IntentTasks); ways > MaxImplied {
		return &source.Error{File: f.File.Name, Pos: f.Pos, Message: fmt.Sprintf(
			"global menu choices and bot intents come to %d ways through the flow, more than the limit of %d", ways, MaxImplied)}
	}
	return nil
}

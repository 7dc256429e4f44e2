package oracle

import (
	"strings"

	"archlint/analyzer/flow"
)

// task runs a container and all that it jumps to, until something returns.
func (r *run) task(c *flow.Container) signal {
	for {
		s := r.container(c)
		switch s.kind {
		case "jump":
			c = s.to
		case "next", "exit": // outside any loop: the platform would reject it
			return signal{kind: "end"}
		default:
			return s
		}
	}
}

func (r *run) container(c *flow.Container) signal {
	if strings.HasPrefix(string(r.f.Type), "inqueue") && (c.Recurring || c.Kind == flow.Menu) && r.cut(c) {
		return signal{kind: "end"}
	}
	if c.Kind == flow.Menu {
		return r.menu(c)
	}
	was := r.at
	r.at = c
	s := r.block(c.Body)
	r.at = was
	if s.kind != "" {
		return s
	}
	switch {
	case c.Kind == flow.LoopTask || c.Recurring:
		return signal{kind: "jump", to: c}
	case c.Kind == flow.MenuTask && c.Owner != nil:
		return signal{kind: "jump", to: r.menuOf(c)}
	case c.Kind == flow.State && c == r.f.Entry && len(r.recurring()) > 0:
		again := r.recurring()
		return signal{kind: "jump", to: again[r.o.Choose(len(again))]}
	case c.Kind == flow.State || c.Kind == flow.BotState:
		return signal{kind: "end"}
	default:
		return signal{kind: "return", output: "default"}
	}
}

// menuOf is the menu that a choice's task goes back to: its own, or, if every
// menu offers the choice, the one that it was taken in.
func (r *run) menuOf(task *flow.Container) *flow.Container {
	for _, ch := range task.Owner.Choices {
		if ch.Global && ch.Action.Target == task && r.menuNow != nil {
			return r.menuNow
		}
	}
	return task.Owner
}

// recurring are the states that run while the interaction waits.
func (r *run) recurring() []*flow.Container {
	var out []*flow.Container
	for _, c := range r.f.Containers {
		if c.Recurring {
			out = append(out, c)
		}
	}
	return out
}

func (r *run) menu(c *flow.Container) signal {
	if s, stop := r.count(); stop {
		return s
	}
	r.menuNow = c
	r.r.Entered[c]++
	var choices []*flow.Choice
	for _, other := range r.f.Containers {
		for _, ch := range other.Choices {
			if other == c || ch.Global {
				choices = append(choices, ch)
			}
		}
	}
	if len(choices) == 0 {
		return signal{kind: "end"}
	}
	s := r.action(choices[r.choose(c, len(choices))].Action)
	if s.kind == "" {
		return signal{kind: "jump", to: c}
	}
	return s
}

func (r *run) menus() []*flow.Container {
	var out []*flow.Container
	for _, c := range r.f.Containers {
		if c.Kind == flow.Menu {
			out = append(out, c)
		}
	}
	return out
}

package cfg

import (
	"slices"

	"archlint/analyzer/flow"
)

// linkMenu draws a menu's choices: its own, and the global ones of every
// other menu. Exactly one is taken; the default choice, one of them, stands
// for no input.
func (l *lowering) linkMenu(u unit, menu *flow.Container) {
	id := l.g.byContainer[menu]
	for _, other := range l.choosing(u.flow, menu) {
		for _, ch := range other.Choices {
			if ch.Action == nil || (other != menu && !ch.Global) {
				continue
			}
			l.edge(id, Edge{To: l.g.byAction[ch.Action], Output: ChoiceName(ch)})
		}
	}
	for _, ch := range menu.Choices {
		if ch.Action == nil {
			continue
		}
		back := Edge{To: id, Kind: Jump}
		if ch.Global {
			back = l.someMenu() // which menu it was chosen in is not written
		}
		l.linkAction(u, ch.Action, scope{after: back})
	}
	if len(l.g.Nodes[id].Out) == 0 {
		l.edge(id, Edge{To: l.g.End, Kind: Exit})
	}
}

// choosing returns the menus that a menu's choices come from: itself and those with
// global ones, in the order of the flow.
func (l *lowering) choosing(f *flow.Flow, menu *flow.Container) []*flow.Container {
	if l.global[f] == nil {
		if l.global == nil {
			l.global, l.position = make(map[*flow.Flow][]*flow.Container), make(map[*flow.Container]int)
		}
		l.global[f] = []*flow.Container{}
		for i, c := range f.Containers {
			l.position[c] = i
			if slices.ContainsFunc(c.Choices, func(ch *flow.Choice) bool { return ch.Global }) {
				l.global[f] = append(l.global[f], c)
			}
		}
	}
	at, found := slices.BinarySearchFunc(l.global[f], l.position[menu], func(c *flow.Container, at int) int { return l.position[c] - at })
	if found {
		return l.global[f]
	}
	return slices.Insert(slices.Clone(l.global[f]), at, menu)
}

// ChoiceName is the output by which a menu leads to a choice.
func ChoiceName(ch *flow.Choice) string {
	if ch.Name != "" {
		return ch.Name
	}
	return ch.Key
}

// someMenu is any menu of the unit.
func (l *lowering) someMenu() Edge {
	switch {
	case len(l.menus) == 0:
		return Edge{To: l.g.End, Kind: Exit}
	case len(l.menus) == 1:
		return Edge{To: l.menus[0], Kind: Jump}
	}
	if l.anyMenu == None {
		l.anyMenu = l.add(Node{Kind: Fork})
		for _, m := range l.menus {
			l.edge(l.anyMenu, Edge{To: m, Kind: Jump})
		}
	}
	return Edge{To: l.anyMenu, Kind: Jump}
}

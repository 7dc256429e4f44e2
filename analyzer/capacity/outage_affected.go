package capacity

import (
	"slices"

	"archlint/analyzer/facts"
)

// group is the data actions of one integration, and the flows that call any.
type group struct {
	facts.Affected
	// alone are the flows that call just one of the data actions, by its index.
	alone map[int][]string
}

// groups returns all data actions by integration, in the order of its names. An outage of
// one affects all others. The groups of other integrations are the same for every outage,
// and computed once.
func (m *model) groups() []group {
	var all []group
	for from := 0; from < len(m.actions); { // they are ordered by integration
		to := from
		for to < len(m.actions) && m.actions[to].Integration == m.actions[from].Integration {
			to++
		}
		all = append(all, m.group(from, to))
		from = to
	}
	return all
}

// group returns the data actions of an integration, those from an index up to another.
func (m *model) group(from, to int) group {
	const several = -1
	g := group{Affected: facts.Affected{Integration: m.actions[from].Integration}, alone: make(map[int][]string)}
	caller := make(map[string]int) // the one data action that a flow calls, or several
	for i := from; i < to; i++ {
		g.DataActions = append(g.DataActions, m.actions[i].DataAction)
		for _, flow := range m.actions[i].Flows {
			if at, ok := caller[flow]; !ok {
				caller[flow] = i
				g.Flows = append(g.Flows, flow)
			} else if at != i {
				caller[flow] = several
			}
		}
	}
	slices.Sort(g.Flows)
	for _, flow := range g.Flows {
		if at := caller[flow]; at != several {
			g.alone[at] = append(g.alone[at], flow)
		}
	}
	return g
}

// without returns the group without one of its data actions.
func (g *group) without(action int, name string) facts.Affected {
	out := facts.Affected{Integration: g.Integration, Flows: g.Flows, DataActions: make([]string, 0, len(g.DataActions)-1)}
	for _, other := range g.DataActions {
		if other != name {
			out.DataActions = append(out.DataActions, other)
		}
	}
	if alone := g.alone[action]; len(alone) > 0 {
		out.Flows = slices.Grow([]string(nil), len(g.Flows)-len(alone))
		for _, flow := range g.Flows {
			if _, its := slices.BinarySearch(alone, flow); !its {
				out.Flows = append(out.Flows, flow)
			}
		}
	}
	return out
}

// mostAffected is how many data actions are listed for the outage of each of them. An
// organisation has 500 by default (dataactions/actions.total.max); of more, the lists
// would grow by the square, and only those of integrations and hosts are given.
const mostAffected = 1_000

// affected groups all other data actions by integration; the hanging action's
// own integration is among them when it has others.
func (h *hanging) affected(c cause) []facts.Affected {
	if len(h.model.actions) > mostAffected && len(c.actions) == 1 {
		return nil
	}
	if h.groups == nil {
		h.groups = h.model.groups()
	}
	if len(c.actions) > 1 {
		return h.model.affectedByMany(c)
	}
	hangs := c.actions[0]
	one := &h.model.actions[hangs]
	var out []facts.Affected
	for i := range h.groups {
		switch g := &h.groups[i]; {
		case g.Integration != one.Integration:
			out = append(out, g.Affected)
		case len(g.DataActions) > 1:
			out = append(out, g.without(hangs, one.DataAction))
		}
	}
	return out
}

// affectedByMany returns the integrations that lose slots while several data actions hang:
// their other data actions, and the flows that call those.
func (m *model) affectedByMany(c cause) []facts.Affected {
	var all []facts.Affected
	for i := range m.actions {
		if c.has(i) {
			continue
		}
		one := &m.actions[i]
		if n := len(all); n == 0 || all[n-1].Integration != one.Integration {
			all = append(all, facts.Affected{Integration: one.Integration})
		}
		to := &all[len(all)-1]
		to.DataActions = append(to.DataActions, one.DataAction)
		to.Flows = append(to.Flows, one.Flows...)
	}
	for i := range all {
		slices.Sort(all[i].Flows)
		all[i].Flows = slices.Compact(all[i].Flows)
	}
	return all
}

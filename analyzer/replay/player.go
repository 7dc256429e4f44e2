// Package replay plays recorded executions of flows back on their graphs, as process
// mining does: a token stands where the execution is, each recorded step moves it along
// an edge, and where no edge leads there the graph and the execution differ.
//
// The fitness is that of token replay:
//
//	1/2 (1 - missing/consumed) + 1/2 (1 - remaining/produced)
//
// A. Rozinat and W. M. P. van der Aalst, "Conformance checking of processes based on
// monitoring real behavior", Information Systems 33 (2008). A step that no edge leads to
// misses a token; the one that stood elsewhere remains.
package replay

import (
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
	"archlint/analyzer/flowfacts"
	"archlint/analyzer/trace"
)

// Player is the graph of a flow, prepared for replay. It is not safe for concurrent use.
type Player struct {
	flow  *flow.Flow
	graph *cfg.Graph
	sites []site
	// nodes are those of a recorded id: of an action, of a menu, or of a menu's choice.
	nodes map[string][]cfg.NodeID
	// names are the canonical names of outputs whose platform id is none, by node.
	names map[cfg.NodeID]map[string]string
	// silent are nodes that a record may leave out.
	silent map[cfg.NodeID]bool
	// calling are the nodes that call something in the graph.
	calling []cfg.NodeID
	// opaque are those that call what the graph does not hold.
	opaque map[cfg.NodeID]bool

	frames  map[frame]*frame
	reached map[position]*frontier
}

// site is a data action's call site with the proven bounds of how often it runs. Copies
// of a site that share its id count together.
type site struct {
	id    string
	nodes []cfg.NodeID
	bound calls.Count
}

// NewPlayer prepares the graph of a flow.
func NewPlayer(b flowfacts.Bounded) *Player {
	m := &Player{
		flow: b.Flow, graph: b.Graph, nodes: map[string][]cfg.NodeID{}, names: map[cfg.NodeID]map[string]string{},
		silent: map[cfg.NodeID]bool{}, opaque: map[cfg.NodeID]bool{}, frames: map[frame]*frame{}, reached: map[position]*frontier{},
	}
	for i := range b.Graph.Nodes {
		m.add(cfg.NodeID(i))
	}
	m.addSites(b.Calls)
	return m
}

// Named reports whether the steps of records can be found in the flow: Archy YAML does
// not hold the ids of actions.
func (m *Player) Named() bool { return len(m.nodes) > 0 }

func (m *Player) add(id cfg.NodeID) {
	n := &m.graph.Nodes[id]
	if n.Callee != cfg.None {
		m.calling = append(m.calling, id)
	}
	switch n.Kind {
	case cfg.Menu:
		m.identify(n.Container.ID, id)
		m.names[id] = map[string]string{}
		for _, choice := range n.Container.Choices {
			m.addChoice(id, choice)
		}
	case cfg.Start:
		m.identify(n.Container.ID, id) // the task of a menu's choice may be named
	case cfg.Act:
		m.identify(n.Action.ID, id)
		m.addAction(id, n.Action)
	}
}

func (m *Player) identify(id string, n cfg.NodeID) {
	if id = trace.ID(id); id != "" {
		m.nodes[id] = append(m.nodes[id], n)
	}
}

// addChoice takes a menu's choice. How a record names it is not documented: by the id of
// the choice, or by that of its action. It may also name the choice in the menu alone.
func (m *Player) addChoice(menu cfg.NodeID, c *flow.Choice) {
	action := m.graph.ByAction(c.Action)
	if c.Action == nil || action == cfg.None {
		return
	}
	m.silent[action] = true
	for _, id := range []string{c.ID, c.Action.ID} {
		if id = trace.ID(id); id != "" {
			m.names[menu][id] = cfg.ChoiceName(c)
		}
	}
	if trace.ID(c.ID) != trace.ID(c.Action.ID) {
		m.identify(c.ID, action)
	}
}

func (m *Player) addAction(id cfg.NodeID, a *flow.Action) {
	names := map[string]string{}
	for _, o := range a.Outputs {
		if guid := trace.ID(o.ID); guid != "" {
			names[guid] = o.Name
		}
	}
	m.names[id] = names
	switch c := a.Kind.Control; {
	case a.Kind.Opaque, c == flow.CallsFlow, (c == flow.Calls || c == flow.CallsModule) && m.graph.Nodes[id].Callee == cfg.None:
		m.opaque[id] = true
	}
}

// addSites joins the bounds of sites with one id: together they run at least and at most
// as often as their bounds add up to.
func (m *Player) addSites(bounds map[cfg.NodeID]calls.Count) {
	at := map[string]int{}
	for i := range m.graph.Nodes {
		n := cfg.NodeID(i)
		bound, isSite := bounds[n]
		if !isSite {
			continue
		}
		id := trace.ID(m.graph.Nodes[n].Action.ID)
		if k, seen := at[id]; seen && id != "" {
			s := &m.sites[k]
			s.nodes = append(s.nodes, n)
			s.bound.Min, s.bound.Max = s.bound.Min+bound.Min, s.bound.Max+bound.Max
			continue
		}
		at[id] = len(m.sites)
		m.sites = append(m.sites, site{id, []cfg.NodeID{n}, bound})
	}
}

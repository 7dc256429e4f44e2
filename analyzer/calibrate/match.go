package calibrate

import (
	"strconv"

	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
)

// MinMatch is the least share of the counted objects that must be found in a graph.
const MinMatch = 0.95

// CountedObject is how often an object of a flow ran, by the platform's id of it.
type CountedObject struct {
	ID    string
	Count float64
}

// Matched is what was found of counted objects in a graph.
type Matched struct {
	Nodes map[cfg.NodeID]float64
	// By says what the objects are named by.
	By By
	// Found of All objects are in the graph.
	Found, All int
	// ModulesHere is set where the actions of common modules are counted with the flow
	// that calls them; HasModules where there are such actions at all.
	ModulesHere, HasModules bool
	// Missing is an object that was not found, "" for none.
	Missing string
}

// Share is the share of the objects that were found.
func (m Matched) Share() float64 {
	if m.All == 0 {
		return 0
	}
	return float64(m.Found) / float64(m.All)
}

// By is what objects are named by.
type By string

// The ids of actions that objects can be named by.
const (
	ByID       By = "action ids"
	ByTracking By = "tracking ids"
)

// Match finds counted objects in a graph. The platform does not document whether an
// object is named by the action's id or by its tracking id: what finds more is taken.
// An action that was not counted, of a flow that was, has run no time.
func Match(g *cfg.Graph, objects []CountedObject) Matched {
	best := matchBy(g, objects, ByID)
	if other := matchBy(g, objects, ByTracking); other.Found > best.Found {
		return other
	}
	return best
}

func matchBy(g *cfg.Graph, objects []CountedObject, by By) Matched {
	m := Matched{Nodes: make(map[cfg.NodeID]float64), By: by, All: len(objects)}
	own, modules := names(g, by)
	for _, o := range objects {
		nodes, inFlow := own[o.ID]
		if !inFlow {
			nodes = modules[o.ID]
			m.ModulesHere = m.ModulesHere || len(nodes) > 0
		}
		if len(nodes) == 0 {
			m.Missing = o.ID
			continue
		}
		m.Found++
		for _, n := range nodes {
			if n != cfg.None && len(nodes) == 1 {
				m.Nodes[n] += o.Count
			}
		}
	}
	for i := range g.Nodes {
		n := &g.Nodes[i]
		if n.Kind != cfg.Act && n.Kind != cfg.Menu || !n.Live {
			continue
		}
		m.HasModules = m.HasModules || n.Module != nil
		if _, ok := m.Nodes[cfg.NodeID(i)]; !ok && (n.Module == nil || m.ModulesHere) && nameOf(n, by) != "" && countedKind(g, n, m.Nodes) {
			m.Nodes[cfg.NodeID(i)] = 0
		}
	}
	return m
}

// countedKind reports whether objects of the node's kind are counted at all: that no
// menu of a flow was counted may mean that menus never are.
func countedKind(g *cfg.Graph, n *cfg.Node, found map[cfg.NodeID]float64) bool {
	if n.Kind == cfg.Act {
		return true
	}
	for other := range found {
		if g.Nodes[other].Kind == cfg.Menu {
			return true
		}
	}
	return false
}

// names are the nodes by what objects may call them: those of the flow itself, and those
// of common modules. Containers that are no nodes of their own are None.
func names(g *cfg.Graph, by By) (own, modules map[string][]cfg.NodeID) {
	own, modules = make(map[string][]cfg.NodeID, len(g.Nodes)), map[string][]cfg.NodeID{}
	for i := range g.Nodes {
		n := &g.Nodes[i]
		into := own
		if n.Module != nil {
			into = modules
		}
		switch name := nameOf(n, by); {
		case name == "":
		case n.Kind == cfg.Act || n.Kind == cfg.Menu:
			into[name] = append(into[name], cfg.NodeID(i))
		case n.Kind == cfg.Start:
			if len(into[name]) == 0 {
				into[name] = []cfg.NodeID{cfg.None}
			}
		}
	}
	return own, modules
}

func nameOf(n *cfg.Node, by By) string {
	var id string
	var tracking int
	switch {
	case n.Kind == cfg.Act:
		id, tracking = n.Action.ID, n.Action.TrackingID
	case n.Container != nil && (n.Kind == cfg.Menu || n.Kind == cfg.Start):
		id, tracking = n.Container.ID, n.Container.TrackingID
	}
	switch {
	case by == ByID:
		return id
	case tracking > 0:
		return strconv.Itoa(tracking)
	}
	return ""
}

// Place names a node as profiles do.
func Place(n *cfg.Node) string {
	switch {
	case n.Kind == cfg.Act:
		return flow.Identity(n.Action.TrackingID, n.Action.ID, n.Action.Path)
	case n.Container != nil:
		return flow.Identity(n.Container.TrackingID, n.Container.ID, n.Container.Path)
	}
	return ""
}

// Title is what people call a node.
func Title(n *cfg.Node) string {
	switch {
	case n.Kind == cfg.Act && n.Action.Name != "":
		return n.Action.Name
	case n.Kind == cfg.Act:
		return n.Action.Kind.Name
	case n.Container != nil:
		return n.Container.Name
	}
	return n.Kind.String()
}

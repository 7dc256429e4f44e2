// Package interaction joins flows: where an interaction goes on when a flow
// transfers it, calls a bot, or puts it into a queue whose in-queue flow runs
// while it waits; and how often data actions run from an entry flow to the end.
//
// A transfer that succeeds ends the run of its flow, so that at most one hand
// over counts in a run; a bot returns. What a name or id does not resolve to in
// the export is an open end: it is named, and counts nothing.
package interaction

import (
	"slices"
	"strings"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
)

// Flow is a flow as a part of interactions.
type Flow struct {
	ID, Name string
	Type     flow.Type
	// Analysis of its graph; Calls are the nodes that count, its data action calls.
	Analysis *calls.Analysis
	Calls    []cfg.NodeID

	links []link
	open  []string
}

// link is a node at which the interaction goes on in one of other flows.
type link struct {
	node    cfg.NodeID
	returns bool
	to      []int // indices of flows; more than one: which is not known
	certain bool  // one of to it is; else it may be none of them
}

// Net is the flows of an export, joined.
type Net struct {
	flows  []*Flow
	byID   map[string]int
	byName map[string][]int
	queues map[string]facts.Queue // by id and by lower-case name
	solved []*Total
	busy   []bool
}

// Total is what an interaction does that enters at a flow.
type Total struct {
	Count calls.Count
	// Reaches are the flows that it can go on in, itself left out, by index;
	// Open are the targets that the export does not hold.
	Reaches []int
	Open    []string
	// Recursive is set when flows lead back to one another: only the platform
	// bounds such an interaction.
	Recursive bool
}

// Join links flows by the ids and names in their actions and the queues of the
// org. Flows keep their indices.
func Join(flows []*Flow, queues []facts.Queue) *Net {
	n := &Net{
		flows: flows, byID: make(map[string]int), byName: make(map[string][]int),
		queues: make(map[string]facts.Queue), solved: make([]*Total, len(flows)), busy: make([]bool, len(flows)),
	}
	for i, f := range flows {
		if f.ID != "" {
			n.byID[f.ID] = i
		}
		key := strings.ToLower(f.Name)
		n.byName[key] = append(n.byName[key], i)
	}
	for _, q := range queues {
		if q.ID != "" {
			n.queues[q.ID] = q
		}
		n.queues[strings.ToLower(q.Name)] = q
	}
	for _, f := range flows {
		n.link(f)
	}
	return n
}

// Entered reports, for each flow, whether another one leads to it.
func (n *Net) Entered() []bool {
	entered := make([]bool, len(n.flows))
	for i, f := range n.flows {
		for _, l := range f.links {
			for _, to := range l.to {
				entered[to] = entered[to] || to != i
			}
		}
	}
	return entered
}

// After returns the flows, by index, that an interaction can go on in straight
// from flow i.
func (n *Net) After(i int) []int {
	var next []int
	for _, l := range n.flows[i].links {
		next = append(next, l.to...)
	}
	slices.Sort(next)
	return slices.Compact(next)
}

func (n *Net) link(f *Flow) {
	g := f.Analysis.Graph
	for i := range g.Nodes {
		node := &g.Nodes[i]
		if !node.Live || node.Action == nil {
			continue
		}
		f.missingModule(node)
		returns := node.Kind == cfg.Act && node.Action.Kind.Control == flow.CallsFlow
		if node.Kind != cfg.Hand && !returns {
			continue
		}
		l := link{node: cfg.NodeID(i), returns: returns, certain: true}
		for _, x := range node.Action.External {
			n.resolve(f, x, node.Action, &l)
		}
		slices.Sort(l.to)
		l.to = slices.Compact(l.to)
		if len(l.to) > 0 {
			f.links = append(f.links, l)
		}
	}
	slices.Sort(f.open)
	f.open = slices.Compact(f.open)
}

// missingModule notes a common module that the export does not hold: its calls
// belong to the run of the flow, and are not counted.
func (f *Flow) missingModule(n *cfg.Node) {
	if n.Kind != cfg.Act || n.Action.Kind.Control != flow.CallsModule || n.Callee != cfg.None {
		return
	}
	for _, x := range n.Action.External {
		if x.Kind == flow.ExternalModule {
			f.open = append(f.open, label(x))
		}
	}
}

// resolve adds the flows that a reference leads to, or an open end.
func (n *Net) resolve(f *Flow, x flow.External, a *flow.Action, l *link) {
	switch x.Kind {
	case flow.ExternalFlow, flow.ExternalBotFlow, flow.ExternalInQueueFlow:
		n.add(f, l, x.ID, x.Name, "", label(x))
	case flow.ExternalQueue:
		if !overridden(a) {
			n.resolveQueue(f, x, l)
		}
	}
}

// overridden reports whether a transfer names its own in-queue flow.
func overridden(a *flow.Action) bool {
	for _, x := range a.External {
		if x.Kind == flow.ExternalInQueueFlow && (x.ID != "" || x.Name != "") {
			return true
		}
	}
	return false
}

func (n *Net) resolveQueue(f *Flow, x flow.External, l *link) {
	q, ok := n.queues[x.ID]
	if !ok {
		q, ok = n.queues[strings.ToLower(x.Name)]
	}
	if !ok || x.ID == "" && x.Name == "" {
		l.certain = false
		f.open = append(f.open, label(x))
		return
	}
	target, typ := q.CallFlow, flow.Type("inqueuecall")
	switch f.Type {
	case "inboundemail":
		target, typ = q.EmailFlow, "inqueueemail"
	case "inboundshortmessage", "inboundchat", "digitalbot":
		target, typ = q.MessageFlow, "inqueueshortmessage"
	}
	if target == "" {
		l.certain = false // the platform's default in-queue flow: it calls nothing
		return
	}
	n.add(f, l, target, target, typ, "in-queue flow "+target+" of "+label(x))
}

func (n *Net) add(f *Flow, l *link, id, name string, typ flow.Type, what string) {
	if i, ok := n.byID[id]; ok && id != "" {
		l.to = append(l.to, i)
		return
	}
	var named []int
	for _, i := range n.byName[strings.ToLower(name)] {
		if typ == "" || n.flows[i].Type == typ {
			named = append(named, i)
		}
	}
	if name == "" || len(named) == 0 {
		l.certain = false
		f.open = append(f.open, what)
		return
	}
	l.to = append(l.to, named...)
}

// label names a reference for people.
func label(x flow.External) string {
	switch {
	case x.Name != "":
		return x.Kind + " " + x.Name
	case x.ID != "":
		return x.Kind + " " + x.ID
	case x.Value != nil && x.Value.Text != "":
		return x.Kind + " " + x.Value.Text
	default:
		return x.Kind + " chosen at run time"
	}
}

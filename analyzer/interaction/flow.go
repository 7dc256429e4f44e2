package interaction

import (
	"slices"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
)

// Flow is a flow as a part of interactions.
type Flow struct {
	ID, Name string
	Type     flow.Type
	// Calls are the nodes that count, its data action calls; Own is how often they
	// run together in one run of the flow.
	Calls []cfg.NodeID
	Own   calls.Count
	// Ways are where interactions can go on in other flows, in the order of nodes.
	Ways []Way
	// Launches are the data action calls that launch a workflow.
	Launches []Launch
	// OnError is the queue that a run-time error transfers to, or nil.
	OnError *flow.External
	// Analysis returns the analysis of the flow's graph, where a flow leads on to others. The
	// result is not kept, so that each call may build another.
	Analysis func() *calls.Analysis

	visits  map[cfg.NodeID]float64     // of Calls and Ways, on average in one run
	passed  map[cfg.NodeID]calls.Count // of Calls and Ways, in one run
	size    int                        // nodes of its graph
	opened  *calls.Analysis
	links   []link
	called  bool  // another flow runs it and may go on after it
	onError []int // flows that go on after a run-time error
	open    []facts.OpenEnd
}

// Way is a node at which an interaction can go on in another flow.
type Way struct {
	Node cfg.NodeID
	// Returns is set where the flow goes on after it, as after a bot; Module where it
	// is a common module that the export does not hold.
	Returns, Module bool
	// To are what the node names.
	To []flow.External
}

// Launch is a data action call that launches a workflow; of Workflow the ID or
// the Name is known, or neither when it is chosen at run time.
type Launch struct {
	Node     cfg.NodeID
	Workflow flow.External
}

// NewFlow takes what interactions need of f from the analysis of its graph, whose
// nodes still have their actions. sites are the nodes that count, own is how often
// they run together in one run.
func NewFlow(f *flow.Flow, a *calls.Analysis, sites []cfg.NodeID, own calls.Count) *Flow {
	out := &Flow{
		ID: f.ID, Name: f.Name, Type: f.Type, Calls: sites, Own: own, OnError: errorQueue(f),
		Analysis: func() *calls.Analysis { return a }, visits: make(map[cfg.NodeID]float64), passed: make(map[cfg.NodeID]calls.Count),
		size: len(a.Graph.Nodes),
	}
	for i := range a.Graph.Nodes {
		if way, ok := wayOf(cfg.NodeID(i), &a.Graph.Nodes[i]); ok {
			out.Ways = append(out.Ways, way)
			out.visits[way.Node], out.passed[way.Node] = a.Visits(way.Node), a.Node(way.Node)
		}
	}
	for _, n := range sites {
		out.visits[n], out.passed[n] = a.Visits(n), a.Node(n)
	}
	return out
}

// PassedAt is how often one run of the flow passes a node of Calls or Ways.
func (f *Flow) PassedAt(n cfg.NodeID) calls.Count { return f.passed[n] }

// VisitsOf is how often one run of the flow passes a node of Calls or Ways on average.
func (f *Flow) VisitsOf(n cfg.NodeID) float64 { return f.visits[n] }

// Under is the flow with the means of another analysis of its graph; bounds stay.
func (f *Flow) Under(a *calls.Analysis) *Flow {
	out := *f
	out.opened, out.Analysis = nil, func() *calls.Analysis { return a }
	out.visits = make(map[cfg.NodeID]float64, len(f.visits))
	for n := range f.visits {
		out.visits[n] = a.Visits(n)
	}
	return &out
}

// IsCalled reports whether another flow runs it and may go on after it.
func (f *Flow) IsCalled() bool { return f.called }

// wayOf returns the way that a node is, if it is one.
func wayOf(id cfg.NodeID, n *cfg.Node) (Way, bool) {
	if !n.Live || n.Action == nil {
		return Way{}, false
	}
	way := Way{Node: id}
	switch control := n.Action.Kind.Control; {
	case n.Kind == cfg.Hand:
	case n.Kind == cfg.Act && control == flow.CallsFlow:
		way.Returns = true
	case n.Kind == cfg.Act && control == flow.CallsModule && n.Callee == cfg.None:
		way.Module = true
	default:
		return Way{}, false
	}
	for _, x := range n.Action.External {
		if x.Value != nil { // names and reports need its text, nothing needs the tree around it
			x.Value = &flow.Value{Kind: x.Value.Kind, Text: x.Value.Text}
		}
		way.To = append(way.To, x)
	}
	if runs := n.Action.Kind.Runs; runs != "" && !slices.ContainsFunc(way.To, func(x flow.External) bool { return x.Kind == runs }) {
		way.To = append(way.To, flow.External{Kind: runs}) // which one is not written
	}
	return way, true
}

// errorQueue is the queue that a run-time error transfers to, or nil.
func errorQueue(f *flow.Flow) *flow.External {
	q := f.Errors.Queue
	if !q.IsSet() {
		return nil
	}
	x := &flow.External{Kind: flow.ExternalQueue, Value: &flow.Value{Kind: q.Kind, Text: q.Text}}
	if q.Kind == flow.Literal {
		x.ID, x.Name = q.Text, q.Text
	}
	return x
}

// analysis is that of the flow's graph, until close.
func (f *Flow) analysis() *calls.Analysis {
	if f.opened == nil {
		f.opened = f.Analysis()
	}
	return f.opened
}

// close drops the analysis, and releases most of its memory where it is in use
// elsewhere.
func (f *Flow) close() {
	if f.opened != nil {
		f.opened.Release()
		f.opened = nil
	}
}

package flowfacts

import (
	"context"

	"archlint/analyzer/branchmodel"
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// Bounded is the graph of a flow and, by node, the proven bounds of how often its data
// actions run.
type Bounded struct {
	Flow  *flow.Flow
	Graph *cfg.Graph
	Calls map[cfg.NodeID]calls.Count
}

// Bound gives the graphs and bounds of the flows that are wanted, among all flows of an
// export, without any profile. see is called from several goroutines. Flows whose
// analysis fails are returned as errors.
func Bound(ctx context.Context, flows []*flow.Flow, jobs int, wanted func(*flow.Flow) bool, see func(Bounded)) []error {
	drafts := make([]Draft, len(flows))
	for i, f := range flows {
		if f.Type == "commonmodule" {
			expr.Fill(f) // now, since several flows will read it side by side
		}
		drafts[i].tree = f
	}
	order := newOrder(drafts)
	var failed []error
	order.visit(ctx, nil, jobs, func(i int, called func(*flow.Action) calls.Ending) {
		order.results[i] = study(flows[i], nil, nil, order.module, called)
		if order.results[i].err == nil && wanted(flows[i]) {
			see(bounded(flows[i], order.module, called))
		}
	})
	for _, r := range order.results {
		if r != nil && r.err != nil {
			failed = append(failed, r.err)
		}
	}
	return failed
}

// bounded analyses a flow that was studied before once more, and keeps its tree.
func bounded(f *flow.Flow, module func(flow.External) *flow.Flow, called func(*flow.Action) calls.Ending) Bounded {
	g := lower(f, module, called)
	bound := branchmodel.Bind(nil, g)
	model := bound.Model
	model.Ends = endShares(g, called)
	a := analyse(f, g, model, nil)
	out := Bounded{Flow: f, Graph: g, Calls: make(map[cfg.NodeID]calls.Count, len(a.sites))}
	for _, n := range a.sites {
		out.Calls[n] = a.calls.Node(n)
	}
	return out
}

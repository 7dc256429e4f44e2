package flowfacts

import (
	"cmp"
	"context"
	"slices"

	"archlint/analyzer/calibrate"
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/config"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
	"archlint/analyzer/internal/inparallel"
	"archlint/analyzer/org"
)

// Counted are the flows of an export fitted to counts of how often their actions ran.
// A nil Counted has none.
type Counted struct {
	// Flows are those that anything was counted of, by name and id.
	Flows []*FlowFit
	// Executions is set where the counts are of executions, not of runs in which an
	// action ran at least once.
	Executions bool
	// Remarks are sentences on the counts as a whole.
	Remarks []string

	byTree map[*flow.Flow]*FlowFit
	byID   map[string]*FlowFit // common modules
}

// FlowFit is what counts say of one flow.
type FlowFit struct {
	Flow    *flow.Flow
	Graph   *cfg.Graph
	Version string // that the counts are of
	Days    int
	Runs    float64
	Matched calibrate.Matched
	// Fit is nil where the counts were refused: Refused says why, in a sentence.
	Fit     *calibrate.Fit
	Refused string
	// Others are sentences on versions that were counted and are not the export's.
	Others []string

	counts   org.FlowCounts
	sites    map[string][]cfg.NodeID // call sites by data action
	defaults calls.Model
	solve    func(calls.Model) *calls.Analysis
	failed   map[cfg.NodeID]float64
	places   map[place]cfg.NodeID // of a common module
}

// FitCounts fits flows to the counts of an export. Nothing of the trees is changed but
// that their expressions are parsed.
func FitCounts(ctx context.Context, trees []*flow.Flow, o *org.Org, p *config.Profile, jobs int) *Counted {
	if o == nil || len(o.Traffic.Objects) == 0 {
		return nil
	}
	c := &Counted{byTree: map[*flow.Flow]*FlowFit{}, byID: map[string]*FlowFit{}}
	drafts := make([]Draft, len(trees))
	counted := map[string][]org.FlowCounts{}
	for _, f := range o.Traffic.Objects {
		counted[f.FlowID] = append(counted[f.FlowID], f)
	}
	for i, f := range trees {
		drafts[i].tree = f
		if versions := counted[f.ID]; f.ID != "" && len(versions) > 0 {
			one := choose(f, versions, o.FlowVersion(f.ID))
			c.Flows, c.byTree[f] = append(c.Flows, one), one
			if f.Type == "commonmodule" {
				c.byID[f.ID] = one
			}
			delete(counted, f.ID) // of two flows with one id, the first
		}
	}
	c.Remarks = append(c.Remarks, foreign(counted)...)
	order := newOrder(drafts)
	for _, f := range trees {
		expr.Fill(f)
	}
	failures := failureShares(o.Traffic.Actions)
	inparallel.Each(ctx, jobs, len(c.Flows), func(i int) { c.Flows[i].prepare(p, order.module, failures) })
	c.Executions = slices.ContainsFunc(c.Flows, (*FlowFit).exceedsRuns)
	inparallel.Each(ctx, jobs, len(c.Flows), func(i int) { c.Flows[i].fit(c.Executions, nil) })
	c.share(ctx, trees, o.Traffic.Actions, jobs)
	slices.SortStableFunc(c.Flows, func(a, b *FlowFit) int {
		return cmp.Or(cmp.Compare(a.Flow.Name, b.Flow.Name), cmp.Compare(a.Flow.ID, b.Flow.ID))
	})
	return c
}

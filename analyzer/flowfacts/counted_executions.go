package flowfacts

import (
	"context"

	"archlint/analyzer/calibrate"
	"archlint/analyzer/flow"
	"archlint/analyzer/internal/inparallel"
	"archlint/analyzer/org"
)

// share fits flows again of whose data actions the executions are known: all flows that
// call the action were counted, and for as long. Sites that a run can pass more than
// once share what the other sites leave.
func (c *Counted) share(ctx context.Context, trees []*flow.Flow, actions []org.ActionTraffic, jobs int) {
	if c.Executions {
		return
	}
	groups, callers := make(map[*FlowFit][]calibrate.Group), callersOf(trees)
	for _, action := range actions {
		c.shareOne(callers[dataActionKey(action.ID, action.Name)], action, groups)
	}
	var again []*FlowFit
	for _, f := range c.Flows {
		if len(groups[f]) > 0 {
			again = append(again, f)
		}
	}
	inparallel.Each(ctx, jobs, len(again), func(i int) { again[i].fit(false, groups[again[i]]) })
}

// shareOne gives the executions of one data action to all flows that call it, in
// proportion to what their fits expect.
func (c *Counted) shareOne(all []*flow.Flow, action org.ActionTraffic, groups map[*FlowFit][]calibrate.Group) {
	key := dataActionKey(action.ID, action.Name)
	days := daysOf(action)
	var callers []*FlowFit
	expected := 0.0
	for _, tree := range all {
		f := c.byTree[tree]
		if f == nil || f.Fit == nil {
			return // what it makes of the executions is not known
		}
		sites := f.sites[key]
		if len(sites) == 0 {
			continue
		}
		if f.Days != days || len(f.Others) > 0 {
			return
		}
		callers = append(callers, f)
		for _, n := range sites {
			expected += f.Fit.Means[n].Value * f.Runs
		}
	}
	if expected <= 0 || action.Executions <= 0 {
		return
	}
	for _, f := range callers {
		own, once := 0.0, 0.0
		for _, n := range f.sites[key] {
			own += f.Fit.Means[n].Value * f.Runs
			once += f.Matched.Nodes[n]
		}
		groups[f] = append(groups[f], calibrate.Group{Nodes: f.sites[key], Executions: max(action.Executions*own/expected, once)})
	}
}

// callersOf lists the flows with call sites of each data action, in the order of the
// flows.
func callersOf(trees []*flow.Flow) map[string][]*flow.Flow {
	out := make(map[string][]*flow.Flow)
	for _, tree := range trees {
		tree.Walk(func(a *flow.Action, _ *flow.Container) {
			if a.DataAction == nil {
				return
			}
			key := dataActionKey(a.DataAction.ID, a.DataAction.Name)
			if known := out[key]; len(known) == 0 || known[len(known)-1] != tree {
				out[key] = append(known, tree)
			}
		})
	}
	return out
}

// failureShares are the shares of the data actions' executions that ended with an error,
// of those with some.
func failureShares(actions []org.ActionTraffic) map[string]float64 {
	out := make(map[string]float64)
	for _, a := range actions {
		if a.Failed > 0 && a.Executions > 0 {
			out[dataActionKey(a.ID, a.Name)] = min(a.Failed/a.Executions, 1)
		}
	}
	return out
}

// daysOf is on how many days (UTC) executions of a data action were counted.
func daysOf(a org.ActionTraffic) int {
	days := map[string]bool{}
	for _, i := range a.Intervals {
		days[i.Start.Format("2006-01-02")] = true
	}
	return len(days)
}

package flowfacts

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/branchmodel"
	"archlint/analyzer/calibrate"
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/config"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
	"archlint/analyzer/internal/inparallel"
	"archlint/analyzer/internal/phrase"
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
	inparallel.Each(ctx, jobs, len(c.Flows), func(i int) { c.Flows[i].prepare(p, order.module, o.Traffic.Actions) })
	c.Executions = slices.ContainsFunc(c.Flows, (*FlowFit).exceedsRuns)
	inparallel.Each(ctx, jobs, len(c.Flows), func(i int) { c.Flows[i].fit(c.Executions, nil) })
	c.share(ctx, trees, o.Traffic.Actions, jobs)
	slices.SortStableFunc(c.Flows, func(a, b *FlowFit) int {
		return cmp.Or(cmp.Compare(a.Flow.Name, b.Flow.Name), cmp.Compare(a.Flow.ID, b.Flow.ID))
	})
	return c
}

// foreign says which counts are of no flow of the export.
func foreign(counted map[string][]org.FlowCounts) []string {
	if len(counted) == 0 {
		return nil
	}
	ids := make([]string, 0, len(counted))
	for id := range counted {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	const few = 3
	named := strings.Join(ids[:min(few, len(ids))], ", ")
	if len(ids) > few {
		named += fmt.Sprintf(" and %d more", len(ids)-few)
	}
	return []string{fmt.Sprintf("Counts of %s that the export does not hold are not used: %s.", phrase.Plural(len(ids), "flow"), named)}
}

// choose takes the counts of the version that the export holds, and refuses the others
// by name.
func choose(f *flow.Flow, versions []org.FlowCounts, have string) *FlowFit {
	one := &FlowFit{Flow: f}
	for _, v := range versions {
		switch {
		case have != "" && v.Version == have, have == "" && len(versions) == 1:
			one.Version, one.Days, one.Runs, one.counts = v.Version, v.Days, v.Start, v
		case have == "":
			one.Refused = "the export does not say which version it holds, and several were counted: " + versionNames(versions)
		default:
			many := ""
			if v.Start > 0 {
				many = fmt.Sprintf(" (%s executions)", phrase.Grouped(v.Start))
			}
			one.Others = append(one.Others, fmt.Sprintf("version %s%s, the export holds version %s", v.Version, many, have))
		}
	}
	if one.Refused == "" && len(one.counts.Objects) == 0 {
		one.Refused = fmt.Sprintf("only other versions were counted (%s), and the export holds version %s", versionNames(versions), have)
	}
	return one
}

func versionNames(versions []org.FlowCounts) string {
	names := make([]string, len(versions))
	for i, v := range versions {
		names[i] = v.Version
	}
	return strings.Join(names, ", ")
}

// prepare matches the counted objects with the graph of the flow.
func (f *FlowFit) prepare(p *config.Profile, module func(flow.External) *flow.Flow, actions []org.ActionTraffic) {
	if f.Refused != "" {
		return
	}
	f.Graph = lower(f.Flow, module, nil)
	objects := make([]calibrate.CountedObject, len(f.counts.Objects))
	for i, o := range f.counts.Objects {
		objects[i] = calibrate.CountedObject(o)
	}
	f.Matched = calibrate.Match(f.Graph, objects)
	if share := f.Matched.Share(); share < calibrate.MinMatch {
		f.Refused = fmt.Sprintf("%d of %d counted objects are in the flow (%.0f %%, at least %.0f %% are needed): %s is not, for one. "+
			"The counts are of another flow or version", f.Matched.Found, f.Matched.All, 100*share, 100*calibrate.MinMatch, f.Matched.Missing)
		return
	}
	if f.Runs == 0 {
		f.Runs = f.firstCount()
	}
	bound := branchmodel.Bind(p, f.Graph)
	f.defaults = bound.Model
	a := &analysed{flow: f.Flow, graph: f.Graph, data: dataflow.Analyze(f.Graph), lengths: lengthsOf(f.Graph, bound)}
	a.count(f.defaults)
	f.solve = a.under
	f.sites, f.failed = map[string][]cfg.NodeID{}, map[cfg.NodeID]float64{}
	for i := range f.Graph.Nodes {
		n := &f.Graph.Nodes[i]
		if n.Kind != cfg.Act || n.Action.DataAction == nil || !n.Live {
			continue
		}
		d := n.Action.DataAction
		f.sites[dataActionKey(d.ID, d.Name)] = append(f.sites[dataActionKey(d.ID, d.Name)], cfg.NodeID(i))
		for _, t := range actions {
			if dataActionKey(t.ID, t.Name) == dataActionKey(d.ID, d.Name) && t.Failed > 0 && t.Executions > 0 {
				f.failed[cfg.NodeID(i)] = min(t.Failed/t.Executions, 1)
			}
		}
	}
}

// dataActionKey is what a data action is known by: its id, else its name.
func dataActionKey(id, name string) string { return cmp.Or(id, "\x00"+strings.ToLower(name)) }

// firstCount is how often the first action of the flow ran: the executions of the flow,
// where nothing else says how many there were.
func (f *FlowFit) firstCount() float64 {
	at := f.Graph.Entry
	for range len(f.Graph.Nodes) {
		if at == cfg.None {
			return 0
		}
		if count, ok := f.Matched.Nodes[at]; ok {
			return count
		}
		if len(f.Graph.Nodes[at].Out) != 1 {
			return 0
		}
		at = f.Graph.Nodes[at].Out[0].To
	}
	return 0
}

// exceedsRuns reports whether some action ran more often than the flow: the counts are
// of executions then, not of runs.
func (f *FlowFit) exceedsRuns() bool {
	if f.Refused != "" || f.counts.Start == 0 {
		return false
	}
	for _, count := range f.Matched.Nodes {
		if count > 1.02*f.Runs+5 {
			return true
		}
	}
	return false
}

// fit fits the flow. groups are what is known of data actions, nil where nothing is.
func (f *FlowFit) fit(executions bool, groups []calibrate.Group) {
	if f.Refused != "" {
		return
	}
	counts := calibrate.NodeCounts{Runs: f.Runs, Nodes: f.Matched.Nodes, Executions: executions, Groups: groups, Trouble: f.failed}
	fit, problem := calibrate.Of(f.Graph, counts, f.defaults, f.solve)
	if problem != nil {
		f.Refused = f.say(problem)
		return
	}
	f.Fit = fit
}

// say puts a problem into words.
func (f *FlowFit) say(p *calibrate.Problem) string {
	switch p.Kind {
	case calibrate.NoRuns:
		return "no execution was counted"
	case calibrate.Recursive:
		return fmt.Sprintf("%q calls a task that calls itself, and how often that runs cannot be told from counts",
			calibrate.Title(&f.Graph.Nodes[p.Node]))
	}
	node := &f.Graph.Nodes[p.Node]
	_, counted := f.Matched.Nodes[p.Node]
	switch {
	case p.Kind == calibrate.Unexplained:
		return fmt.Sprintf("no shares give the counts: by the counts %q (%s) runs %s times in %s executions, by the best shares "+
			"%s times, so what runs do there depends on what they did before",
			calibrate.Title(node), calibrate.Place(node), phrase.Grouped(p.Got), phrase.Grouped(f.Runs), phrase.Grouped(p.Want))
	case !counted:
		return fmt.Sprintf("the counts contradict the flow around %q (%s): what comes there and what leaves it differ",
			calibrate.Title(node), calibrate.Place(node))
	}
	return fmt.Sprintf("the counts contradict the flow: %q (%s) was counted %s times of %s executions, and no run makes that "+
		"of the counts around it",
		calibrate.Title(node), calibrate.Place(node), phrase.Grouped(f.Matched.Nodes[p.Node]), phrase.Grouped(f.Runs))
}

// share fits flows again of whose data actions the executions are known: all flows that
// call the action were counted, and for as long. Sites that a run can pass more than
// once share what the other sites leave.
func (c *Counted) share(ctx context.Context, trees []*flow.Flow, actions []org.ActionTraffic, jobs int) {
	if c.Executions {
		return
	}
	groups := make(map[*FlowFit][]calibrate.Group)
	for _, action := range actions {
		c.shareOne(trees, action, groups)
	}
	var again []*FlowFit
	for _, f := range c.Flows {
		if len(groups[f]) > 0 {
			again = append(again, f)
		}
	}
	inparallel.Each(ctx, jobs, len(again), func(i int) { again[i].fit(false, groups[again[i]]) })
}

// shareOne gives the executions of one data action to the flows that call it, in
// proportion to what their fits expect.
func (c *Counted) shareOne(trees []*flow.Flow, action org.ActionTraffic, groups map[*FlowFit][]calibrate.Group) {
	key := dataActionKey(action.ID, action.Name)
	days := daysOf(action)
	var callers []*FlowFit
	expected := 0.0
	for _, tree := range trees {
		f := c.byTree[tree]
		if f == nil || f.Fit == nil {
			if callsAction(tree, key) {
				return // what it makes of the executions is not known
			}
			continue
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

// callsAction reports whether a flow has a call site of a data action.
func callsAction(f *flow.Flow, key string) bool {
	found := false
	f.Walk(func(a *flow.Action, _ *flow.Container) {
		found = found || a.DataAction != nil && dataActionKey(a.DataAction.ID, a.DataAction.Name) == key
	})
	return found
}

// daysOf is on how many days (UTC) executions of a data action were counted.
func daysOf(a org.ActionTraffic) int {
	days := map[string]bool{}
	for _, i := range a.Intervals {
		days[i.Start.Format("2006-01-02")] = true
	}
	return len(days)
}

// of is the fit of a flow, nil where there is none.
func (c *Counted) of(f *flow.Flow) *FlowFit {
	if c == nil || c.byTree[f] == nil || c.byTree[f].Fit == nil {
		return nil
	}
	return c.byTree[f]
}

// take lets a flow's fit, and those of the common modules that it calls, take the place
// of assumptions.
func (c *Counted) take(f *flow.Flow, g *cfg.Graph, bound *branchmodel.Profiled) {
	if c == nil {
		return
	}
	if own := c.of(f); own != nil && len(own.Graph.Nodes) == len(g.Nodes) {
		bound.Take(own.Fit)
	}
	if modules := c.ofModules(g, c.of(f)); modules != nil {
		bound.Take(modules)
	}
}

// ofModules is what the counts of common modules say of their nodes in a graph that
// calls them, as far as the counts of the flow itself do not; nil for nothing.
func (c *Counted) ofModules(g *cfg.Graph, own *FlowFit) *calibrate.Fit {
	out := &calibrate.Fit{
		Shares: map[cfg.NodeID]map[string]calibrate.Share{}, Ends: map[cfg.NodeID]calibrate.Share{}, Rounds: map[cfg.NodeID]calibrate.Share{},
	}
	for i := range g.Nodes {
		n, id := &g.Nodes[i], cfg.NodeID(i)
		if n.Module == nil || n.Kind != cfg.Act && n.Kind != cfg.Menu || own != nil && own.Matched.ModulesHere {
			continue
		}
		m := c.byID[n.Module.ID]
		if m == nil || m.Fit == nil {
			continue
		}
		from := sameNode(m.Graph, n)
		if from == cfg.None {
			continue
		}
		if s, ok := m.Fit.Shares[from]; ok {
			out.Shares[id], out.Known = s, true
		}
		if s, ok := m.Fit.Ends[from]; ok {
			out.Ends[id], out.Known = s, true
		}
		if s, ok := m.Fit.Rounds[from]; ok {
			out.Rounds[id], out.Known = s, true
		}
	}
	if !out.Known {
		return nil
	}
	return out
}

// sameNode finds the node of a graph that an embedded copy of it stands for, None where
// the copies differ.
func sameNode(g *cfg.Graph, n *cfg.Node) cfg.NodeID {
	for i := range g.Nodes {
		other := &g.Nodes[i]
		if other.Kind == n.Kind && other.Module == nil && calibrate.Place(other) == calibrate.Place(n) && len(other.Out) == len(n.Out) {
			return cfg.NodeID(i)
		}
	}
	return cfg.None
}

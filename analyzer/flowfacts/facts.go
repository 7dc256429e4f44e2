package flowfacts

import (
	"maps"
	"slices"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/internal/inparallel"
	"archlint/analyzer/unfold"
)

// analysed is one flow with its analyses.
type analysed struct {
	flow  *flow.Flow
	graph *cfg.Graph
	calls *calls.Analysis
	data  *dataflow.Flow
	sites []cfg.NodeID // its data action calls
	total calls.Count  // of all of them, in one run
	loops []calls.Loop
	// loopData is what data flow knows of each loop.
	loopData []dataflow.Loop
	times    []int64     // shortest time from each node back to itself, in milliseconds; nil without loops
	terms    *parametric // bounds in terms of lengths, once a call asks for one
	// unfolded is what executing the flow abstractly found, nil where values settle nothing.
	unfolded *unfold.Unfolding
	effort   unfold.Effort

	skewed  *calls.Analysis // under other values of all that is assumed, once asked for
	lengths unfold.Lengths  // of lists, that the profile gives

	// loopByID are positions of loops, and reasons, by such a position, why only the cap
	// bounds the calls in a loop, once calls ask for them.
	loopByID map[string]int
	reasons  map[int]string

	clock map[dataflow.Var][]fromClock // where the clock sets variables, once a loop asks
}

// largeGraph is how many nodes a graph has whose analyses are worth two goroutines.
const largeGraph = 10_000

func analyse(f *flow.Flow, g *cfg.Graph, m calls.Model, lengths unfold.Lengths) *analysed {
	a := &analysed{flow: f, graph: g, data: dataflow.AnalyzeValues(g), lengths: lengths}
	a.count(m)
	a.loops = a.calls.Loops()
	for i := range g.Nodes {
		if act := g.Nodes[i].Action; g.Nodes[i].Kind == cfg.Act && act.DataAction != nil {
			a.sites = append(a.sites, cfg.NodeID(i))
		}
	}
	var durations []int64
	if len(a.loops) > 0 {
		durations = a.durations()
	}
	analysed := inparallel.Beside(len(g.Nodes) >= largeGraph, a.analyseData)
	if len(a.loops) > 0 {
		a.times = a.calls.CycleTimes(durations)
	}
	a.total = a.calls.Sum(weigh(a.sites))
	analysed()
	return a
}

// analyseData finds what data flow knows of calls and loops. It looks at the graph
// and the values, not at the counts.
func (a *analysed) analyseData() {
	a.data.AnalyzeCalls()
	a.loopData = make([]dataflow.Loop, len(a.loops))
	for i, l := range a.loops {
		a.loopData[i] = a.data.Loop(dataflow.View{Head: l.Head, Body: l.Body, Waiting: l.Form == calls.LoopTask})
	}
}

// facts are those of the flow by itself, and what stands around its nodes.
func (a *analysed) facts() (facts.Flow, surroundings) {
	f := a.flow
	info := f.Type.Info()
	out := facts.Flow{
		Name: f.Name, ID: f.ID, Type: string(f.Type), File: f.File.Name, Line: f.Pos.Line, Column: f.Pos.Column,
		Format: string(f.Format), Voice: info.Voice, InQueue: info.InQueue, ErrorHandling: f.Errors.Kind,
		ModelledShare: 1,
	}
	f.Walk(func(act *flow.Action, _ *flow.Container) {
		out.Actions++
		if act.Kind.Opaque {
			out.OpaqueActions++
		}
	})
	if out.Actions > 0 {
		out.ModelledShare = 1 - float64(out.OpaqueActions)/float64(out.Actions)
	}
	out.Size, out.PublishBytes = int64(len(f.File.Text)), publishBytes(f)
	out.Variables = a.variableFacts()
	out.Loops = a.loopFacts()
	around := a.surroundings(out.Loops)
	out.Calls = a.callFacts(out.Loops, around)
	out.Nodes = a.nodeFacts(out.Loops)
	addTexts(&out, a.initialValues())
	a.addCaches(out.Calls)
	out.SettledConditions = a.settledConditions()
	a.sums(&out)
	return out, around
}

// sums fills the counts of the whole run, per data action and per integration.
func (a *analysed) sums(out *facts.Flow) {
	out.PerRun, out.BoundedBy = RangeOf(a.total), string(a.total.BoundedBy)
	out.Worst, out.Likely = a.witness(a.calls.WorstRun(a.sites)), a.witness(a.calls.LikelyRun())
	if n, ok := a.calls.MaxActions(); ok {
		out.MaxActions = &n
	}
	byAction, byIntegration := make(map[[2]string][]cfg.NodeID), make(map[[2]string][]cfg.NodeID)
	for _, n := range a.sites {
		d := a.graph.Nodes[n].Action.DataAction
		byAction[[2]string{d.Name, d.Integration}] = append(byAction[[2]string{d.Name, d.Integration}], n)
		byIntegration[[2]string{d.Integration, d.Integration}] = append(byIntegration[[2]string{d.Integration, d.Integration}], n)
	}
	out.PerDataAction, out.PerIntegration = a.sumsOf(byAction), a.sumsOf(byIntegration)
}

func (a *analysed) sumsOf(groups map[[2]string][]cfg.NodeID) []facts.Sum {
	out := make([]facts.Sum, 0, len(groups))
	byName := func(x, y [2]string) int { return slices.Compare(x[:], y[:]) }
	for _, key := range slices.SortedFunc(maps.Keys(groups), byName) { // in one order: what is known is not computed again
		c := a.calls.Group(groups[key])
		out = append(out, facts.Sum{
			Place: a.place(a.firstOf(groups[key])), Name: key[0], Integration: key[1], PerRun: RangeOf(c), BoundedBy: string(c.BoundedBy),
		})
	}
	return out
}

// firstOf is the first of several call sites that a run can reach, or the first of all.
func (a *analysed) firstOf(sites []cfg.NodeID) cfg.NodeID {
	if i := slices.IndexFunc(sites, func(n cfg.NodeID) bool { return a.graph.Nodes[n].Live }); i >= 0 {
		return sites[i]
	}
	return sites[0]
}

func weigh(nodes []cfg.NodeID) map[cfg.NodeID]int64 {
	w := make(map[cfg.NodeID]int64, len(nodes))
	for _, n := range nodes {
		w[n] = 1
	}
	return w
}

// RangeOf is a count for policies and reports.
func RangeOf(c calls.Count) facts.Range {
	return facts.Range{Min: c.Min, Expected: c.Expected, Max: c.Max}
}

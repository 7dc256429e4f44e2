package flowfacts

import (
	"cmp"
	"fmt"
	"strings"

	"archlint/analyzer/branchmodel"
	"archlint/analyzer/calibrate"
	"archlint/analyzer/cfg"
	"archlint/analyzer/config"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/flow"
	"archlint/analyzer/internal/phrase"
)

// prepare matches the counted objects with the graph of the flow.
func (f *FlowFit) prepare(p *config.Profile, module func(flow.External) *flow.Flow, failures map[string]float64) {
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
	if f.Flow.Type == "commonmodule" {
		f.places = indexByPlace(f.Graph)
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
		key := dataActionKey(d.ID, d.Name)
		f.sites[key] = append(f.sites[key], cfg.NodeID(i))
		if share, ok := failures[key]; ok {
			f.failed[cfg.NodeID(i)] = share
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

package demand

import (
	"slices"

	"archlint/analyzer/facts"
	"archlint/analyzer/interaction"
)

// mostPairs is how many pairs of an entry flow and a flow that it reaches may be looked at
// to bound how often call sites run in an interaction. Beyond, a call site is bounded by
// all calls of its data action.
const mostPairs = 200_000

// actionName is a data action as the records of a flow sum over it.
type actionName struct{ name, integration string }

// perInteraction works out how often data actions and call sites run in an interaction
// that can come to a flow: over all entry flows that lead there.
type perInteraction struct {
	Joined
	waiting *interaction.Extents    // of calls that repeat while somebody waits; nil where none does
	runs    *interaction.Extents    // of flows that others lead to; nil where there are too many pairs
	ids     map[actionName][]int    // the counts of a data action
	actions map[string][]actionName // the data actions of an integration
}

// markPerInteraction fills in the counts per interaction of the flows' records. It leaves
// out flows that a crowd leads to.
func (j Joined) markPerInteraction() {
	entered := j.starts.alone()
	p := &perInteraction{Joined: j, ids: make(map[actionName][]int), actions: make(map[string][]actionName)}
	p.nameCounts()
	if slices.ContainsFunc(j.Flows, func(f *Flow) bool { return f.waits() }) {
		p.waiting = j.Net.Extents(entered, j.counts.ofWaiting, j.counts.own)
	}
	again, pairs := make([]bool, len(j.Flows)), 0
	for _, i := range entered {
		pairs += len(j.Flows[i].reaches)
		for _, to := range j.Flows[i].reaches {
			again[to] = len(j.Flows[to].Facts.Calls) > 0
		}
	}
	if pairs <= mostPairs {
		p.runs = j.Net.Runs(entered, func(flow int) bool { return again[flow] })
	}
	for _, i := range entered {
		p.enter(i)
	}
	for _, members := range j.starts.grouped {
		for _, i := range j.Flows[members[0]].reaches { // itself and the other members among them
			j.Flows[i].forgetPerInteraction()
		}
	}
}

// waits reports whether some call of the flow counts by its pace.
func (f *Flow) waits() bool {
	for i := range f.Facts.Calls {
		if f.Pace(i).Waits {
			return true
		}
	}
	return false
}

// nameCounts finds the counts of each data action, and the data actions of each integration.
func (p *perInteraction) nameCounts() {
	seen := make(map[facts.DataActionKey]bool)
	for _, f := range p.Flows {
		for i := range f.Facts.Calls {
			key := f.Facts.Calls[i].Key()
			if seen[key] {
				continue
			}
			seen[key] = true
			name := actionName{key[0], key[1]}
			if p.ids[name] == nil {
				p.actions[name.integration] = append(p.actions[name.integration], name)
			}
			p.ids[name] = append(p.ids[name], p.counts.ids[key])
		}
	}
}

// entry is interactions that enter at one flow.
type entry struct {
	*perInteraction
	flow   int
	passes map[int]float64        // of each flow, on average
	means  map[actionName]float64 // of each data action
	most   int64                  // calls of any data action
	known  map[actionName]facts.Range
}

// enter adds interactions that enter at flow i to the records of all flows that they can
// come to.
func (p *perInteraction) enter(i int) {
	e := entry{p, i, make(map[int]float64), make(map[actionName]float64), p.Net.Total(i).Count.Max, make(map[actionName]facts.Range)}
	for _, pass := range p.Net.Passes(i) {
		e.passes[pass.Flow] = pass.Times
		for _, s := range p.Flows[pass.Flow].Facts.PerDataAction {
			e.means[actionName{s.Name, s.Integration}] += pass.Times * s.PerRun.Expected
		}
	}
	e.add(i)
	for _, to := range p.Flows[i].reaches {
		if to != i {
			e.add(to)
		}
	}
}

// add adds the interactions to the records of one flow.
func (e entry) add(to int) {
	f := &e.Flows[to].Facts
	for k := range f.PerDataAction {
		s := &f.PerDataAction[k]
		s.PerInteraction = union(s.PerInteraction, e.action(actionName{s.Name, s.Integration}))
	}
	for k := range f.PerIntegration {
		s := &f.PerIntegration[k]
		s.PerInteraction = union(s.PerInteraction, e.integration(s.Integration))
	}
	for k := range f.Calls {
		f.Calls[k].PerInteraction = union(f.Calls[k].PerInteraction, e.site(to, &f.Calls[k]))
	}
}

// action is how often a data action runs.
func (e entry) action(name actionName) facts.Range {
	if out, known := e.known[name]; known {
		return out
	}
	out := facts.Range{Expected: e.means[name]}
	for _, id := range e.ids[name] {
		c := e.counts.extent.Of(e.flow, id)
		out.Min, out.Max = out.Min+c.Min, out.Max+c.Max
		if e.waiting != nil {
			c = e.waiting.Of(e.flow, id)
			out.Min, out.Max = out.Min+c.Min, out.Max+c.Max
		}
	}
	e.known[name] = clamp(out, e.most)
	return e.known[name]
}

// integration is how often the data actions of an integration run together.
func (e entry) integration(name string) facts.Range {
	var out facts.Range
	for _, action := range e.actions[name] {
		one := e.action(action)
		out.Min, out.Expected, out.Max = out.Min+one.Min, out.Expected+one.Expected, out.Max+one.Max
	}
	return clamp(out, e.most)
}

// site is how often a call site of a flow runs. A flow that nothing leads back to runs
// once in an interaction that enters there.
func (e entry) site(flow int, c *facts.Call) facts.Range {
	most := e.action(actionName{c.DataAction, c.Integration}).Max
	out := facts.Range{Expected: e.passes[flow] * c.PerRun.Expected, Max: most}
	switch {
	case flow == e.flow && !slices.Contains(e.Flows[flow].reaches, flow):
		return clamp(c.PerRun, most)
	case e.runs != nil:
		runs := e.runs.Of(e.flow, flow)
		out.Min, out.Max = runs.Min*c.PerRun.Min, runs.Max*c.PerRun.Max
	case flow == e.flow:
		out.Min = c.PerRun.Min
	}
	return clamp(out, most)
}

// clamp holds a range to the greatest number that there can be.
func clamp(r facts.Range, most int64) facts.Range {
	r.Max = min(r.Max, most)
	r.Min = min(r.Min, r.Max)
	r.Expected = min(max(r.Expected, float64(r.Min)), float64(r.Max))
	return r
}

// union is a range for interactions of either kind: the least, the greatest, and the
// greater of the means.
func union(known *facts.Range, more facts.Range) *facts.Range {
	if known == nil {
		return &more
	}
	return &facts.Range{Min: min(known.Min, more.Min), Expected: max(known.Expected, more.Expected), Max: max(known.Max, more.Max)}
}

// forgetPerInteraction takes away what only some of the entry flows say.
func (f *Flow) forgetPerInteraction() {
	for k := range f.Facts.PerDataAction {
		f.Facts.PerDataAction[k].PerInteraction = nil
	}
	for k := range f.Facts.PerIntegration {
		f.Facts.PerIntegration[k].PerInteraction = nil
	}
	for k := range f.Facts.Calls {
		f.Facts.Calls[k].PerInteraction = nil
	}
}

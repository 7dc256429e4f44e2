package demand

import (
	"fmt"
	"slices"

	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/intake"
	"archlint/analyzer/internal/phrase"
	"archlint/analyzer/org"
)

// missingCalls returns sentences on calls that may be made but are not in the demand, and
// on how to add them. Verdicts that need them are unknown.
func (j Joined) missingCalls(in intake.Decoded) []string {
	g := &missingCalls{j, in}
	return slices.Concat(g.unread(), g.entryPoints(), g.openEnds(), g.orphans(), g.unsettled())
}

type missingCalls struct {
	Joined
	in intake.Decoded
}

// unread reports the flows that could not be read.
func (g *missingCalls) unread() []string {
	var out []string
	if g.in.Facts.Partial {
		out = append(out, "The export is partial: calls of what it lacks are not counted.")
	}
	if g.in.Damaged > 0 {
		out = append(out, fmt.Sprintf("%s could not be read: the calls of its flows are not counted.", phrase.Plural(g.in.Damaged, "file")))
	}
	if n := g.in.Org.FlowCount; n != nil && *n > g.in.FlowCount && g.in.Damaged == 0 {
		out = append(out, fmt.Sprintf("The export lists %d flows and %d were read: calls of the others are not counted.", *n, g.in.FlowCount))
	}
	return out
}

// entryPoints reports the entry points that lead to no reviewed flow.
func (g *missingCalls) entryPoints() []string {
	var names []string
	for _, e := range g.starts.missing {
		name := e.Flow
		if name == "" {
			name = e.FlowID
		}
		names = append(names, fmt.Sprintf("%q (%s %s)", name, e.Kind, e.Name))
	}
	if len(names) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("Entry points start flows that are not in the export, so their calls are not counted: %s. Add these flows.",
		phrase.Some(names, 5))}
}

// openEnds reports flows, modules and agents that interactions reach and the export does
// not hold. A queue by itself runs no data action: its in-queue flows, if the export holds
// them, are orphans.
func (g *missingCalls) openEnds() []string {
	var names, agents []string
	for _, end := range g.ends() {
		switch end.Kind {
		case flow.ExternalQueue:
		case flow.ExternalAgenticVirtualAgent, flow.ExternalGuide:
			agents = append(agents, end.String())
		default:
			names = append(names, end.String())
		}
	}
	var out []string
	if len(names) > 0 {
		out = append(out, fmt.Sprintf("Not in the export, so their data action calls are not counted: %s. Add them to the input.",
			phrase.Some(names, 5)))
	}
	if len(agents) > 0 {
		out = append(out, fmt.Sprintf("Agents decide by themselves which data actions they run, and no flow says how often, so these calls are "+
			"not counted: %s.", phrase.Some(agents, 5)))
	}
	return out
}

// ends returns the open ends of all flows in which something starts, sorted.
func (g *missingCalls) ends() []facts.OpenEnd {
	var ends []facts.OpenEnd
	for _, i := range g.starts.all() {
		ends = append(ends, g.Flows[i].Facts.OpenEnds...)
	}
	return facts.SortOpenEnds(ends)
}

// mayCall reports whether a flow leads to something that the export does not hold
// and that may call data actions.
func mayCall(f *Flow) bool {
	return slices.ContainsFunc(f.Facts.OpenEnds, func(e facts.OpenEnd) bool { return e.Kind != flow.ExternalQueue })
}

// orphans reports flows with calls that nothing in the input leads to. In an export of the
// whole organisation such flows are not in use, unless a queue that is not known may run
// them, or no other flow makes calls.
func (g *missingCalls) orphans() []string {
	var waiting, others []string
	counted := false
	for i, f := range g.Flows {
		switch {
		case f.Facts.PerRun.Max == 0 && !mayCall(f):
		case g.starts.reached[i]:
			counted = counted || f.Facts.PerRun.Max > 0
		case f.Facts.InQueue:
			waiting = append(waiting, f.Facts.Name)
		default:
			others = append(others, f.Facts.Name)
		}
	}
	idle := g.complete() && counted
	unknownQueue := slices.ContainsFunc(g.ends(), func(e facts.OpenEnd) bool { return e.Kind == flow.ExternalQueue })
	waiting, others = slices.Compact(waiting), slices.Compact(others) // flows are sorted by name
	var out []string
	if len(waiting) > 0 && (unknownQueue || !idle) {
		out = append(out, g.unqueued(waiting))
	}
	if len(others) > 0 && !idle {
		out = append(out, fmt.Sprintf("Nothing in the input leads to these flows, so their calls are not counted: %s. Add the flows that lead "+
			"to them, or leave them out.", phrase.Some(others, 5)))
	}
	return out
}

// unqueued reports in-queue flows that no known queue runs. An exporter that may not read
// the queues needs a permission, not another export.
func (g *missingCalls) unqueued(names []string) string {
	if slices.ContainsFunc(g.in.Org.NotReviewed, func(r org.Refusal) bool { return r.Part == org.PartQueues }) {
		return fmt.Sprintf("The queues were not reviewed, so nothing says which queues run these in-queue flows, and their calls are not "+
			"counted: %s. Let the exporter read the queues.", phrase.Some(names, 5))
	}
	return fmt.Sprintf("Nothing says which queues run these in-queue flows, so their calls are not counted: %s. Export the queues.",
		phrase.Some(names, 5))
}

// unsettled reports flows whose calls are more than what is counted, because their mean
// was not found.
func (g *missingCalls) unsettled() []string {
	var names []string
	for _, f := range g.Flows {
		if f.Unsettled {
			names = append(names, f.Facts.Name)
		}
	}
	if names = slices.Compact(names); len(names) == 0 { // flows are sorted by name
		return nil
	}
	return []string{fmt.Sprintf("Thousands of actions of these flows lead to one another, and how often they run on average was not found, "+
		"so their calls are more than what is counted: %s.", phrase.Some(names, 5))}
}

// complete reports whether the input is an export of a whole organisation.
func (g *missingCalls) complete() bool {
	o := g.in.Org
	return o.FlowCount != nil && *o.FlowCount <= g.in.FlowCount && !o.Narrowed && !o.Partial && len(o.NotReviewed) == 0
}

package interaction

import (
	"slices"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
)

// link finds where the interaction goes on from each place of a flow.
func (n *Net) link(f *Flow) {
	for _, way := range f.Ways {
		if way.Module {
			f.missingModule(way)
			continue
		}
		on, survey := link{node: way.Node, returns: way.Returns, runs: way.Returns, certain: true}, link{node: way.Node}
		for _, x := range way.To {
			if x.Kind == flow.ExternalSurvey {
				n.add(f, &survey, x, "") // not every person is asked
				survey.certain = false
				continue
			}
			n.resolve(f, x, way, &on)
		}
		f.add(on)
		f.add(survey)
	}
	for _, l := range f.Launches {
		launched := link{node: l.Node, returns: true}
		l.Workflow.Kind = flow.ExternalWorkflow
		n.add(f, &launched, l.Workflow, "workflow")
		launched.certain = false // the call may fail
		f.add(launched)
	}
	n.linkError(f)
	f.open = facts.SortOpenEnds(f.open)
}

func (f *Flow) add(l link) {
	slices.Sort(l.to)
	l.to = slices.Compact(l.to)
	if len(l.to) > 0 {
		f.links = append(f.links, l)
	}
}

// linkError finds what runs in the queue that a run-time error transfers to.
func (n *Net) linkError(f *Flow) {
	if f.OnError == nil {
		return
	}
	l := link{}
	n.resolveQueue(f, *f.OnError, &l)
	slices.Sort(l.to)
	f.onError = slices.Compact(l.to)
}

// missingModule notes a common module that the export does not hold: its calls
// belong to the run of the flow, and are not counted.
func (f *Flow) missingModule(w Way) {
	for _, x := range w.To {
		if x.Kind == flow.ExternalModule {
			f.open = append(f.open, openEnd(x))
		}
	}
}

// resolve adds the flows that a reference leads to, or an open end.
func (n *Net) resolve(f *Flow, x flow.External, w Way, l *link) {
	switch x.Kind {
	case flow.ExternalFlow, flow.ExternalBotFlow, flow.ExternalInQueueFlow:
		n.add(f, l, x, "")
	case flow.ExternalAgenticVirtualAgent, flow.ExternalGuide: // no export holds them
		l.certain = false
		f.open = append(f.open, openEnd(x))
	case flow.ExternalQueue:
		if !overridden(w) {
			n.resolveQueue(f, x, l)
		}
	}
}

// overridden reports whether a transfer names its own in-queue flow.
func overridden(w Way) bool {
	for _, x := range w.To {
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
		f.open = append(f.open, openEnd(x))
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
	n.add(f, l, flow.External{Kind: flow.ExternalInQueueFlow, ID: target, Name: target}, typ)
}

// add links to the flows that x names, of type typ unless that is "", or notes
// an open end.
func (n *Net) add(f *Flow, l *link, x flow.External, typ flow.Type) {
	if i, ok := n.byID[x.ID]; ok && x.ID != "" {
		l.to = append(l.to, i)
		return
	}
	named := n.named(f, x, typ)
	if x.Name == "" || len(named) == 0 {
		l.certain = false
		f.open = append(f.open, openEnd(x))
		return
	}
	l.to = append(l.to, named...)
}

// named are the flows of a reference's name. Names are unique among the flows of a
// type only: of several, those count to which the reference can lead.
func (n *Net) named(f *Flow, x flow.External, typ flow.Type) []int {
	of := func(fits func(flow.Type) bool) []int {
		return slices.DeleteFunc(slices.Clone(n.byName[strings.ToLower(x.Name)]), func(i int) bool { return !fits(n.flows[i].Type) })
	}
	if typ != "" {
		return of(func(t flow.Type) bool { return t == typ })
	}
	if same := of(func(t flow.Type) bool { return x.Kind == flow.ExternalFlow && t == f.Type }); len(same) > 0 {
		return same
	}
	if fitting := of(func(t flow.Type) bool { return leadsTo(x.Kind, t) }); len(fitting) > 0 {
		return fitting
	}
	return of(func(flow.Type) bool { return true })
}

// leadsTo reports whether a reference of that kind can lead to flows of type t.
func leadsTo(kind string, t flow.Type) bool {
	info := t.Info()
	switch kind {
	case flow.ExternalFlow:
		return info.Starts || t == "securecall"
	case flow.ExternalBotFlow:
		return t == "bot" || t == "digitalbot" || t == "voice"
	case flow.ExternalInQueueFlow:
		return info.InQueue
	default:
		return true
	}
}

// openEnd is what the export does not hold of a reference.
func openEnd(x flow.External) facts.OpenEnd { return facts.OpenEnd{Kind: x.Kind, Name: nameOf(x)} }

// nameOf is the name, id or expression of a reference, "" where only the run tells.
func nameOf(x flow.External) string {
	switch {
	case x.Name != "":
		return x.Name
	case x.ID != "":
		return x.ID
	case x.Value != nil && x.Value.Text != "":
		return x.Value.Text
	default:
		return ""
	}
}

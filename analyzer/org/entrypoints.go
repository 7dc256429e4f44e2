package org

import (
	"archlint/analyzer/facts"
	"archlint/analyzer/org/jsontree"
	"archlint/analyzer/source"
)

// entry notes that something starts a flow.
func (p *parser) entry(kind string, n *jsontree.Node, flow *jsontree.Node, disabled bool) {
	name, id := reference(flow)
	if name == "" && id == "" {
		return
	}
	p.org.EntryPoints = append(p.org.EntryPoints, facts.EntryPoint{
		Kind: kind, Name: or(n.Get("name").Text(), n.Get("id").Text()), Flow: name, FlowID: id, Disabled: disabled,
	})
}

// ivrs takes call routes: open, closed and holiday flow.
func (p *parser) ivrs(_ *source.File, values []*jsontree.Node) {
	for _, n := range jsontree.Entities(values) {
		for _, member := range []string{"openHoursFlow", "closedHoursFlow", "holidayHoursFlow"} {
			p.entry("ivr", n, n.Get(member), false)
		}
	}
}

// triggers takes process automation triggers; the target of the type Workflow is a flow.
func (p *parser) triggers(_ *source.File, values []*jsontree.Node) {
	for _, n := range jsontree.Entities(values) {
		enabled := n.Get("enabled")
		p.entry("trigger", n, n.Get("target"), enabled.Is() && !enabled.True())
	}
}

func (p *parser) messageRoutes(_ *source.File, values []*jsontree.Node) {
	for _, n := range jsontree.Entities(values) {
		p.entry("message", n, n.Get("flow"), false)
	}
}

// emailRoutes takes routes of e-mail domains: the flow, and that for spam.
func (p *parser) emailRoutes(_ *source.File, values []*jsontree.Node) {
	for _, n := range jsontree.Entities(values) {
		p.entry("email", n, n.Get("flow"), false)
		p.entry("email", n, n.Get("spamFlow"), false)
	}
}

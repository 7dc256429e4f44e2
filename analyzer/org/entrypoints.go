package org

import (
	"archlint/analyzer/facts"
	"archlint/analyzer/org/jsontree"
	"archlint/analyzer/source"
)

// entry notes that something starts a flow.
func (p *parser) entry(kind string, n *jsontree.Datum, flow *jsontree.Datum, disabled bool) {
	name, id := reference(flow)
	if name == "" && id == "" {
		return
	}
	p.org.EntryPoints = append(p.org.EntryPoints, facts.EntryPoint{
		Kind: kind, Name: or(n.Get("name").Text(), n.Get("id").Text()), Flow: name, FlowID: id, Disabled: disabled,
	})
}

// ivrs takes call routes: open, closed and holiday flow.
func (p *parser) ivrs(_ *source.File, values []*jsontree.Datum) {
	for _, n := range jsontree.Entities(values) {
		for _, member := range []string{"openHoursFlow", "closedHoursFlow", "holidayHoursFlow"} {
			p.entry("ivr", n, n.Get(member), false)
		}
	}
}

// triggers takes process automation triggers; the target of the type Workflow is a flow.
func (p *parser) triggers(_ *source.File, values []*jsontree.Datum) {
	for _, n := range jsontree.Entities(values) {
		before := len(p.org.EntryPoints)
		enabled := n.Get("enabled")
		p.entry("trigger", n, n.Get("target"), enabled.Is() && !enabled.True())
		if len(p.org.EntryPoints) > before {
			trigger(n, &p.org.EntryPoints[before])
		}
	}
}

// trigger reads what starts the flow: an event and its conditions, or a schedule.
// Source: platform-client-sdk-go, trigger.go; triggers with a schedule have no topic.
func trigger(n *jsontree.Datum, e *facts.EntryPoint) {
	e.Topic = n.Get("topicName").Text()
	e.Conditions = len(n.Get("matchCriteria").Items())
	e.DataFormat = n.Get("target").Get("workflowTargetSettings").Get("dataFormat").Text()
	e.DelaySeconds, e.TTLSeconds = seconds(n.Get("delayBySeconds")), seconds(n.First("eventTTLSeconds", "eventTtlSeconds"))
	for _, member := range []string{"schedule", "scheduleId", "scheduleConfiguration", "cronExpression"} {
		schedule := n.Get(member)
		e.Scheduled = e.Scheduled || schedule.Text() != "" || len(schedule.Members()) > 0
	}
}

func seconds(n *jsontree.Datum) *float64 {
	if v, ok := n.Number(); ok {
		return &v
	}
	return nil
}

func (p *parser) messageRoutes(_ *source.File, values []*jsontree.Datum) {
	for _, n := range jsontree.Entities(values) {
		p.entry("message", n, n.Get("flow"), false)
	}
}

// emailRoutes takes routes of e-mail domains: the flow, and that for spam.
func (p *parser) emailRoutes(_ *source.File, values []*jsontree.Datum) {
	for _, n := range jsontree.Entities(values) {
		p.entry("email", n, n.Get("flow"), false)
		p.entry("email", n, n.Get("spamFlow"), false)
	}
}

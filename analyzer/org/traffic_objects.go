package org

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"archlint/analyzer/org/jsontree"
)

// FlowCounts is how often the actions of one version of a flow ran.
//
// The platform documents the metric (nFlowExecutions by flowObjectId) without
// saying what it counts. It is taken to be flow executions in which the action
// ran at least once, as Flow Insights shows them.
type FlowCounts struct {
	FlowID string
	// Version is written as [Version] writes it.
	Version string
	// Days is on how many days any action of that version was counted.
	Days int
	// Start is how many executions of the flow in that version began on the days
	// that the actions were counted on; 0 when unknown.
	Start   float64
	Objects []ObjectCount // by id
}

// ObjectCount is how often one object of a flow ran. ID is the platform's
// flowObjectId: an action's id or its tracking id.
type ObjectCount struct {
	ID    string
	Count float64
}

// BotAsk is how many sessions of a bot left one question with one result.
type BotAsk struct {
	BotID, Version, ActionID, Result string
	Count                            float64
}

// Version writes a flow's version in one way: listings and configurations say
// "3.0", people and some answers "3".
func Version(text string) string { return strings.TrimSuffix(strings.TrimSpace(text), ".0") }

// flowVersion names one version of a flow.
type flowVersion struct{ id, version string }

// stretch is the time of a count.
type stretch struct{ from, to time.Time }

func (i Interval) stretch() stretch {
	return stretch{i.Start, i.Start.Add(time.Duration(i.Minutes * float64(time.Minute)))}
}

// versionCount is the raw counts of one version of a flow.
type versionCount struct {
	starts  map[string]map[stretch]float64 // by metric
	objects map[string]float64
	days    map[stretch]bool // that its objects were counted in
}

// objectCounter collects what the answers say of versions and their objects.
type objectCounter struct {
	versions map[flowVersion]*versionCount
	asks     map[BotAsk]float64 // by the record without its count
	// counted are the stretches in which an object of any flow was counted,
	// started those in which a version of any flow began.
	counted, started map[stretch]bool
}

func newObjectCounter() objectCounter {
	return objectCounter{
		versions: map[flowVersion]*versionCount{}, asks: map[BotAsk]float64{}, counted: map[stretch]bool{}, started: map[stretch]bool{},
	}
}

func (c *objectCounter) version(group *jsontree.Datum) *versionCount {
	key := flowVersion{group.Get("flowId").Text(), Version(group.Get("flowVersion").Text())}
	v := c.versions[key]
	if v == nil {
		v = &versionCount{starts: map[string]map[stretch]float64{}, objects: map[string]float64{}, days: map[stretch]bool{}}
		c.versions[key] = v
	}
	return v
}

// flowCount takes a count of a flow, of one of its versions, or of an object in it.
// An object's count says nothing of how often the flow was entered.
func (p *parser) flowCount(metric string, group *jsontree.Datum, span Interval, count float64) {
	if object := group.Get("flowObjectId"); object.Is() {
		p.objects.object(group, object.Text(), span.stretch(), count)
		return
	}
	p.objects.start(metric, group, span.stretch(), count)
	p.flowTraffic(metric, group, span, count)
}

// object takes the count of one object of a version.
func (c *objectCounter) object(group *jsontree.Datum, id string, when stretch, count float64) {
	if id == "" || group.Get("flowId").Text() == "" {
		return
	}
	v := c.version(group)
	v.objects[id] += count
	v.days[when] = true
	c.counted[when] = true
}

// start takes the executions of a version that began in a stretch.
func (c *objectCounter) start(metric string, group *jsontree.Datum, when stretch, count float64) {
	if group.Get("flowVersion").Text() == "" || group.Get("flowId").Text() == "" {
		return
	}
	v := c.version(group)
	if v.starts[metric] == nil {
		v.starts[metric] = map[stretch]float64{}
	}
	v.starts[metric][when] += count
	c.started[when] = true
}

// flowObjects takes the counts of a day by flow and version, as the exporter gathers them:
//
//	{"interval": "START/END", "flows": [{"flowId": "...", "flowVersion": "3.0", "nFlowExecutions": {"<object>": 9}}]}
func (p *parser) flowObjects(v *jsontree.Datum) {
	flows := v.Get("flows").Items()
	if len(flows) == 0 {
		return
	}
	span, ok := parseInterval(v.Get("interval").Text())
	if !ok {
		p.problems = append(p.problems, v.Errorf("counts without a readable interval: %q", v.Get("interval").Text()))
		return
	}
	for _, f := range flows {
		for _, object := range f.Get("nFlowExecutions").Members() {
			if count, isNumber := object.Value.Number(); isNumber && count > 0 {
				p.objects.object(f, object.Name, span.stretch(), count)
			}
		}
	}
}

// botAsk takes the sessions of one result of a bot's question.
func (p *parser) botAsk(group *jsontree.Datum, count float64) {
	ask := BotAsk{
		BotID: group.Get("botId").Text(), Version: Version(group.Get("botVersion").Text()),
		ActionID: group.Get("askActionId").Text(), Result: group.Get("askActionResult").Text(),
	}
	if ask.BotID != "" && ask.ActionID != "" {
		p.objects.asks[ask] += count
	}
}

// settle puts the counts into the order of flows, versions and objects.
func (c *objectCounter) settle(t *Measured) {
	days := slices.SortedFunc(maps.Keys(c.counted), compareStretches)
	startsKnown := c.startsEveryDay(days)
	for key, v := range c.versions {
		if len(v.objects) == 0 {
			continue
		}
		counts := FlowCounts{FlowID: key.id, Version: key.version, Days: len(v.days)}
		if startsKnown {
			counts.Start = v.startsWithin(days)
		}
		for id, n := range v.objects {
			counts.Objects = append(counts.Objects, ObjectCount{id, n})
		}
		slices.SortFunc(counts.Objects, func(a, b ObjectCount) int { return cmp.Compare(a.ID, b.ID) })
		t.Objects = append(t.Objects, counts)
	}
	slices.SortFunc(t.Objects, func(a, b FlowCounts) int {
		return cmp.Or(cmp.Compare(a.FlowID, b.FlowID), cmp.Compare(a.Version, b.Version))
	})
	for ask, n := range c.asks {
		ask.Count = n
		t.Asks = append(t.Asks, ask)
	}
	slices.SortFunc(t.Asks, func(a, b BotAsk) int {
		return cmp.Or(cmp.Compare(a.BotID, b.BotID), cmp.Compare(a.Version, b.Version), cmp.Compare(a.ActionID, b.ActionID),
			cmp.Compare(a.Result, b.Result))
	})
}

// startsEveryDay reports whether something began on each of the days: a day whose
// starts were not exported would make objects seem more frequent than they are.
func (c *objectCounter) startsEveryDay(days []stretch) bool {
	found := map[stretch]bool{}
	for when := range c.started {
		if day, ok := containing(days, when); ok {
			found[day] = true
		}
	}
	return len(found) == len(days)
}

// startsWithin is the executions that began on those days. Two metrics may count
// the same executions, so the greater of them is taken.
func (v *versionCount) startsWithin(days []stretch) float64 {
	most := 0.0
	for _, counts := range v.starts {
		sum := 0.0
		for when, n := range counts {
			if _, ok := containing(days, when); ok {
				sum += n
			}
		}
		most = max(most, sum)
	}
	return most
}

// containing finds the stretch that holds another whole, among sorted ones.
func containing(days []stretch, when stretch) (stretch, bool) {
	i, same := slices.BinarySearchFunc(days, when, func(day, when stretch) int { return day.from.Compare(when.from) })
	if !same {
		i--
	}
	if i < 0 || days[i].to.Before(when.to) {
		return stretch{}, false
	}
	return days[i], true
}

func compareStretches(a, b stretch) int { return cmp.Or(a.from.Compare(b.from), a.to.Compare(b.to)) }

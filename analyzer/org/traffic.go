package org

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"archlint/analyzer/org/jsontree"
	"archlint/analyzer/source"
)

// Measured is what analytics aggregates say of past traffic.
type Measured struct {
	Flows   []FlowTraffic   // entries of flows, runs of workflows
	Actions []ActionTraffic // executions of data actions
	// Conversations over all queues and media, nil when not exported.
	Conversations *ConversationTraffic
	// Objects are how often the actions of each flow and version ran, by flow
	// and version; Asks the results of bots' questions, by bot and action.
	Objects []FlowCounts
	Asks    []BotAsk
}

// Interval is a count in a stretch of time.
type Interval struct {
	Start   time.Time
	Minutes float64
	Count   float64
}

// PerMinute is the mean rate in the interval.
func (i Interval) PerMinute() float64 { return i.Count / i.Minutes }

// FlowTraffic is how often a flow was entered, by interval in the order of time.
type FlowTraffic struct {
	ID, Name  string
	Intervals []Interval
}

// ActionTraffic is how often a data action was executed and how long it took.
type ActionTraffic struct {
	ID, Name, Integration string
	Intervals             []Interval
	Executions            float64
	// Seconds an execution took: mean, and the longest; 0 when unknown.
	MeanSeconds, MaxSeconds float64
	Failed                  float64 // executions with an error
}

// ConversationTraffic is sums over the whole time. Seconds are totals; each
// count says how many conversations they are of.
type ConversationTraffic struct {
	Offered                     float64
	Waits, WaitSeconds          float64
	Handles, HandleSeconds      float64
	Abandons                    float64
	FlowEntered, FlowToQueueOut float64
}

// traffic takes answers of the aggregates queries:
//
//	{"results": [{"group": {"flowId": "..."}, "data": [
//	  {"interval": "START/END", "metrics": [{"metric": "nFlow", "stats": {"count": 9, "sum": 1}}]}]}]}
//
// Durations (t...) are in milliseconds there.
func (p *parser) traffic(_ *source.File, values []*jsontree.Datum) {
	for _, v := range values {
		for _, result := range v.Get("results").Items() {
			group := result.Get("group")
			for _, data := range result.Get("data").Items() {
				p.measurement(group, data)
			}
		}
		p.flowObjects(v)
	}
}

// measurement takes the metrics of one group in one interval.
func (p *parser) measurement(group, data *jsontree.Datum) {
	span, ok := parseInterval(data.Get("interval").Text())
	if !ok {
		if data.Is() {
			p.problems = append(p.problems, data.Errorf("aggregate without a readable interval: %q", data.Get("interval").Text()))
		}
		return
	}
	for _, metric := range data.Get("metrics").Items() {
		m := readMetric(metric)
		switch name := metric.Get("metric").Text(); name {
		case "nFlow", "nFlowExecutions":
			p.flowCount(name, group, span, m.count)
		case "nBotSessions":
			p.botAsk(group, m.count)
		case "tTotalExecution":
			p.actionTraffic(group, span, m)
		default:
			p.org.Traffic.conversation(name, m)
		}
	}
}

type metricStats struct{ count, sum, max float64 }

func readMetric(n *jsontree.Datum) metricStats {
	get := func(name string) float64 {
		v, _ := n.Get("stats", name).Number()
		return max(v, 0)
	}
	return metricStats{get("count"), get("sum"), get("max")}
}

func (p *parser) flowTraffic(metric string, group *jsontree.Datum, span Interval, count float64) {
	id, name := group.Get("flowId").Text(), group.Get("flowName").Text()
	if id == "" && name == "" {
		return
	}
	key := "flow\x00" + id + "\x00" + name + "\x00" + metric
	i, seen := p.measured[key]
	t := &p.org.Traffic
	if !seen {
		i = len(t.Flows)
		p.measured[key] = i
		t.Flows = append(t.Flows, FlowTraffic{ID: id, Name: name})
	}
	span.Count = count
	t.Flows[i].Intervals = append(t.Flows[i].Intervals, span)
}

func (p *parser) actionTraffic(group *jsontree.Datum, span Interval, m metricStats) {
	id, name := group.Get("actionId").Text(), group.Get("actionName").Text()
	if id == "" && name == "" {
		return
	}
	integration := group.Get("integrationName").Text()
	key := "action\x00" + id + "\x00" + name + "\x00" + integration
	i, seen := p.measured[key]
	t := &p.org.Traffic
	if !seen {
		i = len(t.Actions)
		p.measured[key] = i
		t.Actions = append(t.Actions, ActionTraffic{ID: id, Name: name, Integration: integration})
	}
	a := &t.Actions[i]
	span.Count = m.count
	a.Intervals = append(a.Intervals, span)
	if total := a.Executions + m.count; total > 0 {
		a.MeanSeconds = (a.MeanSeconds*a.Executions + m.sum/1000) / total
		a.Executions = total
	}
	a.MaxSeconds = max(a.MaxSeconds, m.max/1000)
	if group.Get("errorType").Text() != "" {
		a.Failed += m.count
	}
}

func (t *Measured) conversation(metric string, m metricStats) {
	c := t.Conversations
	if c == nil {
		c = &ConversationTraffic{}
	}
	switch metric {
	case "nOffered":
		c.Offered += m.count
	case "tWait":
		c.Waits, c.WaitSeconds = c.Waits+m.count, c.WaitSeconds+m.sum/1000
	case "tHandle":
		c.Handles, c.HandleSeconds = c.Handles+m.count, c.HandleSeconds+m.sum/1000
	case "tAbandon":
		c.Abandons += m.count
	case "tIvr":
		c.FlowEntered += m.count
	case "tFlowOut":
		c.FlowToQueueOut += m.count
	default:
		return
	}
	t.Conversations = c
}

// tidy puts intervals in the order of time and adds up those of the same
// stretch: groups that differ in other dimensions (media, error) share them.
func tidy(all []Interval) []Interval {
	slices.SortStableFunc(all, func(a, b Interval) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Minutes, b.Minutes))
	})
	var merged []Interval
	for _, i := range all {
		if n := len(merged); n > 0 && merged[n-1].Start.Equal(i.Start) && merged[n-1].Minutes == i.Minutes {
			merged[n-1].Count += i.Count
			continue
		}
		merged = append(merged, i)
	}
	return merged
}

// parseInterval reads START/END, both ISO 8601.
func parseInterval(text string) (Interval, bool) {
	from, to, ok := strings.Cut(text, "/")
	if !ok {
		return Interval{}, false
	}
	start, err := time.Parse(time.RFC3339, from)
	if err != nil {
		return Interval{}, false
	}
	end, err := time.Parse(time.RFC3339, to)
	if err != nil || !end.After(start) {
		return Interval{}, false
	}
	return Interval{Start: start.UTC(), Minutes: end.Sub(start).Minutes()}, true
}

// joinMetrics makes one record of a flow that two metrics count. Both may count the
// same entries, so the greater count of a stretch is taken.
func joinMetrics(all []FlowTraffic) []FlowTraffic {
	at := map[[2]string]int{}
	var joined []FlowTraffic
	for _, f := range all {
		f.Intervals = tidy(f.Intervals)
		key := [2]string{f.ID, f.Name}
		i, seen := at[key]
		if !seen {
			at[key] = len(joined)
			joined = append(joined, f)
			continue
		}
		joined[i].Intervals = greater(joined[i].Intervals, f.Intervals)
	}
	return joined
}

// greater takes the greater count of each stretch.
func greater(a, b []Interval) []Interval {
	counts := map[stretch]int{}
	for i := range a {
		counts[a[i].stretch()] = i
	}
	for _, other := range b {
		if i, both := counts[other.stretch()]; both {
			a[i].Count = max(a[i].Count, other.Count)
			continue
		}
		a = append(a, other)
	}
	return tidy(a)
}

func (t *Measured) sort() {
	t.Flows = joinMetrics(t.Flows)
	for i := range t.Actions {
		t.Actions[i].Intervals = tidy(t.Actions[i].Intervals)
	}
	slices.SortStableFunc(t.Flows, func(a, b FlowTraffic) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	slices.SortStableFunc(t.Actions, func(a, b ActionTraffic) int {
		return cmp.Or(cmp.Compare(a.Integration, b.Integration), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}

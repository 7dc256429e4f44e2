package exporter

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"archlint/cmd/archlint-export/internal/api"
)

// maxTrafficDays bounds --traffic: what is older says little about today.
const maxTrafficDays = 400

// settledDays is after how many days the figures of a day count as final: a day
// that an earlier run took later than that is not asked for again.
const settledDays = 3

// query is one kind of aggregates. Only what it groups by is kept of an answer:
// nobody's name or number, no conversation.
type query struct {
	route       api.Route
	dir         string // below org/
	granularity string
	groupBy     []string
	metrics     []string
}

// objectsDir holds the counts of actions, in a shape of its own.
const objectsDir = "traffic-objects"

// queries are asked for every day on its own: the answers stay small however
// busy the organisation is, and a later run asks for new days only.
var queries = []query{
	{api.FlowTraffic, "traffic-flows", "PT1H", []string{"flowId", "flowVersion"}, []string{"nFlow"}},
	{api.WorkflowTraffic, "traffic-workflows", "PT1H", []string{"flowId", "flowVersion"}, []string{"nFlowExecutions"}},
	// How often each action ran. The API does not say what an object's id names, nor
	// what is counted; the analyzer finds out by comparing with the flows.
	{api.WorkflowTraffic, objectsDir, "P1D", []string{"flowId", "flowVersion", "flowObjectId"}, []string{"nFlowExecutions"}},
	{api.ActionTraffic, "traffic-actions", "PT1H", []string{"actionId", "actionName", "integrationName", "errorType"},
		[]string{"tTotalExecution"}},
	{api.ConversationTraffic, "traffic-conversations", "P1D", []string{"mediaType", "queueId"},
		[]string{"nOffered", "tAbandon", "tFlowOut", "tHandle", "tIvr", "tWait"}},
	{api.BotTraffic, "traffic-bots", "P1D", []string{"botId", "botVersion", "askActionId", "askActionResult"}, []string{"nBotSessions"}},
}

// traffic takes the aggregates of the days before today, and drops those of
// earlier runs that are out of that window.
func (x *run) traffic(ctx context.Context) error {
	if x.TrafficDays > 0 {
		x.Progress.Stage("traffic", x.TrafficDays*len(queries))
	}
	for _, q := range queries {
		if err := x.aggregates(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// days are those before today that are asked for, the oldest first.
func (x *run) days() []time.Time {
	today := x.Now().UTC().Truncate(24 * time.Hour)
	var all []time.Time
	for back := x.TrafficDays; back > 0; back-- {
		all = append(all, today.AddDate(0, 0, -back))
	}
	return all
}

func (q query) file(day time.Time) string {
	return path.Join("org", q.dir, day.Format(time.DateOnly)+".json")
}

// trafficRequests are those for days whose figures are not there for good.
func (x *run) trafficRequests() int {
	n := 0
	for _, q := range queries {
		for _, day := range x.days() {
			if !x.settled(q, day) {
				n++
			}
		}
	}
	return n
}

// settled reports whether an earlier run took the figures of a day when they were
// final, and by the same groups. A run that was broken off may have left older ones.
func (x *run) settled(q query, day time.Time) bool {
	if x.earlier == nil || x.earlier.Partial {
		return false
	}
	taken, err := time.Parse(time.RFC3339, x.earlier.ExportedAt)
	if err != nil || taken.Before(day.AddDate(0, 0, 1+settledDays)) {
		return false
	}
	data, err := x.dir.Read(q.file(day))
	var old struct {
		GroupBy []string `json:"groupBy"`
	}
	return err == nil && json.Unmarshal(data, &old) == nil && slices.Equal(old.GroupBy, q.groupBy)
}

func (x *run) aggregates(ctx context.Context, q query) error {
	files := map[string]bool{}
	for _, day := range x.days() {
		name := q.file(day)
		err := x.day(ctx, q, day)
		x.Progress.Step()
		switch {
		case err == nil:
			files[name] = true
			continue
		case x.stops(ctx, err):
			return err
		}
		x.lack(q.route, err)
		if api.Refused(err) {
			files = map[string]bool{}
			break
		}
		files[name] = true // of an earlier run, if there is one
	}
	return x.dropFiles(path.Join("org", q.dir), files)
}

// day takes one kind of aggregates of one day.
func (x *run) day(ctx context.Context, q query, day time.Time) error {
	if x.settled(q, day) {
		return nil
	}
	interval := day.Format(apiTime) + "/" + day.AddDate(0, 0, 1).Format(apiTime)
	request := api.Get(q.route)
	request.Body = q.body(interval)
	body, err := x.ask(ctx, request)
	if err != nil {
		return err
	}
	data, err := q.clean(body, interval)
	if err != nil {
		return fmt.Errorf("%s: %w", q.dir, err)
	}
	_, err = x.write(q.file(day), data)
	return err
}

// body is the question for an interval (START/END).
func (q query) body(interval string) []byte {
	list := func(words []string) string { return `"` + strings.Join(words, `","`) + `"` }
	return fmt.Appendf(nil, `{"interval":%q,"granularity":%q,"timeZone":"UTC","groupBy":[%s],"metrics":[%s]}`,
		interval, q.granularity, list(q.groupBy), list(q.metrics))
}

// result is what an answer says of one group.
type result struct {
	Group map[string]string `json:"group"`
	Data  []struct {
		Interval string `json:"interval"`
		Metrics  []struct {
			Metric string             `json:"metric"`
			Stats  map[string]float64 `json:"stats"`
		} `json:"metrics"`
	} `json:"data"`
}

// clean keeps the groups and figures of an answer, in the order of the groups.
func (q query) clean(body []byte, interval string) ([]byte, error) {
	var answer struct {
		Results []result `json:"results"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, err
	}
	for _, r := range answer.Results {
		for dimension := range r.Group {
			if !slices.Contains(q.groupBy, dimension) {
				delete(r.Group, dimension)
			}
		}
	}
	slices.SortStableFunc(answer.Results, func(a, b result) int { return strings.Compare(q.key(a), q.key(b)) })
	if q.dir == objectsDir {
		return lines(q, interval, "flows", objectCounts(answer.Results))
	}
	return lines(q, interval, "results", answer.Results)
}

// flowObjects are the counts of a version's objects: an answer repeats so much for each
// of them that a day of a large organisation would have 20 MB.
type flowObjects struct {
	FlowID  string             `json:"flowId"`
	Version string             `json:"flowVersion"`
	Counts  map[string]float64 `json:"nFlowExecutions"`
}

// objectCounts gathers the groups of a day, which are sorted, by flow and version.
func objectCounts(results []result) (flows []flowObjects) {
	for _, r := range results {
		flow, version, object := r.Group["flowId"], r.Group["flowVersion"], r.Group["flowObjectId"]
		if n := len(flows); n == 0 || flows[n-1].FlowID != flow || flows[n-1].Version != version {
			flows = append(flows, flowObjects{flow, version, map[string]float64{}})
		}
		for _, data := range r.Data {
			for _, m := range data.Metrics {
				if m.Metric == "nFlowExecutions" && object != "" {
					flows[len(flows)-1].Counts[object] += m.Stats["count"]
				}
			}
		}
	}
	return flows
}

// lines writes an answer with a record a line.
func lines[T any](q query, interval, member string, records []T) ([]byte, error) {
	groupBy, err := json.Marshal(q.groupBy)
	if err != nil {
		return nil, err
	}
	out := fmt.Appendf(nil, "{\n  \"groupBy\": %s,\n  \"interval\": %q,\n  %q: [", groupBy, interval, member)
	for i, r := range records {
		line, err := json.Marshal(r)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(out, "\n    "...), line...)
	}
	return append(out, "\n  ]\n}\n"...), nil
}

// key orders groups.
func (q query) key(r result) string {
	parts := make([]string, len(q.groupBy))
	for i, dimension := range q.groupBy {
		parts[i] = r.Group[dimension]
	}
	return strings.Join(parts, "\x00")
}

// dropFiles removes the files of a directory that are not among those.
func (x *run) dropFiles(dir string, files map[string]bool) error {
	names, err := x.dir.List(dir)
	if err != nil {
		return &diskError{err}
	}
	for _, name := range names {
		if files[name] {
			continue
		}
		if err := x.dir.Remove(name); err != nil {
			return &diskError{err}
		}
	}
	return nil
}

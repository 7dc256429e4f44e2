package genesysfake

import (
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"time"

	"archlint/cmd/archlint-export/internal/genesysfake/demoorg"
	"archlint/cmd/archlint-export/internal/genesysfake/walks"
)

// traffic answers an aggregates query for one day: what the runs of that day come to,
// and conversations of a usual kind.
func (s *Server) traffic(r request) reply {
	var q struct {
		Interval    string   `json:"interval"`
		Granularity string   `json:"granularity"`
		GroupBy     []string `json:"groupBy"`
		Metrics     []string `json:"metrics"`
	}
	if !decode(r.body, &q) {
		return failure(http.StatusBadRequest, "bad.request", "Not a query")
	}
	from, _, _ := strings.Cut(q.Interval, "/")
	start, err := time.Parse(time.RFC3339, from)
	if err != nil {
		return failure(http.StatusBadRequest, "bad.request", "Not an interval")
	}
	start = start.UTC().Truncate(24 * time.Hour)
	var results []any
	switch path := r.URL.Path; {
	case strings.Contains(path, "conversations"):
		results = conversations(s.opts.Org, start, q.Metrics)
	case strings.Contains(path, "actions"):
		results, err = s.actionTraffic(start)
	case strings.Contains(path, "bots"):
		results, err = s.botTraffic(start)
	case slices.Contains(q.GroupBy, "flowObjectId"):
		results, err = s.objectTraffic(start)
	default:
		results, err = s.flowTraffic(start, strings.Contains(path, "flowexecutions"))
	}
	if err != nil {
		return failure(http.StatusInternalServerError, "internal", err.Error())
	}
	return ok(map[string]any{"results": append([]any{}, results...)})
}

// conversationID stands in groups that nobody asked to be told apart by it, to see
// that it is not kept.
const conversationID = "0b9d2d64-0000-4000-8000-00000000c0de"

// walked calls each with every flow that runs, and the day of it.
func (s *Server) walked(day time.Time, each func(*walks.Flow, *walks.Day)) error {
	for _, f := range s.opts.Org.Flows {
		if f.Walks == nil || f.Version == 0 {
			continue
		}
		d, err := f.Walks.Day(day)
		if err != nil {
			return err
		}
		each(f.Walks, d)
	}
	return nil
}

// flowTraffic counts entries by flow, version and hour: those of workflows are told
// by one query, all others by another.
func (s *Server) flowTraffic(day time.Time, workflows bool) (results []any, err error) {
	metric := map[bool]string{true: "nFlowExecutions", false: "nFlow"}[workflows]
	err = s.walked(day, func(f *walks.Flow, d *walks.Day) {
		if (f.Type == "workflow") != workflows {
			return
		}
		for _, version := range slices.Sorted(maps.Keys(d.Entered)) {
			var data []any
			for hour, n := range d.Entered[version] {
				if n > 0 {
					data = append(data, counted(day.Add(time.Duration(hour)*time.Hour), time.Hour, metric, map[string]any{"count": n}))
				}
			}
			results = append(results, map[string]any{"data": data, "group": map[string]any{
				"flowId": f.ID, "flowVersion": versionName(version), "conversationId": conversationID}})
		}
	})
	return results, err
}

func versionName(n int) string { return fmt.Sprintf("%d.0", n) }

// objectTraffic counts the runs in which each action and menu ran.
func (s *Server) objectTraffic(day time.Time) (results []any, err error) {
	err = s.walked(day, func(f *walks.Flow, d *walks.Day) {
		for object, n := range d.Objects {
			results = append(results, map[string]any{
				"group": map[string]any{"flowId": f.ID, "flowVersion": versionName(object.Version), "flowObjectId": object.ID},
				"data":  []any{counted(day, 24*time.Hour, "nFlowExecutions", map[string]any{"count": n})},
			})
		}
	})
	return results, err
}

// botTraffic counts the sessions that left a bot's question by a result.
func (s *Server) botTraffic(day time.Time) (results []any, err error) {
	words := map[string]string{"__DEFAULT__": "Success", "__MAX_NO_INPUTS__": "NoInput", "__MAX_NO_MATCHES__": "NoMatch"}
	err = s.walked(day, func(f *walks.Flow, d *walks.Day) {
		for ask, n := range d.Asks {
			results = append(results, map[string]any{
				"group": map[string]any{"botId": f.ID, "botVersion": versionName(ask.Version), "askActionId": ask.Action,
					"askActionResult": words[ask.Output]},
				"data": []any{counted(day, 24*time.Hour, "nBotSessions", map[string]any{"count": n})},
			})
		}
	})
	return results, err
}

// actionTraffic counts executions of data actions by hour, those that failed apart.
func (s *Server) actionTraffic(day time.Time) (results []any, err error) {
	sums := map[walks.Call]walks.Calls{}
	err = s.walked(day, func(_ *walks.Flow, d *walks.Day) {
		for call, n := range d.Calls {
			was := sums[call]
			sums[call] = walks.Calls{
				Count: was.Count + n.Count, Milliseconds: was.Milliseconds + n.Milliseconds, Longest: max(was.Longest, n.Longest),
			}
		}
	})
	for _, a := range s.opts.Org.Actions {
		for output, problem := range map[string]string{"__SUCCESS__": "", "__FAILURE__": "RESPONSE_ERROR", "__TIMEOUT__": "TIMEOUT"} {
			group := map[string]any{"actionId": a["id"], "actionName": a["name"], "integrationName": a["category"]}
			if problem != "" {
				group["errorType"] = problem
			}
			var data []any
			for hour := range 24 {
				if c := sums[walks.Call{DataAction: a["id"].(string), Output: output, Hour: hour}]; c.Count > 0 {
					data = append(data, counted(day.Add(time.Duration(hour)*time.Hour), time.Hour, "tTotalExecution", map[string]any{
						"count": c.Count, "sum": c.Milliseconds, "min": 100, "max": c.Longest}))
				}
			}
			if data != nil {
				results = append(results, map[string]any{"group": group, "data": data})
			}
		}
	}
	return results, err
}

// counted is one metric in one stretch of time.
func counted(at time.Time, step time.Duration, metric string, stats map[string]any) map[string]any {
	return map[string]any{"interval": interval(at, step), "metrics": []any{map[string]any{"metric": metric, "stats": stats}}}
}

// conversations are those of queues.
func conversations(o *demoorg.Org, day time.Time, names []string) (results []any) {
	for _, q := range o.Queues {
		random := rand.New(rand.NewPCG(o.Seed, hash(day.String()+q["id"].(string))))
		results = append(results, map[string]any{
			"group": map[string]any{"mediaType": "voice", "queueId": q["id"]},
			"data":  []any{map[string]any{"interval": interval(day, 24*time.Hour), "metrics": metrics(random, names)}},
		})
	}
	return results
}

func hash(text string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(text))
	return h.Sum64()
}

func interval(at time.Time, step time.Duration) string {
	const layout = "2006-01-02T15:04:05.000Z"
	return at.UTC().Format(layout) + "/" + at.Add(step).UTC().Format(layout)
}

// usual says what a metric of conversations comes to: the share of the offered
// ones that have it, and its mean in milliseconds.
type usual struct {
	share float64
	mean  int
}

var conversationMetrics = map[string]usual{
	"tHandle": {0.93, 290_000}, "tWait": {0.98, 35_000}, "tAbandon": {0.05, 70_000}, "tFlowOut": {0.02, 60_000}, "tIvr": {1, 50_000},
}

// metrics draws the figures of a day. What is not in conversationMetrics is a plain
// count.
func metrics(random *rand.Rand, names []string) []any {
	const busy = 200
	count := busy/2 + random.IntN(busy)
	var out []any
	for _, name := range names {
		stats := map[string]any{"count": count}
		if u, ok := conversationMetrics[name]; ok {
			stats = durations(random, int(float64(count)*u.share), u.mean)
		}
		out = append(out, map[string]any{"metric": name, "stats": stats})
	}
	return out
}

// durations are count of them, of about that mean in milliseconds.
func durations(random *rand.Rand, count, mean int) map[string]any {
	mean = mean*9/10 + random.IntN(mean/5+1)
	return map[string]any{"count": count, "sum": count * mean, "min": mean / 4, "max": mean * 3}
}

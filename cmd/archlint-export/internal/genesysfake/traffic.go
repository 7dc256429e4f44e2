package genesysfake

import (
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"archlint/cmd/archlint-export/internal/genesysfake/demoorg"
)

// traffic answers an aggregates query for one day: more by day than by night.
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
	step := time.Hour
	if q.Granularity == "P1D" {
		step = 24 * time.Hour
	}
	results := []any{}
	for _, group := range groups(s.opts.Org, r.URL.Path) {
		random := rand.New(rand.NewPCG(s.opts.Org.Seed, hash(start.String(), group)))
		var data []any
		for at := start; at.Before(start.Add(24 * time.Hour)); at = at.Add(step) {
			data = append(data, map[string]any{"interval": interval(at, step), "metrics": metrics(random, q.Metrics, at.Hour(), step)})
		}
		results = append(results, map[string]any{"group": group, "data": data})
	}
	return ok(map[string]any{"results": results})
}

// groups of a query, by its path. They carry a dimension nobody asked for, to
// see that it is not kept.
func groups(o *demoorg.Org, path string) []map[string]any {
	var out []map[string]any
	for _, f := range o.Flows {
		workflow := f.Type == "workflow"
		if f.Version > 0 && (strings.Contains(path, "flowexecutions") && workflow || strings.Contains(path, "analytics/flows/") && !workflow) {
			out = append(out, map[string]any{"flowId": f.ID, "conversationId": "0b9d2d64-0000-4000-8000-00000000c0de"})
		}
	}
	if strings.Contains(path, "actions") {
		for _, a := range o.Actions {
			out = append(out, map[string]any{"actionId": a["id"], "actionName": a["name"], "integrationName": a["category"]})
		}
	}
	if strings.Contains(path, "conversations") {
		for _, q := range o.Queues {
			out = append(out, map[string]any{"mediaType": "voice", "queueId": q["id"]})
		}
	}
	return out
}

func hash(day string, group map[string]any) uint64 {
	h := fnv.New64a()
	for _, key := range []string{"flowId", "actionId", "queueId"} {
		if id, ok := group[key].(string); ok {
			h.Write([]byte(day + id))
		}
	}
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

// metrics draws the figures of one interval. What is not in conversationMetrics
// is a plain count, or the time that something short takes.
func metrics(random *rand.Rand, names []string, hour int, step time.Duration) []any {
	busy := 5
	if (hour >= 8 && hour < 18) || step > time.Hour {
		busy = 200
	}
	count := busy/2 + random.IntN(busy)
	var out []any
	for _, name := range names {
		stats := map[string]any{"count": count}
		if u, ok := conversationMetrics[name]; ok {
			stats = durations(random, int(float64(count)*u.share), u.mean)
		} else if strings.HasPrefix(name, "t") {
			stats = durations(random, count, 150+random.IntN(1300))
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

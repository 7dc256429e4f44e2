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

func metrics(random *rand.Rand, names []string, hour int, step time.Duration) []any {
	busy := 5
	if (hour >= 8 && hour < 18) || step > time.Hour {
		busy = 200
	}
	var out []any
	for _, name := range names {
		count := busy/2 + random.IntN(busy)
		stats := map[string]any{"count": count}
		if strings.HasPrefix(name, "t") { // durations, in milliseconds
			longest := 400 + random.IntN(4000)
			stats["sum"], stats["min"], stats["max"] = count*longest/3, 40, longest
		}
		out = append(out, map[string]any{"metric": name, "stats": stats})
	}
	return out
}

package exporter

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/layout"
)

// window is a stretch of time, the zero one all of it.
type window struct{ from, to time.Time }

// shortestWindow is that below which a search is not narrowed any further: what it
// finds more than a page of is then left.
const shortestWindow = 10 * time.Second

// found is an execution that a search found.
type found struct {
	ID      string `json:"id"`
	Version string `json:"flowVersion"`
	Started string `json:"startDateTime"`
}

// findExecutions searches for the last executions of the version that was exported,
// day by day backwards: a search gives one page, of executions of its own choice. Where
// dates cannot be searched for, that page is all there is.
func (x *run) findExecutions(ctx context.Context, e layout.Entry) ([]string, error) {
	var ids []string
	end := x.Now().UTC()
	if x.undated.Load() {
		return x.search(ctx, e, window{}, x.Executions)
	}
	for back := 0; back < executionDays && len(ids) < x.Executions; back++ {
		day := window{end.AddDate(0, 0, -back-1), end.AddDate(0, 0, -back)}
		some, err := x.search(ctx, e, day, x.Executions-len(ids))
		if api.Status(err) == http.StatusBadRequest {
			// Whether every organisation can search by date is not documented.
			x.undated.Store(true)
			return x.search(ctx, e, window{}, x.Executions)
		}
		if err != nil {
			return nil, err
		}
		ids = append(ids, some...)
	}
	return ids[:min(len(ids), x.Executions)], nil
}

// search finds up to that many executions in a window, the newest first.
func (x *run) search(ctx context.Context, e layout.Entry, w window, want int) ([]string, error) {
	request := api.Get(api.Executions).With("pageSize", "200")
	request.Body = searchFor(e.ID, w)
	body, err := x.ask(ctx, request)
	if err != nil {
		return nil, err
	}
	var page struct {
		Entities []found `json:"entities"`
	}
	if err := json.Unmarshal(body, &page); err != nil {
		return nil, errors.New("the search for executions gave no listing")
	}
	if len(page.Entities) >= executionsPerPage && w.to.Sub(w.from) > shortestWindow {
		return x.searchHalves(ctx, e, w, want)
	}
	slices.SortFunc(page.Entities, func(a, b found) int { return cmp.Or(cmp.Compare(b.Started, a.Started), cmp.Compare(a.ID, b.ID)) })
	var ids []string
	for _, f := range page.Entities {
		if sameVersion(f.Version, e.Version) && f.ID != "" && len(ids) < want {
			ids = append(ids, f.ID)
		}
	}
	return ids, nil
}

func (x *run) searchHalves(ctx context.Context, e layout.Entry, w window, want int) ([]string, error) {
	middle := w.from.Add(w.to.Sub(w.from) / 2).Truncate(time.Millisecond)
	ids, err := x.search(ctx, e, window{middle, w.to}, want)
	if err != nil || len(ids) >= want {
		return ids, err
	}
	older, err := x.search(ctx, e, window{w.from, middle}, want-len(ids))
	return append(ids, older...), err
}

// sameVersion compares versions, of which one may be written "3" and the other "3.0".
func sameVersion(a, b string) bool {
	x, errX := versionName(a)
	y, errY := versionName(b)
	return errX == nil && errY == nil && x == y
}

// searchFor asks for executions of a flow that began in a window.
func searchFor(flowID string, w window) []byte {
	type criteria struct {
		Key      string `json:"key"`
		Operator string `json:"operator"`
		Value    string `json:"value"`
	}
	var groups []map[string]criteria
	all := []criteria{{"FlowId", "eq", flowID}}
	if w != (window{}) {
		all = append(all, criteria{"FlowStartDateTime", "gte", w.from.Format(apiTime)}, criteria{"FlowStartDateTime", "lt", w.to.Format(apiTime)})
	}
	for _, c := range all {
		groups = append(groups, map[string]criteria{"criteria": c})
	}
	body, err := json.Marshal(map[string]any{"query": groups})
	if err != nil {
		return nil // strings always encode
	}
	return body
}

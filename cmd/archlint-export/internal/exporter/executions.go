package exporter

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"path"
	"slices"
	"time"

	"archlint/analyzer/trace"
	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/layout"
)

const (
	executionsDir = "executions"
	// maxExecutions bounds --executions.
	maxExecutions = 5000
	// executionDays is how long the platform keeps what executions did.
	executionDays = 10
	// executionsPerJob is how many executions one job prepares, executionsPerPage how
	// many one search finds at most.
	executionsPerJob  = 50
	executionsPerPage = 200
	// maxTraces bounds the file of a flow, in bytes.
	maxTraces = 48 << 20
)

// executions takes recorded executions of the flows that were exported, and drops
// those of earlier runs.
func (x *run) executions(ctx context.Context) error {
	if x.Executions > 0 && !x.flows.listed {
		return nil // which flows there are has not been seen: all stays as it was
	}
	kept := map[string]bool{}
	if x.Executions > 0 {
		flows := x.recordedFlows()
		x.Progress.Stage("executions", len(flows))
		if x.Format == FormatYAML {
			x.remark("executions: flows as YAML do not hold the ids of actions, so that archlint cannot replay them; it can with --format json")
		}
		recorded, err := x.areRecorded(ctx)
		if err != nil {
			return err
		}
		if recorded {
			if err := x.takeExecutions(ctx, flows, kept); err != nil {
				return err
			}
		}
	}
	return x.dropFiles(executionsDir, kept)
}

// recordedFlows are the flows that were exported in a version of their own.
func (x *run) recordedFlows() []layout.Entry {
	var flows []layout.Entry
	for _, i := range x.flows.wanted {
		if e, ok := x.flows.done[i.entry.ID]; ok && e.File != "" && trace.ID(e.ID) != "" {
			flows = append(flows, e)
		}
	}
	return flows
}

// executionRequests are those for executions, without the downloads.
func (x *run) executionRequests() int {
	if x.Executions == 0 {
		return 0
	}
	const looks = 3
	jobs := (x.Executions + executionsPerJob - 1) / executionsPerJob
	return 1 + len(x.flows.wanted)*(executionDays+looks*jobs)
}

// areRecorded asks whether the organisation keeps what executions did: by default it
// does not.
func (x *run) areRecorded(ctx context.Context) (bool, error) {
	body, err := x.ask(ctx, api.Get(api.ExecutionSetting))
	if err != nil {
		if x.stops(ctx, err) {
			return false, err
		}
		x.lack(api.ExecutionSetting, err)
		return false, nil
	}
	var setting struct {
		Enabled bool `json:"enabled"`
	}
	if err := json.Unmarshal(body, &setting); err != nil {
		x.lack(api.ExecutionSetting, errors.New("the setting is not JSON"))
		return false, nil
	}
	if !setting.Enabled {
		x.remark("executions: the organisation does not store execution data; switch it on in its settings (Execution Data), " +
			"publish the flows again, and export after some time")
		x.has(api.PartExecutions, 0)
	}
	return setting.Enabled, nil
}

// takeExecutions takes the executions of all flows. A refusal holds for all of them.
func (x *run) takeExecutions(ctx context.Context, flows []layout.Entry, kept map[string]bool) error {
	total := 0
	err := each(ctx, x.Concurrency, flows, func(ctx context.Context, e layout.Entry) error {
		defer x.Progress.Step()
		found, err := x.flowExecutions(ctx, e)
		name := path.Join(executionsDir, trace.ID(e.ID)+".jsonl")
		x.mu.Lock()
		kept[name] = err != nil || found > 0 // of an earlier run, if it could not be renewed
		total += found
		x.mu.Unlock()
		if err == nil || x.stops(ctx, err) || api.Refused(err) {
			return err
		}
		x.miss(layout.Missing{Kind: api.PartExecutions, ID: e.ID, Name: e.Name, Type: e.Type, Reason: err.Error()})
		return nil
	})
	switch {
	case err == nil:
		x.has(api.PartExecutions, total)
		return nil
	case x.stops(ctx, err) || !api.Refused(err):
		return err
	}
	clear(kept)
	x.lack(refusedRoute(err), err)
	return nil
}

// refusedRoute is the route that an error is the answer of.
func refusedRoute(err error) api.Route {
	var answer *api.StatusError
	if errors.As(err, &answer) {
		return answer.Route
	}
	return api.Executions
}

// flowExecutions writes the file of one flow, and returns how many executions it holds.
func (x *run) flowExecutions(ctx context.Context, e layout.Entry) (int, error) {
	ids, err := x.findExecutions(ctx, e)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	got := gathered{flow: e}
	for part := range slices.Chunk(ids, executionsPerJob) {
		if err := x.gather(ctx, part, &got); err != nil {
			return 0, err
		}
	}
	x.tellUnread(got)
	data, n, err := got.lines()
	if err != nil || n == 0 {
		return 0, err
	}
	_, err = x.write(path.Join(executionsDir, trace.ID(e.ID)+".jsonl"), data)
	return n, err
}

// tellUnread tells what is not there of the executions that were found. What was lost on
// the way is missing; what the platform does not give, or nobody could read, is not.
func (x *run) tellUnread(got gathered) {
	if got.lost != nil {
		x.miss(layout.Missing{Kind: api.PartExecutions, ID: got.flow.ID, Name: got.flow.Name, Type: got.flow.Type,
			Reason: "an execution could not be downloaded: " + got.lost.Error()})
	}
	if got.failed > 0 {
		x.remark("executions of %s: %d of %d could not be read", got.flow.Name, got.failed, got.failed+len(got.records))
	}
	if got.unread > 0 {
		x.remark("executions of %s: %d steps name no action and are left out", got.flow.Name, got.unread)
	}
}

// gathered is what was read of one flow's executions.
type gathered struct {
	flow    layout.Entry
	records []trace.Recording
	lost    error // why one could not be downloaded
	failed  int   // executions that the platform does not give, or that nobody could read
	unread  int   // steps of the others
}

// take reads one execution.
func (g *gathered) take(text []byte) {
	if !json.Valid(text) {
		g.lost = errors.New("it is not JSON")
		return
	}
	record, err := trace.Read(text)
	if err != nil || record.FlowID != trace.ID(g.flow.ID) {
		g.failed++
		return
	}
	g.unread += record.Unread
	g.records = append(g.records, record)
}

// lines writes the executions in the order in which they began.
func (g *gathered) lines() (data []byte, n int, err error) {
	slices.SortStableFunc(g.records, func(a, b trace.Recording) int { return a.Started.Compare(b.Started) })
	for _, r := range g.records {
		if len(data) > maxTraces {
			break
		}
		if data, err = trace.Append(data, r.Trace); err != nil {
			return nil, 0, err
		}
		n++
	}
	return data, n, nil
}

// gather has a job prepare executions, and downloads them.
func (x *run) gather(ctx context.Context, ids []string, got *gathered) error {
	request := api.Get(api.StartExecutionJob)
	var err error
	if request.Body, err = json.Marshal(map[string][]string{"ids": ids}); err != nil {
		return err
	}
	body, err := x.ask(ctx, request)
	if err != nil {
		return err
	}
	prepared, err := x.awaitExecutions(ctx, body)
	if err != nil {
		return err
	}
	for _, p := range prepared {
		if p.Failed || p.Address == "" {
			got.failed++
			continue
		}
		text, err := x.downloadExecution(ctx, p.Address)
		if err != nil {
			if x.stops(ctx, err) || api.Refused(err) && refusedRoute(err).Name != "download" {
				return err
			}
			got.lost = err
			continue
		}
		got.take(text)
	}
	return nil
}

// prepared is an execution that a job has made ready.
type prepared struct {
	Address string `json:"downloadUri"`
	Failed  bool   `json:"failed"`
}

// awaitExecutions waits until a job has ended.
func (x *run) awaitExecutions(ctx context.Context, body []byte) ([]prepared, error) {
	for range jobLooks {
		var job struct {
			ID       string     `json:"id"`
			State    string     `json:"jobState"`
			Entities []prepared `json:"entities"`
		}
		if err := json.Unmarshal(body, &job); err != nil || job.ID == "" {
			return nil, errors.New("the job for executions was not accepted")
		}
		switch job.State {
		case "Success":
			return job.Entities, nil
		case "Failed":
			return nil, errors.New("the job for executions failed")
		}
		if err := pause(ctx, x.JobPoll); err != nil {
			return nil, err
		}
		var err error
		if body, err = x.ask(ctx, api.Get(api.ExecutionJob, job.ID)); err != nil {
			return nil, err
		}
	}
	return nil, errors.New("the job for executions did not end")
}

// downloadExecution fetches a signed address without a token. An address of the API
// itself has to be turned into one first.
func (x *run) downloadExecution(ctx context.Context, address string) ([]byte, error) {
	id, own := api.DownloadID(address, x.Region)
	if !own {
		return x.client.Download(ctx, address)
	}
	body, err := x.ask(ctx, api.Get(api.SignedAddress, id).With("issueRedirect", "false"))
	if err != nil {
		return nil, err
	}
	var signed struct {
		URL string `json:"url"`
	}
	if err := json.Unmarshal(body, &signed); err != nil || signed.URL == "" {
		return nil, errors.New("a download has no address")
	}
	return x.client.Download(ctx, signed.URL)
}

// window is a stretch of time, the zero one all of it.
type window struct{ from, to time.Time }

// shortest is the window below which a search is not narrowed any further: what it
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

package exporter

import (
	"context"
	"encoding/json"
	"errors"
	"path"
	"slices"

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
	if left := len(got.records) - n; left > 0 {
		x.remark("executions of %s: the oldest %d are left out, since a file of them may have %d MB", e.Name, left, maxTraces>>20)
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

// lines writes the executions in the order in which they began; those that there is no
// room for are the oldest.
func (g *gathered) lines() (data []byte, n int, err error) {
	slices.SortStableFunc(g.records, func(a, b trace.Recording) int { return b.Started.Compare(a.Started) })
	var lines [][]byte
	size := 0
	for _, r := range g.records {
		line, err := trace.Append(nil, r.Trace)
		if err != nil {
			return nil, 0, err
		}
		if size += len(line); size > maxTraces {
			break
		}
		lines = append(lines, line)
	}
	slices.Reverse(lines)
	return slices.Concat(lines...), len(lines), nil
}

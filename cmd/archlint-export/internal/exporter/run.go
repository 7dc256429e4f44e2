package exporter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/layout"
)

// Result is what a run came to.
type Result struct {
	Manifest layout.Manifest
	// Fetched and Unchanged count the flows and data actions that were downloaded, and
	// those of an earlier run that are still current.
	Fetched, Unchanged int
	// Stopped is why the run ended before its end, nil when it did not.
	Stopped error
}

// ErrOther says that the directory holds an export of something else.
var ErrOther = errors.New("the directory holds another export")

// run is one export.
type run struct {
	Options
	client api.Client
	dir    *layout.Dir

	mu       sync.Mutex
	result   Result
	manifest *layout.Manifest // result's
	earlier  *layout.Manifest // of the run before, nil when there was none
	silence  int              // requests in a row that nobody answered
	flows    kindState
	actions  kindState
	undated  atomic.Bool // executions cannot be searched for by date
	// integrations that data actions belong to.
	integrationsUsed map[string]bool
}

// Run exports. It returns an error when there is no export to speak of: wrong
// options, a directory that holds something else, an organisation that cannot be
// told, a disk that does not take the files. Everything else is in the result
// and in the manifest.
func Run(ctx context.Context, client api.Client, opts Options) (Result, error) {
	opts, err := opts.withDefaults()
	if err != nil {
		return Result{}, err
	}
	x := &run{Options: opts, client: client, integrationsUsed: map[string]bool{}}
	x.manifest = &x.result.Manifest
	if err := x.begin(ctx); err != nil {
		return Result{}, err
	}
	dir, err := layout.Open(ctx, opts.Dir)
	if err != nil {
		return Result{}, err
	}
	x.dir = dir
	if err := x.compare(); err != nil {
		return Result{}, errors.Join(err, dir.Close())
	}
	stopped := x.export(ctx)
	x.Progress.End()
	if err := x.finish(stopped); err != nil {
		return x.result, errors.Join(stopped, err, dir.Close())
	}
	return x.result, dir.Finish()
}

// begin learns whose organisation it is. Nothing is written before that.
func (x *run) begin(ctx context.Context) error {
	m := x.manifest
	m.Region, m.Version, m.Asked = x.Region, x.Version, x.asked()
	m.ExportedAt = x.Now().UTC().Format(time.RFC3339)
	m.Counts = map[string]int{}
	body, err := x.ask(ctx, api.Get(api.Organization))
	if err != nil {
		return err
	}
	var org layout.Ref
	if err := json.Unmarshal(body, &org); err != nil || org.ID == "" {
		return fmt.Errorf("%s does not tell the organisation", api.Organization.Path)
	}
	m.Organization = org
	return nil
}

// compare holds the run against the manifest of an earlier one.
func (x *run) compare() error {
	old, err := x.dir.Manifest()
	if err != nil || old == nil {
		return err
	}
	x.earlier = old
	switch m := x.manifest; {
	case old.Organization.ID != m.Organization.ID || old.Region != m.Region:
		return fmt.Errorf("%w, of organisation %q in %s: give this one a directory of its own", ErrOther, old.Organization.Name, old.Region)
	case !old.Asked.Same(m.Asked):
		return fmt.Errorf("%w, made with other choices of version, format or flows: give this one a directory of its own", ErrOther)
	}
	return nil
}

// export takes everything, in order. An error ends it early.
func (x *run) export(ctx context.Context) error {
	for _, step := range []func(context.Context) error{
		x.listDivisions, x.listFlows, x.listActions, x.announce,
		x.fetchFlows, x.fetchActions, x.facts, x.traffic, x.executions,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// silenceLimit is how many requests in a row may stay without any answer, each
// tried several times, before the server counts as gone.
const silenceLimit = 5

// ask asks and keeps count of silence.
func (x *run) ask(ctx context.Context, r api.Request) ([]byte, error) {
	body, err := x.client.Do(ctx, r)
	x.mu.Lock()
	defer x.mu.Unlock()
	if err == nil || api.Status(err) != 0 {
		x.silence = 0
		return body, err
	}
	if x.silence++; x.silence >= silenceLimit && !errors.Is(err, api.ErrStop) {
		err = fmt.Errorf("%w: the server has not answered %d requests in a row: %w", api.ErrStop, x.silence, err)
	}
	return body, err
}

// stops reports whether an error ends the export rather than one item of it.
func (x *run) stops(ctx context.Context, err error) bool {
	var disk *diskError
	return ctx.Err() != nil || errors.Is(err, api.ErrStop) || errors.As(err, &disk)
}

// diskError is trouble with the export directory: nothing more can be kept.
type diskError struct{ error }

func (e *diskError) Unwrap() error { return e.error }

func (x *run) write(name string, data []byte) (string, error) {
	sum, err := x.dir.Write(name, data)
	if err != nil {
		return "", &diskError{err}
	}
	return sum, nil
}

// note tells people something that may hold names out of the organisation.
func (x *run) note(format string, args ...any) {
	x.Progress.Note(api.OneLine(fmt.Sprintf(format, args...)))
}

// miss writes down that something is not in the export.
func (x *run) miss(m layout.Missing) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.manifest.Missing = append(x.manifest.Missing, m)
}

// remark writes a sentence down and tells it.
func (x *run) remark(format string, args ...any) {
	text := api.OneLine(fmt.Sprintf(format, args...))
	x.Progress.Note(text)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.manifest.Remarks = append(x.manifest.Remarks, text)
}

// lack writes down that a part could not be read, once for each route. One that
// was not refused but failed makes the export partial as well.
func (x *run) lack(route api.Route, err error) {
	refusal := layout.Refusal{Part: route.Part, Route: route.Method + " " + route.Path, Status: api.Status(err)}
	if api.Refused(err) {
		refusal.Permission = route.Permission()
		x.note("%s will not be reviewed: the client lacks the permission %s", route.Part, refusal.Permission)
	} else {
		x.miss(layout.Missing{Kind: route.Part, Reason: err.Error()})
		x.note("%s could not be read: %v", route.Part, err)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, r := range x.manifest.Refused {
		if r.Part == refusal.Part && r.Route == refusal.Route {
			return
		}
	}
	x.manifest.Refused = append(x.manifest.Refused, refusal)
}

// has notes how many of a part there are; that it is counted says that it was
// read to its end.
func (x *run) has(part string, n int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.manifest.Counts[part] = n
}

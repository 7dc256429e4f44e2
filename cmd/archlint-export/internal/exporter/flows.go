package exporter

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/layout"
)

// flowRecord is a flow as listings give it.
type flowRecord struct {
	ID        string       `json:"id"`
	Name      string       `json:"name"`
	Type      string       `json:"type"` // in upper case; everything else writes it in lower case
	Division  *layout.Ref  `json:"division"`
	Deleted   bool         `json:"deleted"`
	Published *flowVersion `json:"publishedVersion"`
	CheckedIn *flowVersion `json:"checkedInVersion"`
	Saved     *flowVersion `json:"savedVersion"`
	Debug     *flowVersion `json:"debugVersion"`
}

type flowVersion struct {
	ID            string `json:"id"`
	DatePublished string `json:"datePublished"`
	DateCheckedIn int64  `json:"dateCheckedIn"` // milliseconds since 1970
	DateSaved     int64  `json:"dateSaved"`
}

// changed is the latest date that a version tells of itself.
func (v *flowVersion) changed() time.Time {
	var at time.Time
	if v == nil {
		return at
	}
	if t, err := time.Parse(time.RFC3339, v.DatePublished); err == nil {
		at = t
	}
	for _, ms := range []int64{v.DateCheckedIn, v.DateSaved} {
		if t := time.UnixMilli(ms); ms > 0 && t.After(at) {
			at = t
		}
	}
	return at
}

// version is the version of a flow that is asked for, nil when it has none.
// Fixed says that a version of that id never changes.
func (x *run) version(f flowRecord) (v *flowVersion, fixed bool) {
	switch x.Version {
	case Published:
		return f.Published, true
	case Debug:
		return f.Debug, false
	case Latest:
		return f.newest(), false
	default:
		v := flowVersion{ID: x.Version}
		for _, known := range []*flowVersion{f.Published, f.CheckedIn, f.Saved} {
			if known != nil && known.ID == v.ID {
				v = *known
			}
		}
		// A version without a date is as old as can be.
		return &v, true
	}
}

// newest is the version that changed last.
func (f flowRecord) newest() *flowVersion {
	var best *flowVersion
	for _, v := range []*flowVersion{f.Saved, f.CheckedIn, f.Published} {
		if v != nil && (best == nil || v.changed().After(best.changed())) {
			best = v
		}
	}
	return best
}

// selected reports whether the options want a flow.
func (x *run) selected(f flowRecord) bool {
	division := layout.Ref{}
	if f.Division != nil {
		division = *f.Division
	}
	v, _ := x.version(f)
	return !f.Deleted &&
		anyOf(x.Flows, f.Name, f.ID) && anyOf(x.Types, f.Type) && anyOf(x.Divisions, division.Name, division.ID) &&
		(x.ModifiedSince.IsZero() || !v.changed().Before(x.ModifiedSince))
}

// anyOf reports whether one of the wanted is one of the names; nothing wanted
// means everything.
func anyOf(wanted []string, names ...string) bool {
	return len(wanted) == 0 || slices.ContainsFunc(wanted, func(w string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(w, n) })
	})
}

// listFlows reads the listing, always whole: filters of the API have lost flows
// (types that a client does not know, boolean filters that are sent unasked).
func (x *run) listFlows(ctx context.Context) error {
	if err := x.load(&x.flows, layout.Flows); err != nil {
		return err
	}
	x.Progress.Stage("listing flows", 0)
	all, err := x.readFlows(ctx)
	if err != nil {
		if x.stops(ctx, err) {
			return err
		}
		x.lack(api.Flows, err)
		return nil
	}
	if err := x.markRunning(); err != nil {
		return err
	}
	x.countDivisions(all)
	x.unmatched(all)
	for _, f := range all {
		if !x.selected(f) {
			continue
		}
		if err := x.planFlow(f); err != nil {
			return err
		}
	}
	return nil
}

// listings is how often the flows are listed when pages do not add up: flows
// that come and go meanwhile move others from one page to another.
const listings = 3

func (x *run) readFlows(ctx context.Context) ([]flowRecord, error) {
	byID := map[string]flowRecord{}
	total := 0
	for range listings {
		var err error
		total, err = x.numbered(ctx, api.Get(api.Flows).With("sortBy", "id").With("sortOrder", "asc"), func(data json.RawMessage) error {
			var f flowRecord
			if err := json.Unmarshal(data, &f); err != nil {
				return fmt.Errorf("a listed flow is not as it should be: %w", err)
			}
			byID[f.ID] = f
			return nil
		})
		if err != nil {
			return nil, err
		}
		if x.flows.listed = len(byID) >= total; x.flows.listed {
			break
		}
	}
	if !x.flows.listed {
		x.miss(layout.Missing{Kind: api.PartFlows, Reason: fmt.Sprintf("%d flows are listed, but there are %d", len(byID), total)})
	}
	var all []flowRecord
	for _, f := range byID {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b flowRecord) int { return strings.Compare(a.ID, b.ID) })
	return all, nil
}

// unmatched reports flows that were named and do not exist.
func (x *run) unmatched(all []flowRecord) {
	for _, name := range x.Flows {
		if !slices.ContainsFunc(all, func(f flowRecord) bool { return !f.Deleted && anyOf([]string{name}, f.Name, f.ID) }) {
			x.miss(layout.Missing{Kind: "flow", Name: name, Reason: "there is no flow of that name or id that the client can see"})
		}
	}
}

func (x *run) planFlow(f flowRecord) error {
	e := layout.Entry{ID: f.ID, Name: f.Name, Type: strings.ToLower(f.Type), Division: f.Division}
	v, fixed := x.version(f)
	if v == nil || v.ID == "" {
		x.manifest.NeverPublished = append(x.manifest.NeverPublished, e)
		x.flows.wanted = append(x.flows.wanted, item{entry: e})
		x.flows.done[e.ID] = e
		return nil
	}
	extension := ".json"
	if x.Format == FormatYAML {
		extension = ".yaml"
	}
	path, err := layout.FlowPath(e.Type, e.Name, e.ID, extension)
	if err != nil {
		x.miss(layout.Missing{Kind: "flow", ID: e.ID, Name: e.Name, Type: e.Type, Reason: err.Error()})
		return nil
	}
	e.Version, e.Published, e.File = v.ID, v.DatePublished, path
	return x.plan(&x.flows, e, fixed)
}

func (x *run) fetchFlows(ctx context.Context) error {
	entries := x.flows.toFetch()
	x.Progress.Stage("flows", len(entries))
	workers, get := x.Concurrency, x.configuration
	if x.Format == FormatYAML {
		workers, get = min(workers, jobsAtATime), x.archy
	}
	return each(ctx, workers, entries, func(ctx context.Context, e layout.Entry) error {
		defer x.Progress.Step()
		data, err := get(ctx, e)
		if err == nil {
			return x.keep(&x.flows, e, data)
		}
		return x.failedFlow(ctx, e, err)
	})
}

// configuration is a flow as the API stores it.
func (x *run) configuration(ctx context.Context, e layout.Entry) ([]byte, error) {
	request := api.Get(api.FlowConfiguration, e.ID, e.Version)
	if x.Version == Latest {
		request = api.Get(api.FlowLatest, e.ID)
	}
	data, err := x.ask(ctx, request)
	if err != nil {
		return nil, err
	}
	if _, err := parseObject(data); err != nil {
		return nil, fmt.Errorf("its configuration is not JSON")
	}
	return data, nil
}

// failedFlow finds out why a flow could not be got, and writes it down.
func (x *run) failedFlow(ctx context.Context, e layout.Entry, err error) error {
	if x.stops(ctx, err) {
		return err
	}
	reason := err.Error()
	if api.Gone(err) {
		switch gone, err := x.isGone(ctx, e); {
		case err != nil && x.stops(ctx, err):
			return err
		case err == nil && gone:
			x.vanish(&x.flows, e)
			return nil
		case err == nil && x.Version != Published && x.Version != Latest:
			reason = "it has no version " + e.Version
		}
	}
	x.miss(layout.Missing{Kind: "flow", ID: e.ID, Name: e.Name, Type: e.Type, Reason: reason, Stale: x.stale(&x.flows, e)})
	return nil
}

// isGone asks for the flow itself: that one of its versions is not found does
// not say that the flow is deleted.
func (x *run) isGone(ctx context.Context, e layout.Entry) (bool, error) {
	data, err := x.ask(ctx, api.Get(api.Flow, e.ID))
	if api.Gone(err) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	var f flowRecord
	if err := json.Unmarshal(data, &f); err != nil {
		return false, err
	}
	return f.Deleted, nil
}

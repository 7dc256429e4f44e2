package exporter

import (
	"context"
	"encoding/json"
	"fmt"

	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/layout"
)

// actionRecord is a data action as the listing gives it.
type actionRecord struct {
	ID            string `json:"id"`
	Name          string `json:"name"`
	IntegrationID string `json:"integrationId"`
	Version       *int   `json:"version"`
}

func (x *run) listActions(ctx context.Context) error {
	if err := x.load(&x.actions, layout.Actions); err != nil {
		return err
	}
	x.Progress.Stage("listing data actions", 0)
	seen := map[string]bool{}
	_, err := x.numbered(ctx, api.Get(api.Actions), func(data json.RawMessage) error {
		var a actionRecord
		if err := json.Unmarshal(data, &a); err != nil {
			return fmt.Errorf("a listed data action is not as it should be: %w", err)
		}
		if seen[a.ID] {
			return nil
		}
		seen[a.ID] = true
		return x.planAction(a, data)
	})
	switch {
	case err != nil && x.stops(ctx, err):
		return err
	case err != nil:
		// What was listed before the listing broke off is exported; that there
		// is more is written down.
		x.lack(api.Actions, err)
	default:
		x.actions.listed = true
	}
	return nil
}

func (x *run) planAction(a actionRecord, listed []byte) error {
	x.integrationsUsed[a.IntegrationID] = true
	e := layout.Entry{ID: a.ID, Name: a.Name}
	path, err := layout.ActionPath(a.Name, a.ID)
	if err != nil {
		x.miss(layout.Missing{Kind: "dataAction", ID: a.ID, Name: a.Name, Reason: err.Error()})
		return nil
	}
	e.File = path
	if a.Version != nil {
		mark, err := tidy(listed)
		if err != nil {
			return err
		}
		// The number rises with every change of contract or configuration; the
		// rest of the record changes with names.
		e.Version = fmt.Sprintf("%d-%.12s", *a.Version, layout.Sum(mark))
	}
	return x.plan(&x.actions, e, true)
}

func (x *run) fetchActions(ctx context.Context) error {
	entries := x.actions.toFetch()
	x.Progress.Stage("data actions", len(entries))
	return each(ctx, x.Concurrency, entries, func(ctx context.Context, e layout.Entry) error {
		defer x.Progress.Step()
		data, err := x.action(ctx, e.ID)
		switch {
		case err == nil:
			return x.keep(&x.actions, e, data)
		case x.stops(ctx, err):
			return err
		case api.Gone(err):
			x.vanish(&x.actions, e)
		default:
			x.miss(layout.Missing{Kind: "dataAction", ID: e.ID, Name: e.Name, Reason: err.Error(), Stale: x.stale(&x.actions, e)})
		}
		return nil
	})
}

// action is a data action with its contract and configuration.
func (x *run) action(ctx context.Context, id string) ([]byte, error) {
	data, err := x.ask(ctx, api.Get(api.Action, id).With("expand", "contract").With("includeConfig", "true"))
	if err != nil {
		return nil, err
	}
	return cleanAction(data)
}

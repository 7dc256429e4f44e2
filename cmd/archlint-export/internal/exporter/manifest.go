package exporter

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/layout"
)

// markRunning says in the manifest, before the first file changes, that a run
// is under way: should it be killed, the directory does not claim to be whole.
func (x *run) markRunning() error {
	m := *x.manifest
	m.Partial = true
	m.Missing = []layout.Missing{{Kind: layout.KindRun, Reason: "the export has not ended: it is running, or it was killed"}}
	if err := x.dir.WriteManifest(m); err != nil {
		return &diskError{err}
	}
	return nil
}

// finish writes the indexes and the manifest for whatever has been reached.
func (x *run) finish(stopped error) error {
	x.result.Stopped = stopped
	if stopped != nil {
		x.miss(layout.Missing{Kind: layout.KindRun, Reason: "the export was stopped: " + reason(stopped)})
	}
	for _, s := range []*kindState{&x.flows, &x.actions} {
		if s.done == nil {
			continue // stopped before its listing
		}
		if err := x.finishKind(s, stopped != nil); err != nil {
			return err
		}
	}
	x.result.Unchanged = len(x.flows.done) + len(x.actions.done) - len(x.manifest.NeverPublished) - x.result.Fetched
	m := x.manifest
	m.Partial = len(m.Missing) > 0
	sortManifest(m)
	return x.dir.WriteManifest(*m)
}

func reason(stopped error) string {
	switch {
	case errors.Is(stopped, context.Canceled):
		return "interrupted"
	case errors.Is(stopped, context.DeadlineExceeded):
		return "the time allowed for it was up"
	default:
		return stopped.Error()
	}
}

// finishKind writes the index of the flows or of the data actions, and removes
// files of earlier runs that nothing refers to any more.
func (x *run) finishKind(s *kindState, stopped bool) error {
	if len(s.wanted) == 0 && !s.listed {
		return nil // what there is has not been seen: all stays as it was
	}
	x.unreached(s, stopped)
	entries, files := x.entries(s)
	if s.listed {
		for _, name := range s.oldFiles {
			if files[name] {
				continue
			}
			if err := x.dir.Remove(name); err != nil {
				return &diskError{err}
			}
		}
	} else {
		entries = append(entries, x.unlisted(s)...)
	}
	if err := x.dir.WriteIndex(s.kind, entries); err != nil {
		return &diskError{err}
	}
	exported := 0
	for _, e := range entries {
		if e.File != "" {
			exported++
		}
	}
	if s.listed {
		x.has(map[string]string{layout.Flows: api.PartFlows, layout.Actions: api.PartActions}[s.kind], exported)
	}
	return nil
}

// unreached writes down what a stopped run has not come to.
func (x *run) unreached(s *kindState, stopped bool) {
	if !stopped {
		return
	}
	missed := map[string]bool{}
	for _, m := range x.manifest.Missing {
		missed[m.ID] = true
	}
	for _, i := range s.wanted {
		if _, ok := s.done[i.entry.ID]; ok || s.gone[i.entry.ID] || missed[i.entry.ID] {
			continue
		}
		e := i.entry
		x.miss(layout.Missing{Kind: s.noun(), ID: e.ID, Name: e.Name, Type: e.Type, Reason: layout.NotReached, Stale: x.stale(s, e)})
	}
}

// unlisted are entries of earlier runs that an incomplete listing does not
// name: they may well exist.
func (x *run) unlisted(s *kindState) []layout.Entry {
	named := map[string]bool{}
	for _, i := range s.wanted {
		named[i.entry.ID] = true
	}
	var out []layout.Entry
	for id, e := range s.old {
		if !named[id] && x.dir.Holds(e.File, e.SHA256) {
			out = append(out, e)
		}
	}
	return out
}

// sortManifest puts the lists in an order that does not depend on which request
// was answered first.
func sortManifest(m *layout.Manifest) {
	layout.SortEntries(m.NeverPublished)
	for _, list := range [][]layout.Missing{m.Missing, m.Vanished} {
		slices.SortFunc(list, func(a, b layout.Missing) int {
			return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID),
				strings.Compare(a.Reason, b.Reason))
		})
	}
	slices.Sort(m.Remarks)
	slices.SortFunc(m.Refused, func(a, b layout.Refusal) int {
		return cmp.Or(strings.Compare(a.Part, b.Part), strings.Compare(a.Route, b.Route))
	})
}

package exporter

import (
	"archlint/cmd/archlint-export/internal/layout"
)

// kindState is how far the flows, or the data actions, have come.
type kindState struct {
	kind     string
	old      map[string]layout.Entry // of earlier runs, by id
	oldFiles []string
	// listed says that the listing was read to its end, so that what is not in
	// it is not in the organisation.
	listed bool
	wanted []item
	// done holds, by id, what became of each; those that are gone from the
	// organisation have no entry.
	done map[string]layout.Entry
	gone map[string]bool
}

// item is a flow or data action to be exported. The entry lacks its SHA-256 as
// long as its file is not in place.
type item struct {
	entry layout.Entry
	// fetch is false when the file of an earlier run is still good, or when
	// there is no such version.
	fetch bool
}

func (x *run) load(s *kindState, kind string) error {
	s.kind, s.done, s.gone = kind, map[string]layout.Entry{}, map[string]bool{}
	var err error
	s.old, s.oldFiles, err = x.dir.Known(kind)
	if err != nil {
		return &diskError{err}
	}
	return nil
}

// plan decides whether an entry has to be fetched. One of a version that never
// changes, whose file is still as it was written, need not be; one that has
// only a new name moves.
func (x *run) plan(s *kindState, e layout.Entry, fixed bool) error {
	old, known := s.old[e.ID]
	if !known || !fixed || e.Version == "" || old.Version != e.Version || !x.dir.Holds(old.File, old.SHA256) {
		s.wanted = append(s.wanted, item{e, true})
		return nil
	}
	if old.File != e.File {
		data, err := x.dir.Read(old.File)
		if err != nil {
			return &diskError{err}
		}
		if _, err := x.write(e.File, data); err != nil {
			return err
		}
	}
	e.SHA256 = old.SHA256
	s.wanted = append(s.wanted, item{entry: e})
	return x.settle(s, e)
}

// settle notes that an entry's file is in place.
func (x *run) settle(s *kindState, e layout.Entry) error {
	x.mu.Lock()
	s.done[e.ID] = e
	x.mu.Unlock()
	if err := x.dir.Note(s.kind, e); err != nil {
		return &diskError{err}
	}
	return nil
}

// keep writes a fetched file and notes it.
func (x *run) keep(s *kindState, e layout.Entry, data []byte) error {
	sum, err := x.write(e.File, data)
	if err != nil {
		return err
	}
	e.SHA256 = sum
	x.mu.Lock()
	x.result.Fetched++
	x.mu.Unlock()
	return x.settle(s, e)
}

// vanish notes that an entry is not in the organisation any more.
func (x *run) vanish(s *kindState, e layout.Entry) {
	x.mu.Lock()
	s.gone[e.ID] = true
	x.manifest.Vanished = append(x.manifest.Vanished, layout.Missing{Kind: s.noun(), ID: e.ID, Name: e.Name, Type: e.Type,
		Reason: "gone since it was listed"})
	x.mu.Unlock()
	x.note("%s is gone since it was listed", e.Name)
}

// noun is what the manifest calls one of the kind.
func (s *kindState) noun() string {
	if s.kind == layout.Flows {
		return "flow"
	}
	return "dataAction"
}

// toFetch lists what has to be fetched.
func (s *kindState) toFetch() []layout.Entry {
	var out []layout.Entry
	for _, i := range s.wanted {
		if i.fetch {
			out = append(out, i.entry)
		}
	}
	return out
}

// entries is the index at the end: what was exported, and for the rest the
// file of an earlier run where it is still there. files are those that belong
// to the export.
func (x *run) entries(s *kindState) (entries []layout.Entry, files map[string]bool) {
	files = map[string]bool{}
	for _, i := range s.wanted {
		e, ok := s.done[i.entry.ID]
		switch old, stale := s.old[i.entry.ID]; {
		case s.gone[i.entry.ID]:
			continue
		case ok:
		case stale && x.dir.Holds(old.File, old.SHA256):
			e = old
		default:
			e = i.entry
			e.File = ""
		}
		if e.File != "" {
			files[e.File] = true
		}
		entries = append(entries, e)
	}
	return entries, files
}

// stale is the file of an earlier run that stands in for an entry, "" if none.
func (x *run) stale(s *kindState, e layout.Entry) string {
	if old, ok := s.old[e.ID]; ok && x.dir.Holds(old.File, old.SHA256) {
		return old.File
	}
	return ""
}

package layout

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
)

// Entry is a flow or a data action of the organisation and, where it was
// exported, its file.
type Entry struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type,omitempty"`
	// Division of a flow.
	Division *Ref `json:"division,omitempty"`
	// Version that was exported, and when it was published; of an action the
	// mark by which a change is known. Empty when there is no such version.
	Version   string `json:"version,omitempty"`
	Published string `json:"published,omitempty"`
	File      string `json:"file,omitempty"`
	SHA256    string `json:"sha256,omitempty"`
}

// Ref is something with an id and a name.
type Ref struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
}

// Kinds of entries, and the files that list them.
const (
	Flows   = "flows"
	Actions = "actions"
)

func indexPath(kind string) string { return path.Join("org", kind+".json") }

type index struct {
	Entities []Entry `json:"entities"`
}

// WriteIndex writes org/<kind>.json, by name and id.
func (d *Dir) WriteIndex(kind string, entries []Entry) error {
	sorted := slices.Clone(entries)
	SortEntries(sorted)
	if sorted == nil {
		sorted = []Entry{}
	}
	data, err := JSON(index{sorted})
	if err == nil {
		_, err = d.Write(indexPath(kind), data)
	}
	return err
}

// SortEntries puts entries in the order of type, name and id.
func SortEntries(entries []Entry) {
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}

// JSON encodes for files that people read and Git compares: indented, ending in
// a newline, nothing escaped that need not be.
func JSON(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

const journalPath = stateDir + "/journal.jsonl"

type journalLine struct {
	Kind string `json:"kind"`
	Entry
}

// Known returns what an earlier run exported, by id: what its index says, and
// what the journal of a killed run adds. Files are all that either names, some
// of which may be superseded.
func (d *Dir) Known(kind string) (known map[string]Entry, files []string, err error) {
	known = map[string]Entry{}
	data, err := d.Read(indexPath(kind))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, err
	}
	var old index
	if err == nil && json.Unmarshal(data, &old) != nil {
		old.Entities = nil // damaged: everything is fetched anew
	}
	journalled, err := d.readJournal(kind)
	for _, e := range append(old.Entities, journalled...) {
		known[e.ID] = e
		if e.File != "" {
			files = append(files, e.File)
		}
	}
	return known, files, err
}

// readJournal returns what the journal says of a kind. A line that cannot be
// read was being written when the program was killed.
func (d *Dir) readJournal(kind string) (noted []Entry, err error) {
	file, err := d.root.Open(journalPath)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line journalLine
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Kind == kind {
			noted = append(noted, line.Entry)
		}
	}
	return noted, lines.Err()
}

// Note tells the journal that an entry's file is in place.
func (d *Dir) Note(kind string, e Entry) error {
	line, err := json.Marshal(journalLine{kind, e})
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.journal == nil {
		// A torn line at the end would swallow the next one.
		d.journal, err = d.root.OpenFile(journalPath, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666)
		if err != nil {
			return err
		}
		line = append([]byte("\n"), line...)
	}
	if _, err := d.journal.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	return nil
}

package layout

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
)

// ManifestName is the file that makes a directory an export.
const ManifestName = "archlint-export.json"

// SchemaVersion is that of the manifest.
const SchemaVersion = 1

// Manifest says what an export holds and what it lacks. ExportedAt alone
// changes from run to run where the organisation did not.
type Manifest struct {
	SchemaVersion int    `json:"schemaVersion"`
	Region        string `json:"region"`
	Organization  Ref    `json:"organization"`
	ExportedAt    string `json:"exportedAt"` // RFC 3339, UTC
	// Asked is what was asked for.
	Asked   Asked  `json:"asked"`
	Version string `json:"version"`
	// Partial is set while a run goes on, and afterwards when something was not
	// got; Missing says what.
	Partial bool           `json:"partial"`
	Counts  map[string]int `json:"counts"`
	// Divisions that the client sees flows of, and how many there are; nil
	// when that is not known.
	Divisions *Divisions `json:"divisions,omitempty"`
	// NeverPublished are flows without the version that was asked for: by
	// default, a published one.
	NeverPublished []Entry `json:"neverPublished"`
	// Vanished were there when the organisation was listed, and not any more
	// when they were asked for. Nothing is missing for it.
	Vanished []Missing `json:"vanished"`
	Missing  []Missing `json:"missing"`
	Refused  []Refusal `json:"refused"`
	// Remarks are sentences on what is there and could not be read, or is not what it
	// might be taken for.
	Remarks []string `json:"remarks,omitempty"`
}

// Asked narrows and shapes an export.
type Asked struct {
	Version       string   `json:"version"`
	Format        string   `json:"format"`
	Flows         []string `json:"flows,omitempty"`
	Types         []string `json:"types,omitempty"`
	Divisions     []string `json:"divisions,omitempty"`
	ModifiedSince string   `json:"modifiedSince,omitempty"`
	Traffic       string   `json:"traffic,omitempty"`
	Executions    int      `json:"executions,omitempty"`
}

// Divisions compares the divisions of the flows with those of the organisation.
type Divisions struct {
	WithFlows int `json:"withFlows"`
	Visible   int `json:"visible"`
}

// KindRun is the kind of the entry in Missing that says why a run ended early;
// NotReached is the reason of what it did not come to.
const (
	KindRun    = "run"
	NotReached = "not reached"
)

// Missing is something that should be in the export and is not, or that vanished.
type Missing struct {
	Kind   string `json:"kind"` // flow, dataAction, run, or a part's name
	ID     string `json:"id,omitempty"`
	Name   string `json:"name,omitempty"`
	Type   string `json:"type,omitempty"`
	Reason string `json:"reason"`
	// Stale is the file of an earlier run that stands in for it.
	Stale string `json:"stale,omitempty"`
}

// Refusal is a part that could not be read. Status is the answer's, 403 where
// the client lacks the permission, 0 where none came.
type Refusal struct {
	Part       string `json:"part"`
	Route      string `json:"route"`
	Permission string `json:"permission,omitempty"`
	Status     int    `json:"status"`
}

// Same reports whether two runs ask for the same.
func (a Asked) Same(b Asked) bool {
	return a.Version == b.Version && a.Format == b.Format && a.ModifiedSince == b.ModifiedSince &&
		slices.Equal(a.Flows, b.Flows) && slices.Equal(a.Types, b.Types) && slices.Equal(a.Divisions, b.Divisions)
}

// Manifest reads the manifest of an earlier run, nil when there is none.
func (d *Dir) Manifest() (*Manifest, error) {
	data, err := d.Read(ManifestName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("%s is damaged: %w", ManifestName, err)
	}
	if m.SchemaVersion != SchemaVersion {
		return nil, fmt.Errorf("%s has schema version %d, this program knows %d", ManifestName, m.SchemaVersion, SchemaVersion)
	}
	return &m, nil
}

// WriteManifest writes the manifest. Lists are written as such even when empty.
func (d *Dir) WriteManifest(m Manifest) error {
	m.SchemaVersion = SchemaVersion
	m.NeverPublished = append([]Entry{}, m.NeverPublished...)
	m.Missing = append([]Missing{}, m.Missing...)
	m.Vanished = append([]Missing{}, m.Vanished...)
	m.Refused = append([]Refusal{}, m.Refused...)
	if m.Counts == nil {
		m.Counts = map[string]int{}
	}
	data, err := JSON(m)
	if err == nil {
		_, err = d.Write(ManifestName, data)
	}
	return err
}

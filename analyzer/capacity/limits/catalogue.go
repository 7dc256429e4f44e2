// Package limits is the catalogue of Genesys Cloud's limits: dated data with
// the source of every value, and the ways in which an organisation's own values
// replace the defaults. It reads no clock and no file: both are the caller's.
package limits

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"time"

	"gopkg.in/yaml.v3"
)

//go:embed catalogue.yaml
var catalogueYAML []byte

// Where a value came from, as the JSON report says it.
const (
	Default = "default" // this catalogue
	Org     = "org"     // the organisation's own value, from its export
	Config  = "config"  // a file or setting that the user gave
)

// CatalogueLimit is one limit.
type CatalogueLimit struct {
	Namespace string
	Key       string
	// OwnKey is set when the key is this catalogue's own: the platform has none.
	OwnKey bool `yaml:"ownKey"`
	Title  string
	// Value is nil when the limit exists and its value is not published.
	Value *float64
	// Low and High are set where readings disagree, or for settings with bounds.
	Low, High *float64
	Unit      string
	Scope     string
	Raisable  string // "yes", "no", "unknown"
	// Confidence is "high", "medium" or "low".
	Confidence string
	// Reference is where the value was read, Read the day on which it was. Read
	// is zero where the value is not the catalogue's.
	Reference string    `yaml:"source"`
	Read      time.Time `yaml:"-"`
	Note      string
	// Licence is set for what one licence of that type adds to the month's fair
	// use: the type as the flag names it.
	Licence string
	// Band is "token", "observed" or "client" for the platform API's bands, else "".
	Band string
	// Source is Default, Org or Config.
	Source string `yaml:"-"`
	// DefaultValue is what the catalogue says when Source is not Default.
	DefaultValue *float64 `yaml:"-"`
}

// ID is "namespace/key".
func (e CatalogueLimit) ID() string { return e.Namespace + "/" + e.Key }

// Catalogue is all limits, in a fixed order. It is a plain value: changing a
// copy made by With leaves the original alone.
type Catalogue struct {
	Entries []CatalogueLimit
}

// Load returns the built-in catalogue. An error means that the program was
// built with a broken one.
func Load() (Catalogue, error) { return decode(catalogueYAML) }

// written is an entry as the file has it.
type written struct {
	CatalogueLimit `yaml:",inline"`
	Day            string `yaml:"read"`
}

func decode(text []byte) (Catalogue, error) {
	var file struct{ Limits []written }
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil {
		return Catalogue{}, fmt.Errorf("limits catalogue: %w", err)
	}
	c := Catalogue{Entries: make([]CatalogueLimit, 0, len(file.Limits))}
	for _, w := range file.Limits {
		read, err := time.Parse(time.DateOnly, w.Day)
		if err != nil {
			return Catalogue{}, fmt.Errorf("limits catalogue: %s: %w", w.ID(), err)
		}
		w.Source, w.Read = Default, read
		c.Entries = append(c.Entries, w.CatalogueLimit)
	}
	return c, nil
}

// Find returns the limit of that namespace and key.
func (c Catalogue) Find(namespace, key string) (CatalogueLimit, bool) {
	i := slices.IndexFunc(c.Entries, func(e CatalogueLimit) bool { return e.Namespace == namespace && e.Key == key })
	if i < 0 {
		return CatalogueLimit{}, false
	}
	return c.Entries[i], true
}

// Old returns the defaults that were read more than a year before that day,
// the one that was read first at the head.
func (c Catalogue) Old(today time.Time) []CatalogueLimit {
	var old []CatalogueLimit
	for _, e := range c.Entries {
		if e.Source == Default && today.After(e.Read.AddDate(1, 0, 0)) {
			old = append(old, e)
		}
	}
	slices.SortStableFunc(old, func(a, b CatalogueLimit) int { return a.Read.Compare(b.Read) })
	return old
}

// AgeNote is a sentence for the reader when defaults are older than a year on
// that day, else "". when names the day: "today", "the day of the export".
func (c Catalogue) AgeNote(day time.Time, when string) string {
	old := c.Old(day)
	if len(old) == 0 {
		return ""
	}
	defaults := 0
	for _, e := range c.Entries {
		if e.Source == Default {
			defaults++
		}
	}
	which := fmt.Sprintf("%d of %d built-in limits were", len(old), defaults)
	if len(old) == defaults {
		which = "The built-in limits were"
	}
	return fmt.Sprintf("%s read more than a year before %s, the oldest on %s: they may have changed since; give the organisation's own.",
		which, when, old[0].Read.Format(time.DateOnly))
}

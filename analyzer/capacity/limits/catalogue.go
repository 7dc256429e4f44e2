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

// Entry is one limit.
type Entry struct {
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
	// Reference is where the value was read.
	Reference string `yaml:"source"`
	Note      string
	// Band is "token", "observed" or "client" for the platform API's bands, else "".
	Band string
	// Source is Default, Org or Config.
	Source string `yaml:"-"`
	// DefaultValue is what the catalogue says when Source is not Default.
	DefaultValue *float64 `yaml:"-"`
}

// ID is "namespace/key".
func (e Entry) ID() string { return e.Namespace + "/" + e.Key }

// Allowance is what one licence adds to the month's fair use.
type Allowance struct {
	Licence    string // a licence type as the flag names it
	Value      float64
	Confidence string
	Reference  string `yaml:"source"`
}

// Catalogue is all limits, in a fixed order. It is a plain value: changing a
// copy made by With leaves the original alone.
type Catalogue struct {
	// Read is the day on which the defaults were read.
	Read       time.Time
	Entries    []Entry
	Allowances []Allowance
}

// Load returns the built-in catalogue. An error means that the program was
// built with a broken one.
func Load() (Catalogue, error) { return decode(catalogueYAML) }

func decode(text []byte) (Catalogue, error) {
	var file struct {
		Read       string
		Limits     []Entry
		Allowances []Allowance
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil {
		return Catalogue{}, fmt.Errorf("limits catalogue: %w", err)
	}
	read, err := time.Parse(time.DateOnly, file.Read)
	if err != nil {
		return Catalogue{}, fmt.Errorf("limits catalogue: %w", err)
	}
	for i := range file.Limits {
		file.Limits[i].Source = Default
	}
	return Catalogue{Read: read, Entries: file.Limits, Allowances: file.Allowances}, nil
}

// Find returns the limit of that namespace and key.
func (c Catalogue) Find(namespace, key string) (Entry, bool) {
	i := slices.IndexFunc(c.Entries, func(e Entry) bool { return e.Namespace == namespace && e.Key == key })
	if i < 0 {
		return Entry{}, false
	}
	return c.Entries[i], true
}

// Stale reports whether the defaults were read more than a year before today.
func (c Catalogue) Stale(today time.Time) bool { return today.After(c.Read.AddDate(1, 0, 0)) }

// AgeNote is a sentence for the reader when the catalogue is stale, else "".
func (c Catalogue) AgeNote(today time.Time) string {
	if !c.Stale(today) {
		return ""
	}
	return fmt.Sprintf("The built-in limits were read on %s, more than a year ago: take the organisation's own values.",
		c.Read.Format(time.DateOnly))
}

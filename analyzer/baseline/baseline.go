// Package baseline holds the findings that there were on a certain day, so that
// an old organisation can be checked from today on: what was there fails
// nothing, what is new or got worse does. Entries go by fingerprint, which
// survives a re-export, another order and a renamed file.
package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"archlint/analyzer/finding"
	"archlint/analyzer/source"
)

// Stale is the rule by which a baseline itself is judged: it holds entries that
// nothing is found of any more.
const Stale = "baseline-stale"

// version is that of the file's form.
const version = 1

// File is a baseline.
type File struct {
	Name    string // as users see it
	Entries []Recorded
}

// Recorded is one finding that was there. Flow and Message are for people who read
// the file; Figures are how bad it was, by their path in the evidence.
type Recorded struct {
	Rule        string             `json:"rule"`
	Flow        string             `json:"flow"`
	Message     string             `json:"message"`
	Figures     map[string]float64 `json:"figures,omitempty"`
	Fingerprint string             `json:"fingerprint"`
}

func entryOf(f finding.Finding) Recorded {
	e := Recorded{Rule: f.Rule, Flow: f.Flow, Message: f.Message, Fingerprint: f.Fingerprint}
	for _, one := range finding.Figures(f.Evidence) {
		if e.Figures == nil {
			e.Figures = map[string]float64{}
		}
		e.Figures[one.Path] = rounded(one.Value)
	}
	return e
}

// rounded keeps nine digits: more than Worse looks at, and less than would
// change without a cause.
func rounded(x float64) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 9, 64), 64)
	if err != nil {
		return x
	}
	return r
}

// document is a baseline's JSON.
type document struct {
	Version  int        `json:"archlintBaseline"`
	Findings []Recorded `json:"findings"`
}

// Read reads a baseline. Errors name the file, and the place where there is one.
func Read(name string, text []byte) (*File, error) {
	file := source.NewFile(name, text)
	fail := func(offset int64, format string, args ...any) error {
		return &source.Error{File: name, Pos: file.PosAt(int(offset)), Message: "not a baseline: " + fmt.Sprintf(format, args...)}
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	var doc document
	if err := dec.Decode(&doc); err != nil {
		at := dec.InputOffset()
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			at = int64(len(text))
		}
		if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
			return nil, fail(wrong.Offset-1, "a JSON %s where it should not stand", wrong.Value)
		}
		return nil, fail(at, "%v", err)
	}
	if doc.Version != version {
		return nil, fail(0, "want archlintBaseline %d, not %d", version, doc.Version)
	}
	for i, e := range doc.Findings {
		if e.Fingerprint == "" {
			return nil, fail(0, "finding %d has no fingerprint", i+1)
		}
	}
	return &File{Name: name, Entries: doc.Findings}, nil
}

// Text is the baseline as it is written: an entry a line, in an order that does
// not depend on where things stand, so that Git shows and merges single entries.
func (f *File) Text() ([]byte, error) {
	entries := slices.Clone(f.Entries)
	slices.SortFunc(entries, func(a, b Recorded) int {
		return cmp.Or(cmp.Compare(a.Flow, b.Flow), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\"archlintBaseline\": %d, \"findings\": [", version)
	for i, e := range entries {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n  ")
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(e); err != nil {
			return nil, fmt.Errorf("baseline: %w", err)
		}
		b.Truncate(b.Len() - 1) // Encode ends the line
	}
	b.WriteString("\n]}\n")
	return b.Bytes(), nil
}

// Package waiver applies the risks that somebody chose to take: records that
// name a rule and a place, with a reason, an owner and a day on which they end.
// A waiver goes by rule and place, never by message, so that a reworded message
// changes nothing, and every waiver that does not do its work is a finding
// itself: expired, unused, or not to be honoured.
package waiver

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"archlint/analyzer/finding"
	"archlint/analyzer/pattern"
	"archlint/analyzer/source"
)

// The rules by which waivers themselves are judged.
const (
	Expired = "waiver-expired" // its last day is over
	Unused  = "waiver-unused"  // no finding is covered by it
	Invalid = "waiver-invalid" // it cannot be honoured: no reason, no such rule, a rule that may not be waived
)

// Rules lists them.
func Rules() []string { return []string{Expired, Invalid, Unused} }

// Waiver is one record. A finding must meet all that it says of the place.
type Waiver struct {
	Rule  string
	Place Selector
	// AtMost are figures of the evidence that must not get worse than this; the
	// finding is open again when one does.
	AtMost []finding.Figure
	Reason string
	Owner  string
	// Expires is the last day on which it holds, zero for none.
	Expires time.Time
	// File and Pos are where it stands.
	File string
	Pos  source.Pos

	comment bool
	problem string // why a comment cannot be honoured, "" where it can
}

// Selector says which findings of the rule are meant; what is empty holds for all.
// Where several patterns are given for one thing, one of them must match.
type Selector struct {
	Paths       []*regexp.Regexp // of absolute paths of files
	Flows       []*regexp.Regexp // of names of flows
	Nodes       []*regexp.Regexp // of names, tracking ids or paths of actions and loops
	DataActions []*regexp.Regexp // of names of data actions
	Limits      []*regexp.Regexp // of limits, namespace/key

	lines [2]int // of the file, for comments: from and to
}

// Day is a day as waivers have it, from its text: 2027-03-31.
func Day(text string) (time.Time, error) { return time.Parse(time.DateOnly, text) }

// Today is the day of a moment, in UTC, to compare days with; that of no moment
// is none.
func Today(now time.Time) time.Time {
	if now.IsZero() {
		return now
	}
	y, m, d := now.UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func (w *Waiver) expired(today time.Time) bool {
	return !w.Expires.IsZero() && today.After(w.Expires)
}

// record is what reports say of it.
func (w *Waiver) record() finding.Record {
	r := finding.Record{Reason: w.Reason, Owner: w.Owner, File: w.File, Line: w.Pos.Line, Column: w.Pos.Column, Comment: w.comment}
	if !w.Expires.IsZero() {
		r.Expires = w.Expires.Format(time.DateOnly)
	}
	return r
}

// identity names a place, for fingerprints.
func (p Selector) identity() string {
	var b strings.Builder
	for _, list := range [][]*regexp.Regexp{p.Paths, p.Flows, p.Nodes, p.DataActions, p.Limits} {
		for _, glob := range list {
			b.WriteString(glob.String() + "\x00")
		}
		b.WriteString("\x01")
	}
	return b.String()
}

func anyOf(globs []*regexp.Regexp, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return pattern.Any(globs, name) })
}

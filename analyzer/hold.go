package analyzer

import (
	"fmt"
	"time"

	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/org"
	"archlint/analyzer/source"
)

// hold holds the demand of the flows against the limits.
func (r *job) hold(flows []*reviewed, in *input) error {
	catalogue, err := limits.Load()
	if err != nil {
		return fmt.Errorf("limits catalogue: %w", err)
	}
	catalogue = catalogue.With(in.org.Limits)
	if r.opts.LimitsFile != "" {
		own, err := r.ownLimits()
		if err != nil {
			return err
		}
		catalogue = catalogue.With(own)
	}
	catalogue = catalogue.With(r.opts.Limits)
	r.tellAge(catalogue, in.org)
	if t := r.opts.Traffic.LicenceType; t != "" {
		if _, err := catalogue.Allowance(t); err != nil {
			return err
		}
	}
	load := r.load(flows, in)
	if err := r.assess(catalogue, load, in.org); err != nil {
		return fmt.Errorf("capacity: %w", err)
	}
	if note := r.starts.describe(); note != "" {
		r.notes = append(r.notes, note)
	}
	r.notes = append(r.notes, r.assumedShares(flows)...)
	return nil
}

// tellAge says that defaults are older than a year: on the day of the export in
// the report, whose bytes so depend on the input alone, and today in the log.
func (r *job) tellAge(catalogue limits.Catalogue, o *org.Org) {
	exported, err := time.Parse(time.RFC3339, o.ExportedAt)
	if note := catalogue.AgeNote(exported, "the day of the export"); err == nil && note != "" {
		r.notes = append(r.notes, note)
	}
	if note := catalogue.AgeNote(r.opts.Today, "today"); note != "" {
		r.log.Warn(note)
	}
}

// maxLimitsFile bounds a file of limits, in bytes: the Platform API's has 200 KB.
const maxLimitsFile = 16 << 20

// ownLimits reads the file that the user gave. A file that cannot be used is
// wrong usage: the verdicts would rest on other limits than were asked for.
func (r *job) ownLimits() ([]limits.Override, error) {
	text, err := source.ReadFile(r.opts.LimitsFile, maxLimitsFile)
	if err != nil {
		return nil, fmt.Errorf("limits: %w", err)
	}
	own, problems := limits.ReadOverrides(source.NewFile(r.opts.LimitsFile, text), "", limits.Config)
	if len(problems) > 0 {
		return nil, problems[0]
	}
	if len(own) == 0 {
		return nil, fmt.Errorf("limits: %s holds no limit", r.opts.LimitsFile)
	}
	return own, nil
}

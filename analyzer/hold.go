package analyzer

import (
	"fmt"
	"os"

	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/source"
)

// hold holds the demand of the flows against the limits.
func (r *review) hold(flows []*reviewed, in *input) error {
	catalogue, err := limits.Load()
	if err != nil {
		return fmt.Errorf("limits catalogue: %w", err)
	}
	if note := catalogue.AgeNote(today()); note != "" {
		r.log.Warn(note) // on stderr: the report's bytes do not depend on the day
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
	if t := r.opts.Traffic.LicenceType; t != "" {
		if _, err := catalogue.Allowance(t); err != nil {
			return err
		}
	}
	load := r.load(flows)
	if err := r.assess(catalogue, load, in.org); err != nil {
		return fmt.Errorf("capacity: %w", err)
	}
	for _, note := range []string{describeEntries(flows), openEnds(flows)} {
		if note != "" {
			r.notes = append(r.notes, note)
		}
	}
	return nil
}

// ownLimits reads the file that the user gave. A file that cannot be used is
// wrong usage: the verdicts would rest on other limits than were asked for.
func (r *review) ownLimits() ([]limits.Override, error) {
	text, err := os.ReadFile(r.opts.LimitsFile)
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

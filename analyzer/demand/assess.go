package demand

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"archlint/analyzer/capacity"
	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/config"
	"archlint/analyzer/facts"
	"archlint/analyzer/intake"
	"archlint/analyzer/org"
	"archlint/analyzer/review"
)

// Assessed is the demand of the flows against the limits.
type Assessed struct {
	capacity.Result
	// Scenarios are the same under each scenario; empty where none was chosen.
	Scenarios []review.Scenario
	// Measured are the executions that were measured, held against what the flows come to.
	Measured []facts.MeasuredAction
	// Notes are sentences on what the figures rest on, besides those of the Result.
	Notes []string
	// Catalogue, Traffic and Load are what the Result follows from.
	Catalogue limits.Catalogue
	Traffic   capacity.Traffic
	Load      capacity.Load
}

// Assess holds the demand of the flows against the limits: under the traffic, or
// under each scenario, of which the first is what the review and its rules go by.
// today tells the log what is out of date; zero tells nothing.
func Assess(j Joined, in intake.Decoded, o Options, today time.Time, log *slog.Logger) (Assessed, error) {
	catalogue, err := Catalogue(in.Org.Limits, o)
	if err != nil {
		return Assessed{}, err
	}
	out := Assessed{Catalogue: catalogue, Notes: age(catalogue, in.Org, today, log)}
	if t := o.Traffic.LicenceType; t != "" {
		if _, err := catalogue.Allowance(t); err != nil {
			return out, err
		}
	}
	load, notes := j.load(in)
	measured := capacity.MeasuredTraffic(in.Org, load)
	load = capacity.WithIntegrations(capacity.WithMeasuredLatency(load, in.Org), in.Facts)
	out.Load, out.Notes, out.Measured = load, append(out.Notes, notes...), j.measured(in.Org, load)
	for i, traffic := range o.all() {
		entries, notes := byMedium(traffic.Entries, measured.Entries, load)
		traffic.Entries, traffic.Notes = nameEntries(entries, load, log), append(slices.Clone(traffic.Notes), notes...)
		result, err := capacity.Assess(catalogue, in.Facts, traffic.Or(measured), load)
		if err != nil {
			return out, fmt.Errorf("capacity: %w", err)
		}
		s := sensitivity{
			Joined: j, catalogue: catalogue, org: in.Facts, traffic: traffic.Or(measured), load: load, budget: o.shareBudget(),
			complete: func(l capacity.Load) capacity.Load {
				return capacity.WithIntegrations(capacity.WithMeasuredLatency(l, in.Org), in.Facts)
			},
		}
		s.fill(&result)
		if i == 0 {
			out.Result, out.Traffic = result, traffic.Or(measured)
			if note := measuredNote(out.Measured); note != "" {
				out.Notes = append(out.Notes, note)
			}
		}
		if len(o.Scenarios) > 0 {
			out.Scenarios = append(out.Scenarios, review.Scenario{
				Name: traffic.Name, Capacity: result.Limits, Outages: result.Outages, Traffic: result.Traffic, Assumptions: result.Assumptions,
			})
		}
	}
	if note := j.starts.describe(); note != "" {
		out.Notes = append(out.Notes, note)
	}
	out.Notes = append(out.Notes, j.assumedShares(o.Profile)...)
	return out, nil
}

// age returns a note where defaults are older than a year on the day of the export, so that
// the report depends on its input alone. The log warns by today's date.
func age(catalogue limits.Catalogue, o *org.Org, today time.Time, log *slog.Logger) (notes []string) {
	exported, err := time.Parse(time.RFC3339, o.ExportedAt)
	if note := catalogue.AgeNote(exported, "the day of the export"); err == nil && note != "" {
		notes = append(notes, note)
	}
	if note := catalogue.AgeNote(today, "today"); note != "" {
		log.Warn(note)
	}
	return notes
}

// nameEntries replaces ids, and names in another letter case, by the names of the load's
// entry flows. A name that no reviewed entry flow has is logged and does not count: a part
// of an organisation may be reviewed by the traffic of the whole.
func nameEntries(given []capacity.EntryTraffic, load capacity.Load, log *slog.Logger) []capacity.EntryTraffic {
	out := slices.Clone(given)
	var names []string
	for _, e := range load.Entries {
		names = append(names, e.Flow)
	}
	for i := range out {
		at := slices.IndexFunc(load.Entries, func(e capacity.EntryFlow) bool {
			return e.FlowID != "" && e.FlowID == out[i].Flow || strings.EqualFold(e.Flow, out[i].Flow)
		})
		if at < 0 {
			log.Warn("traffic for what is no entry flow here, not counted"+config.Candidates(out[i].Flow, names), "flow", out[i].Flow)
			continue
		}
		out[i].Flow = load.Entries[at].Flow
	}
	return out
}

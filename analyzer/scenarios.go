package analyzer

import (
	"slices"
	"strings"

	"archlint/analyzer/capacity"
	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/config"
	"archlint/analyzer/org"
	"archlint/analyzer/review"
)

// assess holds the load against the limits: under the traffic, or under each
// scenario, of which the first is what the review and its rules go by.
func (r *job) assess(catalogue limits.Catalogue, load capacity.Load, o *org.Org) error {
	measured, load := capacity.MeasuredTraffic(o, load), capacity.WithIntegrations(capacity.WithMeasuredLatency(load, o), r.org)
	all := r.opts.Scenarios
	if len(all) == 0 {
		all = []capacity.Traffic{r.opts.Traffic}
	}
	for i, traffic := range all {
		entries, notes := byMedium(traffic.Entries, measured.Entries, load)
		traffic.Entries, traffic.Notes = r.entryTraffic(entries, load), append(slices.Clone(traffic.Notes), notes...)
		result, err := capacity.Assess(catalogue, r.org, traffic.Or(measured), load)
		if err != nil {
			return err
		}
		if i == 0 {
			r.capacity = result
			r.held = held{catalogue, traffic.Or(measured), load, o}
			if note := capacity.Calibration(o, traffic, load, result); note != "" {
				r.notes = append(r.notes, note)
			}
		}
		if len(r.opts.Scenarios) > 0 {
			r.scenarios = append(r.scenarios, review.Scenario{
				Name: traffic.Name, Capacity: result.Limits, Outages: result.Outages, Traffic: result.Traffic, Assumptions: result.Assumptions,
			})
		}
	}
	return nil
}

// entryTraffic is what the user says of single entry flows, in any scenario.
func (o Options) entryTraffic() []capacity.EntryTraffic {
	all := slices.Clone(o.Traffic.Entries)
	for _, t := range o.Scenarios {
		all = append(all, t.Entries...)
	}
	return all
}

// entryTraffic names entry flows as the load does: people give names in any
// letter case, or ids. What is no entry flow of the reviewed ones is told, and
// does not count: a part of an organisation may be reviewed by its whole traffic.
func (r *job) entryTraffic(given []capacity.EntryTraffic, load capacity.Load) []capacity.EntryTraffic {
	out := slices.Clone(given)
	var names []string
	for _, e := range load.Entries {
		names = append(names, e.Flow)
	}
	for i := range out {
		at := slices.IndexFunc(load.Entries, func(e capacity.Entry) bool {
			return e.FlowID != "" && e.FlowID == out[i].Flow || strings.EqualFold(e.Flow, out[i].Flow)
		})
		if at < 0 {
			r.log.Warn("traffic for what is no entry flow here, not counted"+config.Candidates(out[i].Flow, names), "flow", out[i].Flow)
			continue
		}
		out[i].Flow = load.Entries[at].Flow
	}
	return out
}

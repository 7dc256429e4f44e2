package capacity

import (
	"fmt"
	"slices"
	"strconv"

	"archlint/analyzer/facts"
)

// arrivals is how many interactions come, resolved from the traffic.
type arrivals struct {
	known     bool
	perMinute float64 // mean over the busiest time
	// perLicence is how many interactions a minute one busy licence stands for.
	perLicence float64
	byLicences bool // perMinute = licences x perLicence
	measured   bool // perMinute was measured per entry
	basis      string
	notes      []string
}

// resolveArrivals takes the first of: a given number, a given profile or given
// entries, given licences, a measured number, measured entries, counted licences.
func resolveArrivals(t *Traffic, byEntry entryTraffic, load Load) arrivals {
	a := arrivals{perLicence: perLicence(t)}
	given := func(f *Figure) bool { return f != nil && f.From != FromExport && f.From != FromDefault }
	switch {
	case given(t.InteractionsPerMinute):
		a.take(t.InteractionsPerMinute.Value, facts.Given, "%s interactions per minute, as given"+t.InteractionsPerMinute.origin()+".")
	case entriesTotal(byEntry, load, given) > 0:
		a.take(entriesTotal(byEntry, load, given), facts.Given, "%s interactions per minute, as given for single entry flows.")
	case t.InteractionsPerMinute == nil && len(t.Weekly) > 0 && !t.WeeklyShape:
		a.take(slices.Max(t.Weekly), t.weeklyBasis(), "%s interactions per minute, the busiest hour of the weekly profile.")
	case given(t.Licences):
		a.fromLicences(t)
	case t.InteractionsPerMinute != nil:
		a.take(t.InteractionsPerMinute.Value, facts.Measured, "%s interactions per minute, as measured in the organisation.")
	case entriesTotal(byEntry, load, func(f *Figure) bool { return f != nil }) > 0:
		a.take(entriesTotal(byEntry, load, func(f *Figure) bool { return f != nil }),
			facts.Measured, "%s interactions per minute, as measured for the entry flows.")
		a.measured = true
	case t.Licences != nil:
		a.fromLicences(t)
	default:
		a.notes = append(a.notes, "No traffic figure is known: give interactions per minute or licences.")
	}
	a.notes = append(a.notes, t.Notes...)
	return a
}

func (a *arrivals) take(perMinute float64, basis, note string) {
	a.known, a.perMinute, a.basis = true, perMinute, basis
	a.notes = append(a.notes, fmt.Sprintf(note, num(perMinute)))
}

// perLicence is occupancy / AHT, the rate at which one busy agent takes
// interactions, over the share of the interactions that reach agents at all.
func perLicence(t *Traffic) float64 {
	rate := value(t.Occupancy, DefaultOccupancy) / value(t.AHTSeconds, DefaultAHTSeconds) * 60
	return rate / (1 - value(t.Contained, 0) - value(t.Abandoned, 0))
}

func (a *arrivals) fromLicences(t *Traffic) {
	a.known, a.byLicences = true, true
	a.perMinute = t.Licences.Value * a.perLicence
	a.basis = basisOf(t.Licences, t.AHTSeconds, t.Occupancy)
	for _, f := range []*Figure{t.Contained, t.Abandoned} {
		a.basis = facts.WeakerBasis(a.basis, basisIfGiven(f))
	}
	a.notes = append(a.notes,
		fmt.Sprintf("%s interactions per minute, from %s licences%s that are all in use at once.", num(a.perMinute), num(t.Licences.Value),
			counted(t.Licences)))
	if note := mixNote(t); note != "" {
		a.notes = append(a.notes, note)
	}
	a.notes = append(a.notes, licenceNotes(t)...)
}

// licenceNotes states the figures that turn licences into interactions.
func licenceNotes(t *Traffic) []string {
	notes := []string{
		assumed("Average handling time", t.AHTSeconds, DefaultAHTSeconds, " s"),
		assumed("Occupancy of the agents", t.Occupancy, DefaultOccupancy, ""),
	}
	if t.Contained == nil && t.Abandoned == nil {
		return append(notes, "Every interaction reaches an agent: no share is contained or abandoned (default).")
	}
	return append(notes, fmt.Sprintf("Of the interactions a share of %s%s is contained before a queue and %s%s abandoned.",
		num(value(t.Contained, 0)), t.Contained.origin(), num(value(t.Abandoned, 0)), t.Abandoned.origin()))
}

// counted says where a number of licences came from.
func counted(licences *Figure) string {
	if licences.From == FromExport {
		return " of the export"
	}
	return licences.origin()
}

// assumed states one figure and where it came from.
func assumed(what string, f *Figure, otherwise float64, unit string) string {
	return fmt.Sprintf("%s %s%s%s.", what, num(value(f, otherwise)), unit, f.origin())
}

// entriesTotal adds up the rates of the interaction entries, if use accepts each.
func entriesTotal(byEntry entryTraffic, load Load, use func(*Figure) bool) float64 {
	total := 0.0
	for i := range load.Entries {
		e := &load.Entries[i]
		if e.Kind != Interaction {
			continue
		}
		if of := byEntry[e.Flow]; !of.Proportional && use(of.PerMinute) {
			total += of.PerMinute.Value
		}
	}
	return total
}

// num writes a figure for a sentence: at most three decimals, no trailing zeros.
func num(v float64) string { return strconv.FormatFloat(round(v, 3), 'f', -1, 64) }

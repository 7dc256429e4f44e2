package capacity

import (
	"fmt"
	"math"
	"strings"

	"archlint/analyzer/capacity/limits"
)

// fairUse is the month's allowance of platform API requests.
func (a *assessment) fairUse() {
	allowance, notes, ok := a.allowance()
	if !ok {
		a.notes = append(a.notes, notes...)
		return
	}
	m := a.model
	lowHours, highHours, note := m.openHours()
	notes = append(notes, note)
	if note := m.platformNote(); note != "" {
		notes = append(notes, note)
	}
	notes = append(notes, m.platformBackgroundNotes()...)
	least, most := a.platformBackground()
	how := asked{
		measure: perMonth, ends: a.ownAPI, lowBackground: least, highBackground: most,
		highHours: highHours, lowHours: lowHours, perLicence: allowance.perLicence,
	}
	a.ask(question{
		entry: allowance.entry, value: allowance.value, asked: how, notes: notes,
		high:       m.months(view{of: a.ownAPI.high[0], high: true}, highHours, most),
		low:        m.months(view{of: a.ownAPI.low[0], high: false}, lowHours, least),
		noLicences: true,
	})
}

// openHours is how many hours as busy as the busiest a month holds, at least and
// at most, and the sentence on it.
func (m *model) openHours() (low, high float64, note string) {
	switch t := m.traffic; {
	case len(t.Weekly) > 0:
		hours := profileHours(t.Weekly)
		return hours, hours, fmt.Sprintf("A month holds %s hours of the busiest hour's traffic, by the weekly profile.", num(hours))
	case t.OpenHoursPerMonth != nil:
		hours := t.OpenHoursPerMonth.Value
		return hours, hours, fmt.Sprintf("Open %s hours a month%s, all of them as busy as the busiest.", num(hours), t.OpenHoursPerMonth.origin())
	}
	return OpenHoursOneShift, OpenHoursAlways,
		fmt.Sprintf("Open hours are not known: from %s hours a month (one shift) to %s (always), all of them as busy as the busiest.",
			num(OpenHoursOneShift), num(OpenHoursAlways))
}

// profileHours is how many hours of the busiest hour's traffic make a month.
func profileHours(weekly []float64) float64 {
	sum, busiest := 0.0, 0.0
	for _, v := range weekly {
		sum += v
		busiest = max(busiest, v)
	}
	if busiest == 0 {
		return 0
	}
	return sum / busiest * OpenHoursAlways / float64(len(weekly))
}

type pooled struct {
	entry limits.CatalogueLimit
	value float64
	// perLicence is what each licence adds, nil where licences are not counted
	// by one number or the organisation's own value stands.
	perLicence *float64
}

// allowance adds up the licences' fair use. ok is false, and the notes say why,
// when licences or their types are not known.
func (a *assessment) allowance() (pooled, []string, bool) {
	entry, own, ok := a.find("fair.use", "api.requests.per.month")
	if ok { // the organisation's own
		return pooled{entry: entry, value: own}, nil, true
	}
	t := a.model.traffic
	switch {
	case t.LicenceType != "" && t.Licences != nil:
		return a.addedUp(entry, []licences{{t.LicenceType, t.Licences.Value}})
	case len(t.LicenceMix) > 0:
		var mix []licences
		for _, one := range t.LicenceMix {
			mix = append(mix, licences{one.Type, float64(one.Count)})
		}
		return a.addedUp(entry, mix)
	case t.Licences != nil:
		return pooled{}, []string{"Fair use is not assessed: the type of the licences is not known. " + a.anyType(t.Licences.Value)}, false
	default:
		return pooled{}, []string{"Fair use is not assessed: the number of licences is not known."}, false
	}
}

// anyType says what so many licences of an unknown type allow, and how the
// month's demand stands to it: that much holds whichever type it is.
func (a *assessment) anyType(count float64) string {
	var least, most limits.CatalogueLimit
	for _, kind := range a.catalogue.LicenceTypes() {
		each, err := a.catalogue.Allowance(kind)
		if err != nil {
			continue
		}
		if least.Value == nil || *each.Value < *least.Value {
			least = each
		}
		if most.Value == nil || *each.Value > *most.Value {
			most = each
		}
	}
	if least.Value == nil {
		return "No type's allowance is known either."
	}
	text := fmt.Sprintf("%s of them allow from %s (%s) to %s requests a month (%s)", num(count), num(*least.Value*count), least.Licence,
		num(*most.Value*count), most.Licence)
	m := a.model
	lowHours, highHours, _ := m.openHours()
	fewest, others := a.platformBackground()
	low := m.months(view{of: a.ownAPI.low[0], high: false}, lowHours, fewest)
	high := m.months(view{of: a.ownAPI.high[0], high: true}, highHours, others)
	if !m.arrivals.known || len(m.load.Gaps) > 0 || len(a.ownAPI.high[0].missing) > 0 || m.repeatsUnknown(high.common()) {
		return text + "; what the flows ask for is not known."
	}
	from, to := demandAt(low, m.arrivals.perMinute).Peak, demandAt(high, m.arrivals.perMinute).Peak
	return text + fmt.Sprintf("; the flows ask for %s to %s.", num(math.Ceil(min(from, to))), num(math.Ceil(max(from, to))))
}

// licences are a number of them of one type.
type licences struct {
	kind  string
	count float64
}

// addedUp is what the licences allow, together, with the least confidence of them.
func (a *assessment) addedUp(entry limits.CatalogueLimit, mix []licences) (pooled, []string, bool) {
	sum, confidence, source := 0.0, "high", limits.Default
	var perLicence *float64
	var parts, references []string
	for _, one := range mix {
		each, err := a.catalogue.Allowance(one.kind)
		if err != nil {
			return pooled{}, []string{"Fair use is not assessed: " + err.Error() + "."}, false
		}
		sum += *each.Value * one.count
		if t := a.model.traffic; t.LicenceType != "" && t.Licences != nil {
			perLicence = each.Value
		}
		if each.Source != limits.Default {
			source = each.Source
		}
		parts = append(parts, fmt.Sprintf("%s %s at %s", num(one.count), each.Licence, num(*each.Value)))
		references = addNote(references, each.Reference)
		confidence = lowerConfidence(confidence, each.Confidence)
	}
	entry.Confidence, entry.Reference, entry.Source = confidence, strings.Join(references, "; "), source
	return pooled{entry, sum, perLicence}, []string{"Allowance: " + strings.Join(parts, ", ") + "; more is billed, not refused."}, true
}

// lowerConfidence returns the lower of two confidences.
func lowerConfidence(a, b string) string {
	rank := map[string]int{"low": 0, "medium": 1, "high": 2}
	if rank[b] < rank[a] {
		return b
	}
	return a
}

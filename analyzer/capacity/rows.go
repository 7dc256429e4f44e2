package capacity

import (
	"fmt"
	"math"
	"strings"

	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/capacity/prob"
)

// find returns the limit and its value; ok is false when the value is not known.
func (a *assessment) find(namespace, key string) (e limits.Entry, value float64, ok bool) {
	e, ok = a.catalogue.Find(namespace, key)
	if !ok || e.Value == nil {
		return e, 0, false
	}
	return e, *e.Value, true
}

func (a *assessment) background() float64 { return value(a.model.traffic.BackgroundPerMinute, 0) }

// concurrency is the limit on executions at the same time.
func (a *assessment) concurrency() {
	e, limit, ok := a.find("dataactions", "actions.concurrent.executions.max")
	if !ok {
		return
	}
	how := always(inSlots, every)
	how.background = true
	a.ask(question{
		entry: e, value: limit, asked: how,
		high:  a.model.slots(view{counts: every, high: true}, a.background(), a.model.usually),
		low:   a.model.slots(view{counts: every, high: false}, a.background(), a.model.usually),
		notes: a.latencyNotes(limit),
	})
}

// latencyNotes says how long executions take, and what is refused of them.
func (a *assessment) latencyNotes(limit float64) []string {
	m := a.model
	note := assumed("An execution usually takes", m.traffic.LatencySeconds, DefaultLatencySeconds, " s")
	for _, call := range m.load.dataActions() {
		if call.LatencySeconds != nil {
			note += " Where it is known for a data action, that figure stands instead."
			break
		}
	}
	notes := append([]string{note}, m.backgroundNotes()...)
	if !m.arrivals.known {
		return notes
	}
	load := m.slots(view{counts: every, high: true}, a.background(), m.usually).mean(m.arrivals.perMinute)
	refused := prob.ErlangB(load, int(limit))
	if refused >= 1e-6 {
		notes = append(notes, fmt.Sprintf("Of the executions %s %% find no slot and are refused (Erlang B, not queued).", num(100*refused)))
		notes = append(notes, m.retryNote(load, int(limit))...)
	}
	return notes
}

// retryNote says what repeats of refused calls make of a load: at the least,
// since repeats without a pause meet the same busy slots.
func (m *model) retryNote(load float64, slots int) []string {
	repeats := 0
	for _, call := range m.load.dataActions() {
		if m.counted(call) {
			repeats = max(repeats, call.Retries)
		}
	}
	if repeats == 0 {
		return nil
	}
	r := prob.ErlangBRetries(load, slots, repeats)
	return []string{fmt.Sprintf("Refused calls that are made again, up to %s, make it %s %% of %s attempts for each call, or more where they follow at once.",
		times(repeats), num(100*r.Refused), num(r.Attempts))}
}

// volume is the limit on executions per minute.
func (a *assessment) volume() {
	e, limit, ok := a.find("dataactions", "requests.volume.max")
	if !ok {
		return
	}
	how := always(perMinute, every)
	how.background = true
	a.ask(question{
		entry: e, value: limit, asked: how,
		high: a.model.minutes(view{counts: every, high: true}, a.background()),
		low:  a.model.minutes(view{counts: every, high: false}, a.background()),

		notes: a.model.backgroundNotes(),
	})
}

// backgroundNotes says what the reviewed flows do not make.
func (m *model) backgroundNotes() []string {
	f := m.traffic.BackgroundPerMinute
	switch {
	case f == nil || f.Value == 0:
		return nil
	case f.From == FromExport:
		return []string{fmt.Sprintf("%s executions per minute of data actions that the reviewed flows do not call, as measured in their busiest interval.", num(f.Value))}
	default:
		return []string{fmt.Sprintf("%s executions per minute that the reviewed flows do not make%s.", num(f.Value), f.origin())}
	}
}

// functions is the subset of slots for Genesys Cloud Functions, where any are called.
func (a *assessment) functions() {
	called := false
	for _, call := range a.model.load.dataActions() {
		called = called || isFunction(call)
	}
	if !called {
		return
	}
	e, limit, ok := a.find("dataactions", "actions.function.concurrent.executions.max")
	if !ok {
		a.notes = append(a.notes, "Genesys Cloud Functions are called, and the limit on their concurrent executions is not published: give the organisation's own limits.")
		return
	}
	how := always(inSlots, isFunction)
	how.functions = true
	a.ask(question{
		entry: e, value: limit, asked: how,
		high:  a.model.slots(view{counts: isFunction, high: true}, 0, a.model.usually),
		low:   a.model.slots(view{counts: isFunction, high: false}, 0, a.model.usually),
		notes: []string{"A function's execution takes a general data action slot as well."},
	})
}

// platform is the bands of Genesys Cloud's own API: a token's, the observed one,
// and the client's. Each applies to one OAuth client; the busiest is held against it.
func (a *assessment) platform() {
	for _, band := range []string{"token", "observed", "client"} {
		e, ok := a.band(band)
		if !ok {
			continue
		}
		notes := []string{bandNote(band)}
		if note := a.model.load.platformNote(); note != "" {
			notes = append(notes, note)
		}
		high, clients := a.busiestClient(true)
		low, _ := a.busiestClient(false)
		if clients > 0 {
			notes = append(notes, fmt.Sprintf("Of %d OAuth clients that the calls run under, or may, the busiest is held against the limit.", clients))
		}
		how := asked{measure: perMinute, high: a.clients(true), low: a.clients(false)}
		a.ask(question{entry: e, value: *e.Value, asked: how, high: high, low: low, notes: notes, soft: band == "token"})
	}
}

// bandNote says what being over a band means.
func bandNote(band string) string {
	switch band {
	case "token":
		return "Documented for one token; data actions spread over several pooled tokens whose number is not guaranteed, so that going over it is a warning, not a failure."
	case "observed":
		return "Not a documented limit: at about this rate one published load test began to fail."
	default:
		return "The documented outer limit for one organisation, OAuth client and user, whatever the number of tokens."
	}
}

// band returns the entry of the band with the least value.
func (a *assessment) band(band string) (limits.Entry, bool) {
	var best limits.Entry
	found := false
	for _, e := range a.catalogue.Entries {
		if e.Band == band && e.Value != nil && (!found || *e.Value < *best.Value) {
			best, found = e, true
		}
	}
	return best, found
}

// busiestClient returns the demand of the OAuth client that asks most, and how
// many clients there are when more than one.
func (a *assessment) busiestClient(high bool) (demand, int) {
	all := a.clients(high)
	if len(all) == 1 {
		return a.model.minutes(view{counts: all[0], high: high}, 0), 0
	}
	busiest := either{most: true}
	for _, counts := range all {
		busiest.all = append(busiest.all, a.model.minutes(view{counts: counts, high: high}, 0))
	}
	return busiest, len(all)
}

// clients are the calls to Genesys Cloud's own API, one predicate an OAuth client.
func (a *assessment) clients(high bool) []func(Call) bool {
	clientOf := map[string]string{}
	for _, i := range a.org.Integrations {
		clientOf[i.Name] = i.OAuthClient
	}
	return a.model.load.clients(clientOf, onPlatform(high), high)
}

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
	if note := m.load.platformNote(); note != "" {
		notes = append(notes, note)
	}
	how := asked{
		measure: perMonth, high: []func(Call) bool{onPlatform(true)}, low: []func(Call) bool{onPlatform(false)},
		highHours: highHours, lowHours: lowHours, perLicence: allowance.perLicence,
	}
	a.ask(question{
		entry: allowance.entry, value: allowance.value, asked: how, notes: notes,
		high:       m.months(view{counts: onPlatform(true), high: true}, highHours),
		low:        m.months(view{counts: onPlatform(false), high: false}, lowHours),
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
	return OpenHoursOneShift, OpenHoursAlways, fmt.Sprintf("Open hours are not known: from %s hours a month (one shift) to %s (always), all of them as busy as the busiest.",
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
	entry limits.Entry
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
	var least, most limits.Entry
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
	text := fmt.Sprintf("%s of them allow from %s (%s) to %s requests a month (%s)", num(count), num(*least.Value*count), least.Licence, num(*most.Value*count), most.Licence)
	m := a.model
	lowHours, highHours, _ := m.openHours()
	low := m.months(view{counts: onPlatform(false), high: false}, lowHours)
	high := m.months(view{counts: onPlatform(true), high: true}, highHours)
	if !m.arrivals.known || len(m.load.Gaps) > 0 || m.repeatsUnknown(high.common()) {
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
func (a *assessment) addedUp(entry limits.Entry, mix []licences) (pooled, []string, bool) {
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
		confidence = lesser(confidence, each.Confidence)
	}
	entry.Confidence, entry.Reference, entry.Source = confidence, strings.Join(references, "; "), source
	return pooled{entry, sum, perLicence}, []string{"Allowance: " + strings.Join(parts, ", ") + "; more is billed, not refused."}, true
}

// lesser returns the lower of two confidences.
func lesser(a, b string) string {
	rank := map[string]int{"low": 0, "medium": 1, "high": 2}
	if rank[b] < rank[a] {
		return b
	}
	return a
}

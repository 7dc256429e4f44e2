package capacity

import (
	"fmt"
	"slices"

	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/capacity/prob"
)

// find returns the limit and its value; ok is false when the value is not known.
func (a *assessment) find(namespace, key string) (e limits.CatalogueLimit, value float64, ok bool) {
	e, ok = a.catalogue.Find(namespace, key)
	if !ok || e.Value == nil {
		return e, 0, false
	}
	return e, *e.Value, true
}

// concurrency is the limit on executions at the same time.
func (a *assessment) concurrency() {
	e, limit, ok := a.find("dataactions", "actions.concurrent.executions.max")
	if !ok {
		return
	}
	how := a.allInSlots()
	high := a.model.slots(view{of: a.every, high: true}, a.background())
	a.ask(question{
		entry: e, value: limit, asked: how, notes: a.latencyNotes(high, limit),
		high: high, low: a.model.slots(view{of: a.every, high: false}, a.background()),
	})
}

// allInSlots is the question how many slots all calls need.
func (a *assessment) allInSlots() asked {
	how := always(inSlots, a.every)
	how.lowBackground, how.highBackground = a.background(), a.background()
	return how
}

// latencyNotes says how long executions take, and what is refused of them.
func (a *assessment) latencyNotes(d slotDemand, limit float64) []string {
	m := a.model
	if a.demandOnly {
		return nil
	}
	note := assumed("An execution usually takes", m.traffic.LatencySeconds, DefaultLatencySeconds, " s")
	if slices.ContainsFunc(m.actions, func(a action) bool { return a.LatencySeconds != nil }) {
		note += " Where it is known for a data action, that figure stands instead."
	}
	notes := append([]string{note}, m.backgroundNotes()...)
	if !m.arrivals.known {
		return notes
	}
	load := d.mean(m.arrivals.perMinute)
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
	for i := range m.actions {
		if !m.actions[i].counted {
			continue
		}
		if m.endless(i) {
			return []string{"Some flows call again after a failure without a limit: refused calls are then made again until the caller hangs up."}
		}
		repeats = max(repeats, m.actions[i].Retries)
	}
	if repeats == 0 {
		return nil
	}
	r := prob.ErlangBRetries(load, slots, repeats)
	return []string{fmt.Sprintf("Refused calls that are made again, up to %s, make it %s %% of %s attempts for each call, or more "+
		"where they follow at once.",
		times(repeats), num(100*r.Refused), num(r.Attempts))}
}

// volume is the limit on executions per minute.
func (a *assessment) volume() {
	e, limit, ok := a.find("dataactions", "requests.volume.max")
	if !ok {
		return
	}
	how := always(perMinute, a.every)
	how.lowBackground, how.highBackground = a.background(), a.background()
	a.ask(question{
		entry: e, value: limit, asked: how,
		high: a.model.minutes(view{of: a.every, high: true}, a.background()),
		low:  a.model.minutes(view{of: a.every, high: false}, a.background()),

		notes: a.model.backgroundNotes(),
	})
}

// functions is the subset of slots for Genesys Cloud Functions, where any are called.
func (a *assessment) functions() {
	if !slices.ContainsFunc(a.model.actions, func(a action) bool { return isFunction(&a.Call) }) {
		return
	}
	e, limit, ok := a.find("dataactions", "actions.function.concurrent.executions.max")
	if !ok {
		a.notes = append(a.notes, "Genesys Cloud Functions are called, and the limit on their concurrent executions is not published: give the "+
			"organisation's own limits.")
		return
	}
	of := a.model.choose(isFunction)
	how := always(inSlots, of)
	how.functions = true
	a.ask(question{
		entry: e, value: limit, asked: how,
		high:  a.model.slots(view{of: of, high: true}, 0),
		low:   a.model.slots(view{of: of, high: false}, 0),
		notes: []string{"A function's execution takes a general data action slot as well."},
	})
}

package capacity

import "archlint/analyzer/org"

// MeasuredFailures returns a function from calls to the share of their data actions'
// executions that ended with an error; ok is false where none were measured.
func MeasuredFailures(o *org.Org) func(Call) (share float64, ok bool) {
	measured := indexActions(o.Traffic.Actions)
	return func(call Call) (float64, bool) {
		a, ok := measured.of(&call)
		if !ok || !(a.Executions > 0) {
			return 0, false
		}
		return min(max(a.Failed/a.Executions, 0), 1), true
	}
}

// measuredActions finds the record of a data action's executions.
type measuredActions struct {
	byID   map[string]*org.ActionTraffic   // the first of each
	byName map[string][]*org.ActionTraffic // in their order
}

func indexActions(all []org.ActionTraffic) measuredActions {
	m := measuredActions{make(map[string]*org.ActionTraffic), make(map[string][]*org.ActionTraffic)}
	for i := range all {
		a := &all[i]
		if m.byID[a.ID] == nil {
			m.byID[a.ID] = a
		}
		m.byName[a.Name] = append(m.byName[a.Name], a)
	}
	return m
}

// of returns the record of a call's data action: by id, else by name and, as
// far as both tell it, integration.
func (m measuredActions) of(call *Call) (*org.ActionTraffic, bool) {
	if call.Definition != nil && call.Definition.ID != "" {
		if a := m.byID[call.Definition.ID]; a != nil {
			return a, true
		}
	}
	for _, a := range m.byName[call.DataAction] {
		if a.Integration == call.Integration || a.Integration == "" || call.Integration == "" {
			return a, true
		}
	}
	return nil, false
}

package capacity

import "slices"

// use is a mean demand: slots, and executions a minute.
type use struct{ slots, runs linear }

// outageDemand computes the demand of data actions that hang and of all others, with what
// is unknown taken high or low. The demand of the others differs from the usual demand
// only in the entries that call the hanging ones, so that an outage takes no pass over the
// whole load.
type outageDemand struct {
	m       *model
	high    bool
	slots   []perStart   // by entry, on a usual day
	slotsOf [][]perStart // by entry and call
	// ownSlots and ownRuns are those of what hangs, by entry; nothing in between.
	ownSlots, ownRuns []perStart
}

func newOutageDemand(m *model, high bool) *outageDemand {
	n := len(m.load.Entries)
	b := &outageDemand{m: m, high: high, slots: make([]perStart, n), slotsOf: make([][]perStart, n), ownSlots: make([]perStart, n),
		ownRuns: make([]perStart, n)}
	for i := range m.load.Entries {
		b.slotsOf[i] = make([]perStart, len(m.load.Entries[i].Calls))
		for c := range b.slotsOf[i] {
			b.slotsOf[i][c] = b.perStart(i, c, m.usually(m.actionOf(i, c)))
			b.slots[i].add(b.slotsOf[i][c])
		}
	}
	return b
}

func (b *outageDemand) perStart(entry, call int, seconds float64) perStart {
	return b.m.perStartIn(view{high: b.high}, entry, call, seconds)
}

// others returns the slots that all data actions ask for but those that hang, with the
// unattributed interactions where they ask for most.
func (b *outageDemand) others(but cause) linear {
	entries := b.m.entriesOf(but)
	was := make([]perStart, len(entries))
	for n, i := range entries {
		was[n] = b.slots[i]
		b.slots[i] = perStart{}
		for c, of := range b.m.of[i] {
			if !but.has(of) {
				b.slots[i].add(b.slotsOf[i][c])
			}
		}
	}
	u := b.m.most(b.m.entries, b.slots)
	for n, i := range entries {
		b.slots[i] = was[n]
	}
	return u
}

// itself is what data actions ask for whose executions all hang until their
// timeout and are made again, and how many attempts that makes.
func (b *outageDemand) itself(hanging cause) use {
	m, entries := b.m, b.m.entriesOf(hanging)
	for _, of := range hanging.actions {
		for _, at := range m.actions[of].calls {
			attempts := m.attempts(at.entry, at.call)
			b.ownSlots[at.entry].add(b.perStart(at.entry, at.call, hangs(&m.actions[of].Call)*attempts))
			b.ownRuns[at.entry].add(b.perStart(at.entry, at.call, 60*attempts)) // slots of a minute are executions in one
		}
	}
	u := use{slots: m.most(entries, b.ownSlots), runs: m.most(entries, b.ownRuns)}
	for _, i := range entries {
		b.ownSlots[i], b.ownRuns[i] = perStart{}, perStart{}
	}
	return u
}

// entriesOf are the entries that call the data actions of a cause, ascending.
func (m *model) entriesOf(c cause) []int {
	if len(c.actions) == 1 {
		return m.actions[c.actions[0]].entries
	}
	var all []int
	for _, i := range c.actions {
		all = append(all, m.actions[i].entries...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

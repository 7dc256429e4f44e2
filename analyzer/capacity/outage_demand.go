package capacity

import "slices"

// use is what calls ask for in the mean: slots, and executions a minute.
type use struct{ slots, runs linear }

// besides tells what data actions that hang ask for, and what all others do beside
// them, at one end of what is unknown. What the others ask for differs from what all
// ask for only in the entries that call those, so that not every call of the load is
// looked at for each.
type besides struct {
	m       *model
	high    bool
	slots   []asks   // by entry, on a usual day
	slotsOf [][]asks // by entry and call
	// ownSlots and ownRuns are those of what hangs, by entry; nothing in between.
	ownSlots, ownRuns []asks
}

func newBesides(m *model, high bool) *besides {
	n := len(m.load.Entries)
	b := &besides{m: m, high: high, slots: make([]asks, n), slotsOf: make([][]asks, n), ownSlots: make([]asks, n), ownRuns: make([]asks, n)}
	for i := range m.load.Entries {
		b.slotsOf[i] = make([]asks, len(m.load.Entries[i].Calls))
		for c := range b.slotsOf[i] {
			b.slotsOf[i][c] = b.asks(i, c, m.usually(m.actionOf(i, c)))
			b.slots[i].add(b.slotsOf[i][c])
		}
	}
	return b
}

func (b *besides) asks(entry, call int, seconds float64) asks {
	return b.m.asksIn(view{high: b.high}, entry, call, seconds)
}

// others returns the slots that all data actions ask for but those that hang, with the
// unattributed interactions where they ask for most.
func (b *besides) others(but cause) linear {
	entries := b.m.entriesOf(but)
	was := make([]asks, len(entries))
	for n, i := range entries {
		was[n] = b.slots[i]
		b.slots[i] = asks{}
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
func (b *besides) itself(hanging cause) use {
	m, entries := b.m, b.m.entriesOf(hanging)
	for _, of := range hanging.actions {
		for _, at := range m.actions[of].calls {
			attempts := m.attempts(at.entry, at.call)
			b.ownSlots[at.entry].add(b.asks(at.entry, at.call, hangs(&m.actions[of].Call)*attempts))
			b.ownRuns[at.entry].add(b.asks(at.entry, at.call, 60*attempts)) // slots of a minute are executions in one
		}
	}
	u := use{slots: m.most(entries, b.ownSlots), runs: m.most(entries, b.ownRuns)}
	for _, i := range entries {
		b.ownSlots[i], b.ownRuns[i] = asks{}, asks{}
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

package capacity

import "slices"

// use is what calls ask for in the mean: slots, and executions a minute.
type use struct{ slots, runs linear }

// besides tells what data actions that hang ask for, and what all others do beside
// them. What the others ask for differs from what all ask for only in the entries
// that call those, so that not every call of the load is looked at for each.
type besides struct {
	m           *model
	slots, runs []asks   // by entry, on a usual day
	slotsOf     [][]asks // by entry and call
	// ownSlots and ownRuns are those of what hangs, by entry; nothing in between.
	ownSlots, ownRuns []asks
}

func newBesides(m *model, every *selection) *besides {
	n := len(m.load.Entries)
	b := &besides{
		m: m, slots: make([]asks, n), runs: make([]asks, n), slotsOf: make([][]asks, n), ownSlots: make([]asks, n), ownRuns: make([]asks, n),
	}
	for i, sum := range every.sums {
		calls := m.load.Entries[i].Calls
		b.slotsOf[i] = make([]asks, len(calls))
		for c := range calls {
			b.slotsOf[i][c] = m.asks(i, c, m.usually(m.actionOf(i, c)))
			b.slots[i].add(b.slotsOf[i][c])
		}
		b.runs[i] = asks{sum.mean, sum.waiting}
	}
	return b
}

// others is what all data actions ask for but those that hang, where what nobody
// knows the entry of enters where they ask most. Executions are left out unless
// asked for.
func (b *besides) others(but cause, runs bool) use {
	m := b.m
	entries := m.entriesOf(but)
	was := make([][2]asks, len(entries))
	for n, i := range entries {
		was[n] = [2]asks{b.slots[i], b.runs[i]}
		b.slots[i] = asks{}
		var rest []int
		for c, of := range m.of[i] {
			if !but.has(of) {
				b.slots[i].add(b.slotsOf[i][c])
				if runs {
					rest = append(rest, c)
				}
			}
		}
		if runs {
			b.runs[i] = m.runs(i, rest)
		}
	}
	u := use{slots: m.most(m.entries, b.slots)}
	if runs {
		u.runs = m.most(m.entries, b.runs)
	}
	for n, i := range entries {
		b.slots[i], b.runs[i] = was[n][0], was[n][1]
	}
	return u
}

// runs is how often calls of an entry run. They are not kept with other sums:
// there are as many as calls, and each is asked for once.
func (m *model) runs(entry int, calls []int) asks {
	mass, _ := m.sums[entry].distribution(calls)
	waiting, _ := m.sums[entry].waiting(calls)
	return asks{mass.Mean(), waiting}
}

// itself is what data actions ask for whose executions all hang until their
// timeout and are made again, and how many attempts that makes.
func (b *besides) itself(hanging cause) use {
	m, entries := b.m, b.m.entriesOf(hanging)
	for _, of := range hanging.actions {
		for _, at := range m.actions[of].calls {
			attempts := m.attempts(at.entry, at.call)
			b.ownSlots[at.entry].add(m.asks(at.entry, at.call, hangs(&m.actions[of].Call)*attempts))
			b.ownRuns[at.entry].add(m.asks(at.entry, at.call, 60*attempts)) // slots of a minute are executions in one
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

package capacity

// use is what calls ask for in the mean: slots, and executions a minute.
type use struct{ slots, runs linear }

// besides tells what one data action asks for, and what all others do beside
// it. What the others ask for differs from what all ask for only in the entries
// that call the one, so that not every call of the load is looked at for each.
type besides struct {
	m           *model
	slots, runs []asks   // by entry, on a usual day
	slotsOf     [][]asks // by entry and call
	// ownSlots and ownRuns are those of one data action, by entry; nothing in between.
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
			b.slotsOf[i][c] = m.asks(i, c, m.usually(&calls[c]))
			b.slots[i].add(b.slotsOf[i][c])
		}
		b.runs[i] = asks{sum.mean, sum.waiting}
	}
	return b
}

// others is what all data actions but one ask for, where what nobody knows the
// entry of enters where they ask most. Executions are left out unless asked for.
func (b *besides) others(but int, runs bool) use {
	m := b.m
	entries := m.actions[but].entries
	was := make([][2]asks, len(entries))
	for n, i := range entries {
		was[n] = [2]asks{b.slots[i], b.runs[i]}
		b.slots[i] = asks{}
		var rest []int
		for c, of := range m.of[i] {
			if of != but {
				b.slots[i].add(b.slotsOf[i][c])
				rest = append(rest, c)
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
	return asks{mass.Mean(), m.sums[entry].waiting(calls)}
}

// itself is what a data action asks for whose executions all hang until their
// timeout and are made again, and how many executions there would be else.
func (b *besides) itself(of int, attempts float64) use {
	m, one := b.m, &b.m.actions[of]
	for rest := one.calls; len(rest) > 0; {
		entry := rest[0].entry
		var calls []int
		for len(rest) > 0 && rest[0].entry == entry {
			calls, rest = append(calls, rest[0].call), rest[1:]
		}
		for _, c := range calls {
			b.ownSlots[entry].add(m.asks(entry, c, hangs(&m.load.Entries[entry].Calls[c])*attempts))
		}
		b.ownRuns[entry] = m.runs(entry, calls)
	}
	u := use{slots: m.most(one.entries, b.ownSlots), runs: m.most(one.entries, b.ownRuns)}
	for _, i := range one.entries {
		b.ownSlots[i], b.ownRuns[i] = asks{}, asks{}
	}
	return u
}

package capacity

// linear is a mean demand by what drives it: one interaction a minute, one waiting
// interaction, and fixed runs. queued is how often an interaction waits.
type linear struct{ perArrival, perWaiting, fixed, queued float64 }

// at returns the mean demand at that arrival rate.
func (l linear) at(m *model, perMinute float64) float64 {
	waiting, _ := m.waitingAt(perMinute, l.queued)
	return l.perArrival*perMinute + l.perWaiting*waiting + l.fixed
}

// perStart is the mean demand of one start of an entry, and the demand in each minute that
// it waits.
type perStart struct{ perArrival, perWaiting float64 }

// linear adds up what those entries ask for, with that assignee of the unattributed
// interactions.
func (m *model) linear(entries []int, each []perStart, assignee int) linear {
	l := linear{queued: m.queuedWith(assignee)}
	for _, i := range entries {
		// Entries of interactions have no starts, those of events no share.
		share, starts := m.shares.of(i, assignee), &m.starts[i]
		l.fixed += each[i].perArrival * starts.perMinute
		l.perArrival += each[i].perArrival * starts.perInteraction
		l.perArrival += share * each[i].perArrival
		l.perWaiting += share * each[i].perWaiting * inverse(l.queued)
	}
	return l
}

// slots works out the demand for slots of the calls in a view.
func (m *model) slots(v view, background float64) slotDemand {
	n := len(m.load.Entries)
	d := slotDemand{v: v, background: background, seconds: make([]perStart, n), longest: make([]perStart, n)}
	for i, sum := range v.of.sums {
		for _, c := range sum.calls {
			call := m.actionOf(i, c)
			d.seconds[i].add(m.perStartIn(v, i, c, m.usually(call)))
			d.longest[i].add(m.perStartIn(v, i, c, hangs(call)))
		}
	}
	d, _ = d.of(m)
	return d
}

// perStart returns the slots that a call of an entry needs whose executions hold one for
// that many seconds.
func (m *model) perStart(entry, call int, seconds float64) perStart {
	return perStart{
		perArrival: m.means[entry][call] * seconds / 60,
		perWaiting: max(m.load.Entries[entry].Calls[call].RatePerMinute, 0) * seconds / 60,
	}
}

// perStartIn is perStart with what is unknown taken as the view says.
func (m *model) perStartIn(v view, entry, call int, seconds float64) perStart {
	one := m.perStart(entry, call, seconds)
	if !v.high {
		one.perWaiting *= m.load.Entries[entry].Calls[call].leastShare()
	}
	return one
}

// leastShare is the least rate over the greatest, while an interaction waits.
func (c *Call) leastShare() float64 {
	return min(max(c.LeastPerMinute, 0)*inverse(c.RatePerMinute), 1)
}

func (a *perStart) add(b perStart) {
	a.perArrival, a.perWaiting = a.perArrival+b.perArrival, a.perWaiting+b.perWaiting
}

// actionOf is what all calls of the data action know that a call calls: how long
// a slot is held does not depend on where the call stands.
func (m *model) actionOf(entry, call int) *Call { return &m.actions[m.of[entry][call]].Call }

// usually is how long a call holds its slot on a usual day: its latency, cut
// off by the data action's own timeout.
func (m *model) usually(call *Call) float64 {
	return max(min(value(call.LatencySeconds, m.latency), hangs(call)), 0)
}

// hangs is how long a call holds its slot when its endpoint does not answer.
func hangs(call *Call) float64 {
	if t := call.ownTimeout(); t != nil {
		return *t
	}
	return DefaultTimeoutSeconds
}

package capacity

// linear is a mean demand by what drives it: one interaction a minute, one that
// waits, and what comes anyhow. queued is how often an interaction waits.
type linear struct{ perArrival, perWaiting, fixed, queued float64 }

// at returns the mean demand at that arrival rate.
func (l linear) at(m *model, perMinute float64) float64 {
	waiting, _ := m.waitingAt(perMinute, l.queued)
	return l.perArrival*perMinute + l.perWaiting*waiting + l.fixed
}

// asks is what one start of an entry asks for in the mean, and what it asks for in
// each minute of its waiting.
type asks struct{ perArrival, perWaiting float64 }

// linear adds up what those entries ask for, with that assignee of the unattributed
// interactions.
func (m *model) linear(entries []int, each []asks, assignee int) linear {
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
	d := slotDemand{v: v, background: background, seconds: make([]asks, n), longest: make([]asks, n)}
	for i, sum := range v.of.sums {
		for _, c := range sum.calls {
			call := m.actionOf(i, c)
			d.seconds[i].add(m.asksIn(v, i, c, m.usually(call)))
			d.longest[i].add(m.asksIn(v, i, c, hangs(call)))
		}
	}
	d, _ = d.of(m)
	return d
}

// asks is what a call of an entry asks for whose executions hold a slot that
// many seconds.
func (m *model) asks(entry, call int, seconds float64) asks {
	return asks{
		perArrival: m.means[entry][call] * seconds / 60,
		perWaiting: max(m.load.Entries[entry].Calls[call].RatePerMinute, 0) * seconds / 60,
	}
}

// asksIn is what a call of an entry asks for at that end of what is unknown.
func (m *model) asksIn(v view, entry, call int, seconds float64) asks {
	one := m.asks(entry, call, seconds)
	if !v.high {
		one.perWaiting *= m.load.Entries[entry].Calls[call].leastShare()
	}
	return one
}

// leastShare is the least rate over the greatest, while an interaction waits.
func (c *Call) leastShare() float64 {
	return min(max(c.LeastPerMinute, 0)*inverse(c.RatePerMinute), 1)
}

func (a *asks) add(b asks) {
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

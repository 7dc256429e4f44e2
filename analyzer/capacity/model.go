package capacity

import (
	"slices"

	"archlint/analyzer/capacity/prob"
)

// model is traffic and load together; from it follows the demand of any set of calls. What
// derives from the load alone is computed once, and shared by all models for other traffic
// that derive from this one.
type model struct {
	traffic  Traffic
	load     Load
	byEntry  entryTraffic
	arrivals arrivals
	shares   shares
	quantile float64
	factor   float64 // of the peak
	latency  float64

	actions []action    // that the load calls
	of      [][]int     // by entry and call: which of the actions it calls
	starts  []starts    // by entry, of event entries
	sums    []sums      // by entry
	means   [][]float64 // by entry and call: its expected count
	queued  []float64   // by entry: how often an interaction waits in a queue
	// queuedKnown is how often an interaction whose entry is known waits, and leastQueued
	// the candidate for the others whose interactions wait least.
	queuedKnown float64
	leastQueued int
	entries     []int // all of them, by index
}

func newModel(t Traffic, load Load) *model {
	byEntry := t.byEntry()
	a := resolveArrivals(&t, byEntry, load)
	m := &model{
		traffic: t, load: load, byEntry: byEntry, arrivals: a, shares: resolveShares(byEntry, load, a),
		quantile: value(t.PeakQuantile, DefaultPeakQuantile),
		factor:   value(t.PeakFactor, 1),
		latency:  value(t.LatencySeconds, DefaultLatencySeconds),
		starts:   make([]starts, len(load.Entries)), sums: make([]sums, len(load.Entries)), means: make([][]float64, len(load.Entries)),
	}
	m.actions, m.of = load.dataActions()
	for i := range load.Entries {
		m.sums[i].entry, m.means[i] = &load.Entries[i], load.Entries[i].means()
		m.queued = append(m.queued, load.Entries[i].queued())
		m.entries = append(m.entries, i)
		if load.Entries[i].Kind == Event {
			m.starts[i] = m.startsOf(&load.Entries[i])
		}
	}
	m.resolveQueued()
	for i := range m.actions {
		m.actions[i].counted = slices.ContainsFunc(m.actions[i].entries, m.happens)
	}
	return m
}

// happens reports whether anything is known of how often the entry starts.
func (m *model) happens(entry int) bool {
	return m.load.Entries[entry].Kind != Event || m.starts[entry].known
}

// view is a question: which calls count, and whether what is unknown is taken
// at its greatest or at its least.
type view struct {
	of   *selection
	high bool
	// byPeak assigns unattributed interactions to the entry flow with the highest
	// (lowest) peak, else to the one with the highest (lowest) mean: a flow whose calls
	// vary more can have the higher peak and the lower mean.
	byPeak bool
}

// streams is the demand of the calls in a view, by what drives it. Each is a
// compound Poisson count of executions in one minute.
type streams struct {
	perArrival prob.Compound // at one interaction a minute
	perWaiting prob.Compound // with one interaction waiting
	queued     float64       // how often an interaction waits in a queue, on average
	fixed      prob.Compound // whatever the interactions: triggered runs, background
	notes      []string
}

// moving is what interactions bring.
func (s streams) moving() streams {
	return streams{perArrival: s.perArrival, perWaiting: s.perWaiting, queued: s.queued}
}

// streams returns the demand in that view, with the unattributed interactions assigned
// to that entry. background adds executions that the reviewed flows do not
// make, where they count.
func (m *model) streams(v view, assignee int, background float64) streams {
	var arriving, waiting, fixed []prob.Compound
	m = m.starting(v.high)
	for i, sum := range v.of.sums {
		if m.load.Entries[i].Kind == Event {
			if len(sum.mass) > 1 {
				fixed = append(fixed, prob.Compound{Rate: m.starts[i].perMinute, Sizes: sum.mass})
				arriving = append(arriving, prob.Compound{Rate: m.starts[i].perInteraction, Sizes: sum.mass})
			}
			continue
		}
		share := m.shares.of(i, assignee)
		if share == 0 {
			continue
		}
		arriving = append(arriving, prob.Compound{Rate: share, Sizes: sum.mass})
		if rate := sum.repeats(v.high); rate > 0 {
			waiting = append(waiting, prob.Compound{Rate: share * m.queued[i], Sizes: prob.Constant(rate / m.queued[i])})
		}
	}
	fixed = append(fixed, prob.Compound{Rate: background, Sizes: prob.Mass{0, 1}})
	queued := m.queuedWith(assignee)
	return streams{
		perArrival: prob.Merge(arriving...), perWaiting: prob.Merge(waiting...).Scale(inverse(queued)), fixed: prob.Merge(fixed...),
		queued: queued, notes: v.of.notes,
	}
}

// minute returns the count of executions in one minute at that arrival rate.
func (m *model) minute(s streams, perMinute float64) prob.Compound {
	waiting, _ := m.waitingAt(perMinute, s.queued)
	return prob.Merge(s.perArrival.Scale(perMinute), s.perWaiting.Scale(waiting), s.fixed)
}

// mean returns executions per minute at that arrival rate.
func (m *model) mean(s streams, perMinute float64) float64 { return m.minute(s, perMinute).Mean() }

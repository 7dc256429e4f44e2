package capacity

import (
	"slices"

	"archlint/analyzer/capacity/prob"
)

// model is traffic and load put together, ready to be asked for the demand that
// any set of calls makes. What derives from the load alone is worked out once and
// shared by all models that are made of this one for other traffic.
type model struct {
	traffic  Traffic
	load     Load
	said     said
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
	often   float64     // the same, of those whose entry is known
	idle    int         // of the entries that others may enter, the one whose interactions wait least
	entries []int       // all of them, by index
}

func newModel(t Traffic, load Load) *model {
	said := t.said()
	a := resolveArrivals(&t, said, load)
	m := &model{
		traffic: t, load: load, said: said, arrivals: a, shares: resolveShares(said, load, a),
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
	// byPeak takes what nobody knows the entry of to the flow with the greatest
	// (or least) peak, else to that with the greatest mean: with calls that vary
	// more, a flow can have the one and not the other.
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

// streams works out the demand in that view, where that entry takes what nobody
// knows the entry of. background adds executions that the reviewed flows do not
// make, where they count.
func (m *model) streams(v view, taker int, background float64) streams {
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
		share := m.shares.of(i, taker)
		if share == 0 {
			continue
		}
		arriving = append(arriving, prob.Compound{Rate: share, Sizes: sum.mass})
		if rate := sum.repeats(v.high); rate > 0 {
			waiting = append(waiting, prob.Compound{Rate: share * m.queued[i], Sizes: prob.Constant(rate / m.queued[i])})
		}
	}
	fixed = append(fixed, prob.Compound{Rate: background, Sizes: prob.Mass{0, 1}})
	queued := m.queuedWith(taker)
	return streams{
		perArrival: prob.Merge(arriving...), perWaiting: prob.Merge(waiting...).Scale(inverse(queued)), fixed: prob.Merge(fixed...),
		queued: queued, notes: v.of.notes,
	}
}

// taker returns the entry that takes what nobody knows the entry of, in that view.
func (m *model) taker(v view) int {
	if v.byPeak {
		return m.shares.taker(v.high, m.peakWeigher(v.of))
	}
	each := make([]asks, len(v.of.sums))
	for i, sum := range v.of.sums {
		each[i] = asks{sum.mean, sum.repeats(v.high)}
	}
	return m.shares.taker(v.high, m.weigher(m.entries, each))
}

// fewEntries are so few that the peak of each is worked out to find the greatest.
const fewEntries = 12

// peakWeigher orders entries by the peak of what they ask; of many by an
// estimate of it.
func (m *model) peakWeigher(of *selection) func(i int) float64 {
	rate := 1.0
	if m.arrivals.known {
		rate = m.arrivals.perMinute
	}
	rate *= m.factor
	return func(i int) float64 {
		waiting, _ := m.waitingAt(rate, m.queued[i])
		count := prob.Merge(
			prob.Compound{Rate: rate, Sizes: of.sums[i].mass},
			prob.Compound{Rate: waiting, Sizes: prob.Constant(of.sums[i].waiting * inverse(m.queued[i]))})
		if len(m.shares.open) > fewEntries {
			return count.Estimate(m.quantile)
		}
		peak, _ := count.Quantile(m.quantile)
		return peak
	}
}

// minute returns the count of executions in one minute at that arrival rate.
func (m *model) minute(s streams, perMinute float64) prob.Compound {
	waiting, _ := m.waitingAt(perMinute, s.queued)
	return prob.Merge(s.perArrival.Scale(perMinute), s.perWaiting.Scale(waiting), s.fixed)
}

// mean returns executions per minute at that arrival rate.
func (m *model) mean(s streams, perMinute float64) float64 { return m.minute(s, perMinute).Mean() }

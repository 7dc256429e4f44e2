package capacity

import (
	"fmt"
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
		m.entries = append(m.entries, i)
		if load.Entries[i].Kind == Event {
			m.starts[i] = said.starts(load.Entries[i].Flow)
		}
	}
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
	fixed      prob.Compound // whatever the interactions: triggered runs, background
	notes      []string
}

// streams works out the demand in that view, where that entry takes what nobody
// knows the entry of. background adds executions that the reviewed flows do not
// make, where they count.
func (m *model) streams(v view, taker int, background float64) streams {
	var arriving, waiting, fixed []prob.Compound
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
		if sum.waiting > 0 {
			waiting = append(waiting, prob.Compound{Rate: share, Sizes: prob.Constant(sum.waiting)})
		}
	}
	fixed = append(fixed, prob.Compound{Rate: background, Sizes: prob.Mass{0, 1}})
	return streams{
		perArrival: prob.Merge(arriving...), perWaiting: prob.Merge(waiting...), fixed: prob.Merge(fixed...), notes: v.of.notes,
	}
}

// taker returns the entry that takes what nobody knows the entry of, in that view.
func (m *model) taker(v view) int {
	if v.byPeak {
		return m.shares.taker(v.high, m.peakWeigher(v.of))
	}
	weigh := m.weigher()
	return m.shares.taker(v.high, func(i int) float64 { return weigh(v.of.sums[i].mean, v.of.sums[i].waiting) })
}

// weigher orders entries by what they ask: perArrival for each interaction and
// perWaiting for each that waits, in the proportion in which both come.
func (m *model) weigher() func(perArrival, perWaiting float64) float64 {
	perMinute := 1.0
	if m.arrivals.known {
		perMinute = m.arrivals.perMinute
	}
	waiting, known := m.waitingAt(perMinute)
	if !known {
		waiting = perMinute
	}
	return func(perArrival, perWaiting float64) float64 { return perMinute*perArrival + waiting*perWaiting }
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
	waiting, known := m.waitingAt(rate)
	if !known {
		waiting = rate
	}
	return func(i int) float64 {
		count := prob.Merge(
			prob.Compound{Rate: rate, Sizes: of.sums[i].mass}, prob.Compound{Rate: waiting, Sizes: prob.Constant(of.sums[i].waiting)})
		if len(m.shares.open) > fewEntries {
			return count.Estimate(m.quantile)
		}
		peak, _ := count.Quantile(m.quantile)
		return peak
	}
}

// waitingAt returns how many interactions wait at that arrival rate, and
// whether that is known. Contained interactions never wait.
func (m *model) waitingAt(perMinute float64) (float64, bool) {
	t := &m.traffic
	switch {
	case t.WaitingInteractions != nil:
		return t.WaitingInteractions.Value, true
	case t.MeanWaitSeconds != nil:
		return perMinute * (1 - value(t.Contained, 0)) * t.MeanWaitSeconds.Value / 60, true
	default:
		return 0, false
	}
}

// minute returns the count of executions in one minute at that arrival rate.
func (m *model) minute(s streams, perMinute float64) prob.Compound {
	waiting, _ := m.waitingAt(perMinute)
	return prob.Merge(s.perArrival.Scale(perMinute), s.perWaiting.Scale(waiting), s.fixed)
}

// mean returns executions per minute at that arrival rate.
func (m *model) mean(s streams, perMinute float64) float64 { return m.minute(s, perMinute).Mean() }

// repeatsUnknown reports whether calls of s repeat while an unknown number of interactions wait.
func (m *model) repeatsUnknown(s streams) bool {
	_, known := m.waitingAt(1)
	return !known && s.perWaiting.Mean() > 0
}

// crowded is the model with as many interactions waiting as are being served:
// a mean wait as long as the handling time. It is how far a verdict looks
// where nothing is known of the wait.
func (m *model) crowded() *model {
	c := *m
	c.traffic.MeanWaitSeconds = Given(value(m.traffic.AHTSeconds, DefaultAHTSeconds), FromDefault)
	return &c
}

// crowdedNote says what the verdict rests on then.
func (m *model) crowdedNote() string {
	waiting, _ := m.crowded().waitingAt(m.arrivals.perMinute)
	return fmt.Sprintf("Calls repeat while interactions wait in a queue, and how many wait is not known: the demand is without theirs, "+
		"and the verdict holds from none to %s waiting (a mean wait as long as the handling time).", num(waiting))
}

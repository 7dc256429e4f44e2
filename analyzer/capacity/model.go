package capacity

import (
	"fmt"

	"archlint/analyzer/capacity/prob"
)

// model is traffic and load put together, ready to be asked for the demand that
// any set of calls makes.
type model struct {
	traffic  Traffic
	load     Load
	arrivals arrivals
	shares   shares
	quantile float64
	factor   float64 // of the peak
	latency  float64
}

func newModel(t Traffic, load Load) *model {
	a := resolveArrivals(t, load)
	return &model{
		traffic: t, load: load, arrivals: a, shares: resolveShares(t, load, a),
		quantile: value(t.PeakQuantile, DefaultPeakQuantile),
		factor:   value(t.PeakFactor, 1),
		latency:  value(t.LatencySeconds, DefaultLatencySeconds),
	}
}

// view is a question: which calls count, and whether what is unknown is taken
// at its greatest or at its least.
type view struct {
	counts func(Call) bool
	high   bool
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

// streams works out the demand in that view. background adds executions that
// the reviewed flows do not make, where they count.
func (m *model) streams(v view, background float64) streams {
	var s streams
	var arriving, waiting, fixed []prob.Compound
	masses := make([]prob.Mass, len(m.load.Entries))
	for i, e := range m.load.Entries {
		var notes []string
		masses[i], notes = e.sum(v.counts)
		if _, _, known := m.traffic.starts(e.Flow); e.Kind == Event && !known {
			notes = nil // not counted, so nothing is assumed for it
		}
		for _, note := range notes {
			s.notes = addNote(s.notes, note)
		}
	}
	spread := m.shares.spread(v.high, func(i int) float64 {
		rate := m.load.Entries[i].waitingRate(v.counts)
		if v.byPeak {
			return m.peakWeight(masses[i], rate)
		}
		return m.weight(masses[i].Mean(), rate)
	})
	for i, e := range m.load.Entries {
		rate := e.waitingRate(v.counts)
		if e.Kind == Event {
			byItself, byInteraction := m.eventStreams(e, masses[i], &s)
			fixed, arriving = append(fixed, byItself), append(arriving, byInteraction)
			continue
		}
		arriving = append(arriving, prob.Compound{Rate: spread[i], Sizes: masses[i]})
		if rate > 0 {
			waiting = append(waiting, prob.Compound{Rate: spread[i], Sizes: prob.Constant(rate)})
		}
	}
	fixed = append(fixed, prob.Compound{Rate: background, Sizes: prob.Mass{0, 1}})
	s.perArrival, s.perWaiting, s.fixed = prob.Merge(arriving...), prob.Merge(waiting...), prob.Merge(fixed...)
	return s
}

// weight orders entries by what they ask: perArrival for each interaction and
// perWaiting for each that waits, in the proportion in which both come.
func (m *model) weight(perArrival, perWaiting float64) float64 {
	perMinute := 1.0
	if m.arrivals.known {
		perMinute = m.arrivals.perMinute
	}
	waiting, known := m.waitingAt(perMinute)
	if !known {
		waiting = perMinute
	}
	return perMinute*perArrival + waiting*perWaiting
}

// fewEntries are so few that the peak of each is worked out to find the greatest.
const fewEntries = 12

// peakWeight orders entries by the peak of what they ask; of many by an
// estimate of it.
func (m *model) peakWeight(sizes prob.Mass, waitingRate float64) float64 {
	rate := 1.0
	if m.arrivals.known {
		rate = m.arrivals.perMinute
	}
	rate *= m.factor
	waiting, known := m.waitingAt(rate)
	if !known {
		waiting = rate
	}
	count := prob.Merge(prob.Compound{Rate: rate, Sizes: sizes}, prob.Compound{Rate: waiting, Sizes: prob.Constant(waitingRate)})
	if len(m.shares.open) > fewEntries {
		return count.Estimate(m.quantile)
	}
	peak, _ := count.Quantile(m.quantile)
	return peak
}

// eventStreams is the demand of an entry that events start: at the rate that the
// traffic gives for it, and for one interaction a minute.
func (m *model) eventStreams(e Entry, mass prob.Mass, s *streams) (byItself, byInteraction prob.Compound) {
	if len(mass) <= 1 {
		return prob.Compound{}, prob.Compound{}
	}
	perMinute, perInteraction, known := m.traffic.starts(e.Flow)
	switch {
	case !known:
		s.notes = addNote(s.notes, fmt.Sprintf("Runs of %q are not counted: nothing says how often it is started.", e.Flow))
	case perInteraction > 0:
		often := "once"
		if perInteraction != 1 {
			often = num(perInteraction) + " times"
		}
		s.notes = addNote(s.notes, fmt.Sprintf("%q starts %s for each interaction%s.", e.Flow, often, m.traffic.entry(e.Flow).Share.origin()))
	}
	return prob.Compound{Rate: perMinute, Sizes: mass}, prob.Compound{Rate: perInteraction, Sizes: mass}
}

// waitingAt returns how many interactions wait at that arrival rate, and
// whether that is known. Contained interactions never wait.
func (m *model) waitingAt(perMinute float64) (float64, bool) {
	t := m.traffic
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

package capacity

import "archlint/analyzer/facts"

// Rates is traffic resolved for those who play it out: how many interactions
// come in the busiest time, where they enter, and how long things take.
type Rates struct {
	// Known is false without any traffic figure; PerMinute is 0 then.
	Known     bool
	PerMinute float64
	// Entries are starts per minute for each of the load's entries, in order.
	// Unattributed interactions are spread evenly over those that they may enter, and
	// Even says so; events of unknown rate are 0.
	Entries []float64
	Even    bool
	// WaitSeconds is how long an interaction waits in a queue, nil when unknown.
	WaitSeconds    *float64
	LatencySeconds float64
	Quantile       float64 // of the peak
	Factor         float64 // of the peak
	Background     float64 // executions per minute that the load does not make
	// Notes are sentences on how the figures came about.
	Notes []string
}

// Resolve works the rates out as Assess does.
func Resolve(org facts.Org, t Traffic, load Load) (Rates, error) {
	if err := t.Validate(); err != nil {
		return Rates{}, err
	}
	if err := t.validateShares(load); err != nil {
		return Rates{}, err
	}
	t = t.complete(org)
	m := newModel(t, load)
	r := Rates{
		Known: m.arrivals.known, PerMinute: m.arrivals.perMinute, Entries: make([]float64, len(load.Entries)),
		LatencySeconds: m.latency, Quantile: m.quantile, Factor: m.factor, Background: value(t.BackgroundPerMinute, 0),
		Even: m.shares.unattributed > 0 && len(m.shares.candidates) > 1,
		Notes: append(append([]string(nil), m.arrivals.notes...), assumed("An execution usually takes", t.LatencySeconds,
			DefaultLatencySeconds, " s")),
	}
	for i := range load.Entries {
		if load.Entries[i].Kind == Event {
			r.Entries[i] = m.starts[i].perMinute + m.starts[i].perInteraction*r.PerMinute
			continue
		}
		r.Entries[i] = m.shares.known[i] * r.PerMinute
	}
	for _, i := range m.shares.candidates {
		r.Entries[i] += m.shares.unattributed / float64(len(m.shares.candidates)) * r.PerMinute
	}
	r.WaitSeconds = m.waitSeconds()
	return r, nil
}

// waitSeconds is the mean wait, given or from how many wait at a time (Little 1961).
func (m *model) waitSeconds() *float64 {
	t := m.traffic
	queued := m.queuedWith(unassigned)
	for _, i := range m.shares.candidates {
		queued += m.shares.unattributed / float64(len(m.shares.candidates)) * m.queued[i]
	}
	entering := m.arrivals.perMinute * queued
	switch {
	case t.WaitingInteractions != nil && entering > 0:
		wait := t.WaitingInteractions.Value / entering * 60
		return &wait
	case t.MeanWaitSeconds != nil:
		return &t.MeanWaitSeconds.Value
	}
	return nil
}

// DataActions returns one call for each data action of the load, ordered by
// integration and name, with what all of its calls know of it.
func (l Load) DataActions() []Call {
	actions, _ := l.dataActions()
	out := make([]Call, len(actions))
	for i := range actions {
		out[i] = actions[i].Call
	}
	return out
}

// TimeoutOf is how long an execution of the call lasts at most: the data action's
// own timeout, or 60 s where it is unknown.
func TimeoutOf(call Call) float64 { return hangs(&call) }

// OnPlatform reports whether the call is known to go to Genesys Cloud's own API.
func OnPlatform(call Call) bool { return onPlatform(false)(&call) }

// IsFunction reports whether the call runs a Genesys Cloud Function.
func IsFunction(call Call) bool { return isFunction(&call) }

package capacity

// slots works out the demand for slots of the calls in a view. duration says
// how long an execution of a call holds its slot, in seconds.
func (m *model) slots(v view, background float64, duration func(Call) float64) slotDemand {
	d := slotDemand{m: m, s: m.streams(v, background), v: v, background: background, duration: duration}
	perArrival := make([]float64, len(m.load.Entries))
	perWaiting := make([]float64, len(m.load.Entries))
	for i, e := range m.load.Entries {
		for c, call := range e.Calls {
			if v.counts(call) {
				perArrival[i] += e.mean(c) * duration(call) / 60
				perWaiting[i] += max(call.RatePerMinute, 0) * duration(call) / 60
			}
		}
	}
	spread := m.shares.spread(v.high, func(i int) float64 { return m.weight(perArrival[i], perWaiting[i]) })
	for i, e := range m.load.Entries {
		if e.Kind == Event {
			perMinute, perInteraction, _ := m.traffic.starts(e.Flow)
			d.fixed += perArrival[i] * perMinute
			d.perArrival += perArrival[i] * perInteraction
			continue
		}
		d.perArrival += spread[i] * perArrival[i]
		d.perWaiting += spread[i] * perWaiting[i]
	}
	d.fixed += background * m.latency / 60
	return d
}

// mean returns the expected count of one of the entry's calls.
func (e Entry) mean(i int) float64 {
	if len(e.Joint) > 0 {
		sum, total := 0.0, 0.0
		for _, o := range e.Joint {
			if i < len(o.Counts) {
				sum += max(o.Probability, 0) * float64(o.Counts[i])
			}
			total += max(o.Probability, 0)
		}
		if total > 0 {
			return sum / total
		}
	}
	if m := e.Calls[i].PerInteraction.Mass; len(m) > 0 {
		return m.Mean()
	}
	return e.Calls[i].PerInteraction.sane().Mean
}

// usually is how long a call holds its slot on a usual day: its latency, cut
// off by its timeout.
func (m *model) usually(call Call) float64 {
	seconds := value(call.LatencySeconds, m.latency)
	if call.TimeoutSeconds != nil && *call.TimeoutSeconds > 0 {
		seconds = min(seconds, *call.TimeoutSeconds)
	}
	return max(seconds, 0)
}

// hanging is how long a call holds its slot when its endpoint does not answer.
func hanging(call Call) float64 {
	if call.TimeoutSeconds != nil && *call.TimeoutSeconds > 0 {
		return *call.TimeoutSeconds
	}
	return DefaultTimeoutSeconds
}

package capacity

// alternatives are demands of which only one is made, and which one is not known: the
// most that any of them comes to, or the least.
type alternatives struct {
	all  []demand
	most bool
}

// common returns all that any of them has: whether interactions call, whether they
// repeat it while they wait, and what is assumed.
func (e alternatives) common() streams {
	s := e.all[0].common()
	var notes noteSet
	notes.add(s.notes...)
	for _, d := range e.all[1:] {
		other := d.common()
		if s.perWaiting.Mean() == 0 {
			s.perWaiting, s.queued = other.perWaiting, other.queued
		}
		if s.perArrival.Mean() == 0 {
			s.perArrival = other.perArrival
		}
		notes.add(other.notes...)
	}
	s.notes = notes.all
	return s
}

func (e alternatives) under(m *model) (demand, bool) {
	all, moved := make([]demand, len(e.all)), false
	for i, d := range e.all {
		other, another := d.under(m)
		all[i], moved = other, moved || another
	}
	return alternatives{all, e.most}, moved
}

func (e alternatives) at(perMinute float64) (expected, peak float64) {
	expected, peak = e.all[0].at(perMinute)
	for _, d := range e.all[1:] {
		mean, top := d.at(perMinute)
		if e.most {
			expected, peak = max(expected, mean), max(peak, top)
		} else {
			expected, peak = min(expected, mean), min(peak, top)
		}
	}
	return expected, peak
}

// solve returns the solution that holds for all of them, or for one if e is the least.
func (e alternatives) solve(solve func(demand) *float64) *float64 {
	var best *float64
	for _, d := range e.all {
		x := solve(d)
		if x != nil && (best == nil || e.most && *x < *best || !e.most && *x > *best) {
			best = x
		}
	}
	return best
}

func (e alternatives) interactions(limit float64) *float64 {
	return e.solve(func(d demand) *float64 { return d.interactions(limit) })
}

func (e alternatives) waiting(limit, perMinute float64) *float64 {
	return e.solve(func(d demand) *float64 { return d.waiting(limit, perMinute) })
}

func (e alternatives) latency(limit, perMinute float64) *float64 {
	return e.solve(func(d demand) *float64 { return d.latency(limit, perMinute) })
}

func (e alternatives) calls(limit, perMinute float64) *float64 {
	return e.solve(func(d demand) *float64 { return d.calls(limit, perMinute) })
}

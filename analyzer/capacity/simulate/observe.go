package simulate

// limitState is a limit with what was seen of the demand for it.
type limitState struct {
	limit    Limit
	busy     int     // slots taken
	since    float64 // when busy changed last
	admitted int     // in this minute
	attempts int     // in this minute
	refused  int
	turned   int // of refused, in this minute

	// Of the minutes after the warm-up:
	perMinute []float64 // attempts
	away      []float64 // refused
	slots     []float64 // mean of busy slots
	held      []float64 // minutes for which so many slots were busy
	area      float64   // slot-minutes of the running minute
	counting  bool
}

// attempt notes a wish and reports whether the limit refuses it.
func (l *limitState) attempt() bool {
	l.attempts++
	switch {
	case l.limit.Value <= 0:
		return false
	case l.limit.Kind == Slots:
		return l.busy >= l.limit.Value
	default:
		return l.admitted >= l.limit.Value
	}
}

func (l *limitState) take(now float64) {
	l.note(now)
	l.busy++
	l.admitted++
}

func (l *limitState) giveBack(now float64) {
	l.note(now)
	l.busy--
}

// note books the time for which busy stayed as it is.
func (l *limitState) note(now float64) {
	if l.counting {
		for len(l.held) <= l.busy {
			l.held = append(l.held, 0)
		}
		l.held[l.busy] += now - l.since
		l.area += float64(l.busy) * (now - l.since)
	}
	l.since = now
}

// closeMinute ends a minute for every limit. A minute cut short by the end of
// the simulation, or the one in which the warm-up ends, is no whole minute.
func (s *state) closeMinute(now float64) {
	s.now = now
	whole := now == float64(int64(now))
	for i := range s.limits {
		l := &s.limits[i]
		l.note(now)
		if l.counting && whole {
			l.perMinute = append(l.perMinute, float64(l.attempts))
			l.slots = append(l.slots, l.area)
			l.away = append(l.away, float64(l.turned))
		}
		l.attempts, l.admitted, l.turned, l.area = 0, 0, 0, 0
		l.counting = now >= s.config.WarmUp
	}
}

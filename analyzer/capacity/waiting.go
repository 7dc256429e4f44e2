package capacity

import (
	"fmt"
	"math"
)

// queued is how often an interaction of the entry waits in a queue, on average.
func (e *EntryFlow) queued() float64 {
	if e.Queued > 0 {
		return e.Queued
	}
	for i := range e.Calls {
		if e.Calls[i].RatePerMinute > 0 || len(e.Calls[i].Unpaced) > 0 {
			return 1
		}
	}
	return 0
}

// inverse is 1/x, and 0 for nothing.
func inverse(x float64) float64 {
	if x > 0 {
		return 1 / x
	}
	return 0
}

// waitingAt returns how many interactions wait at that arrival rate, if each waits queued
// times on average, and whether the number is known. A given number is taken as it is:
// those interactions are in the queue already. A mean wait gives it by Little's law
// (Little 1961), for the share that is not contained, else for the interactions that the
// flows lead to a queue.
func (m *model) waitingAt(perMinute, queued float64) (float64, bool) {
	t := &m.traffic
	switch {
	case t.WaitingInteractions != nil:
		return t.WaitingInteractions.Value, true
	case t.MeanWaitSeconds == nil:
		return 0, false
	case t.Contained != nil && queued > 0:
		queued = 1 - t.Contained.Value
	}
	return perMinute * queued * t.MeanWaitSeconds.Value / 60, true
}

// repeatsUnknown reports whether calls of s repeat while an unknown number of interactions wait.
func (m *model) repeatsUnknown(s streams) bool {
	_, known := m.waitingAt(1, 1)
	return !known && s.perWaiting.Mean() > 0
}

// withLongWait returns the model with as many interactions waiting as are being served: a
// mean wait as long as the handling time. A verdict covers that much where nothing is
// known of the wait.
func (m *model) withLongWait() *model {
	c := *m
	c.traffic.MeanWaitSeconds = Given(value(m.traffic.AHTSeconds, DefaultAHTSeconds), FromDefault)
	return &c
}

// longWaitNote is the sentence on what the verdict covers then.
func (m *model) longWaitNote(queued float64) string {
	waiting, _ := m.withLongWait().waitingAt(m.arrivals.perMinute, queued)
	return fmt.Sprintf("Calls made while interactions wait are not included: how many wait is not known. "+
		"The verdict is valid for up to %s waiting (a mean wait as long as the handling time).", num(math.Ceil(waiting)))
}

// unpaced returns sentences on the calls that repeat while interactions wait, at a pace
// that is not known. Without waiting interactions there are none.
func (m *model) unpaced(of *selection) []string {
	if f := m.traffic.WaitingInteractions; f != nil && f.Value == 0 {
		return nil
	}
	var missing noteSet
	for i, sum := range of.sums {
		for _, c := range sum.calls {
			call := &m.load.Entries[i].Calls[c]
			for _, flow := range call.Unpaced {
				missing.add(fmt.Sprintf("How often %q runs while an interaction waits is not known: in-queue flow %q does not fix how "+
					"long a pass takes. "+
					"Give the length of its hold music or waits in the traffic profile (profile.waits, such as 30s).", call.DataAction, flow))
			}
		}
	}
	return missing.all
}

// pacesRange reports whether some call repeats at a pace that is a range.
func (m *model) pacesRange() bool {
	for i := range m.load.Entries {
		for c := range m.load.Entries[i].Calls {
			if m.load.Entries[i].Calls[c].leastShare() < 1 && m.load.Entries[i].Calls[c].RatePerMinute > 0 {
				return true
			}
		}
	}
	return false
}

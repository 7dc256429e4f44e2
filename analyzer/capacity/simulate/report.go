package simulate

import (
	"math"
	"slices"
)

// Report is what a simulation saw after its warm-up.
type Report struct {
	Minutes      float64
	Interactions int // arrived
	Ended        int // of those, before the end
	// CallsPerInteraction are attempts, repeats included, of those that ended.
	CallsPerInteraction float64
	Actions             []ActionReport
	Limits              []LimitReport
}

// ActionReport is what became of an action's calls.
type ActionReport struct {
	Name       string
	Attempts   int
	Refused    int
	Executions int // attempts that were not refused
	Succeeded  int
	Failed     int
	TimedOut   int
	Seconds    float64 // of all executions
}

// LimitReport is the demand for a limit. Attempts count, refused ones too; busy
// slots can only be what was granted.
type LimitReport struct {
	Name     string
	Kind     LimitKind
	Value    int
	Attempts Sample // per minute
	// Busy are slots at the same time: means of minutes, and in BusyTime the
	// share of the time at 0, 1, 2, ... busy slots.
	Busy     Sample
	BusyTime []float64
	Refused  int
	// RefusedInMinute is Refused minute by minute, as Attempts.
	RefusedInMinute Sample
	// RefusedShare is of the attempts that count against the limit.
	RefusedShare float64
}

// Sample is a series of figures, one a minute.
type Sample []float64

// Mean returns the mean of the series, 0 without any.
func (s Sample) Mean() float64 {
	sum := 0.0
	for _, v := range s {
		sum += v
	}
	return sum / max(1, float64(len(s)))
}

// Variance returns the sample variance.
func (s Sample) Variance() float64 {
	if len(s) < 2 {
		return 0
	}
	mean, sum := s.Mean(), 0.0
	for _, v := range s {
		sum += (v - mean) * (v - mean)
	}
	return sum / float64(len(s)-1)
}

// Error returns the standard error of the mean by the method of batch means:
// twenty batches, so that minutes that hang together do not feign precision.
func (s Sample) Error() float64 {
	const batches = 20
	size := len(s) / batches
	if size == 0 {
		return math.Sqrt(s.Variance() / max(1, float64(len(s))))
	}
	means := make(Sample, batches)
	for b := range means {
		means[b] = s[b*size : (b+1)*size].Mean()
	}
	return math.Sqrt(means.Variance() / batches)
}

// Quantile returns the least figure that a share q of the series stays within.
func (s Sample) Quantile(q float64) float64 {
	if len(s) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(s))
	i := int(math.Ceil(q*float64(len(sorted)))) - 1
	return sorted[min(max(i, 0), len(sorted)-1)]
}

// Max returns the greatest figure.
func (s Sample) Max() float64 { return s.Quantile(1) }

// BusyQuantile returns the least number of slots that was not exceeded for a
// share q of the time.
func (l LimitReport) BusyQuantile(q float64) int {
	sum := 0.0
	for n, share := range l.BusyTime {
		if sum += share; sum >= q-1e-12 {
			return n
		}
	}
	return max(0, len(l.BusyTime)-1)
}

// BusyMean returns the mean number of busy slots.
func (l LimitReport) BusyMean() float64 {
	sum := 0.0
	for n, share := range l.BusyTime {
		sum += float64(n) * share
	}
	return sum
}

func (s *state) report() Report {
	r := Report{Minutes: s.config.Minutes, Interactions: s.started, Ended: s.ended, Actions: s.actions}
	if s.ended > 0 {
		r.CallsPerInteraction = float64(s.calls) / float64(s.ended)
	}
	for i := range s.limits {
		r.Limits = append(r.Limits, s.limits[i].report(s))
	}
	return r
}

func (l *limitState) report(s *state) LimitReport {
	r := LimitReport{
		Name: l.limit.Name, Kind: l.limit.Kind, Value: l.limit.Value,
		Attempts: l.perMinute, Busy: l.slots, BusyTime: slices.Clone(l.held), Refused: l.refused, RefusedInMinute: l.away,
	}
	total := 0.0
	for _, minutes := range r.BusyTime {
		total += minutes
	}
	for n := range r.BusyTime {
		r.BusyTime[n] /= max(total, 1e-300)
	}
	attempts := 0
	for a, report := range s.actions {
		if l.limit.Members == nil || contains(l.limit.Members, a) {
			attempts += report.Attempts
		}
	}
	if attempts > 0 {
		r.RefusedShare = float64(l.refused) / float64(attempts)
	}
	return r
}

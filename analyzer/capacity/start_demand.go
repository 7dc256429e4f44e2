package capacity

import (
	"math"

	"archlint/analyzer/capacity/prob"
)

// startDemand counts starts of workflows in some minutes: those that come by
// themselves and those that interactions bring. unit is what the count is
// divided by, for a limit that is a share.
type startDemand struct {
	m                 *model
	fixed, perArrival float64 // per minute, for one interaction a minute
	minutes, unit     float64
}

func (d startDemand) common() streams { return streams{} }

func (d startDemand) under(m *model) (demand, bool) { d.m = m; return d, false }

func (d startDemand) mean(perMinute float64) float64 {
	return (d.fixed + d.perArrival*perMinute) * d.minutes
}

func (d startDemand) at(perMinute float64) (expected, peak float64) {
	return d.mean(perMinute) / d.unit, prob.PoissonQuantile(d.mean(perMinute*d.m.factor), d.m.quantile) / d.unit
}

// interactions solves in closed form: the mean whose peak is the limit.
func (d startDemand) interactions(limit float64) *float64 {
	if d.perArrival == 0 {
		return nil
	}
	room := prob.PoissonMean(math.Floor(limit*d.unit+1e-9), d.m.quantile) - d.fixed*d.minutes
	if room < 0 {
		return finite(passed)
	}
	return ratio(room, d.perArrival*d.minutes*d.m.factor)
}

func (d startDemand) waiting(float64, float64) *float64 { return nil }
func (d startDemand) latency(float64, float64) *float64 { return nil }
func (d startDemand) calls(float64, float64) *float64   { return nil }

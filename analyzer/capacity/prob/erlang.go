package prob

import "math"

// ErlangB returns the share of arrivals that find all slots busy and are
// refused, when load erlangs (arrival rate times mean holding time) are offered
// to that many slots without a queue.
//
// B(0) = 1, B(n) = A B(n-1) / (n + A B(n-1)): the stable recursion (Erlang 1917;
// recursion e.g. in Iversen, Teletraffic Engineering Handbook, 7.3). By the
// insensitivity of the loss formula only the mean holding time matters.
func ErlangB(load float64, slots int) float64 {
	switch {
	case math.IsNaN(load) || load < 0:
		return math.NaN()
	case load == 0:
		return indicator(slots <= 0)
	case math.IsInf(load, 1):
		return 1
	}
	blocked := 1.0
	for n := 1; n <= slots; n++ {
		blocked = load * blocked / (float64(n) + load*blocked)
	}
	return blocked
}

// ErlangBLoad returns the greatest load in erlangs of which at most that share
// is refused by so many slots.
func ErlangBLoad(refused float64, slots int) float64 {
	if slots <= 0 || !(refused > 0) {
		return 0
	}
	if refused >= 1 {
		return math.Inf(1)
	}
	load, _ := Grow(float64(slots), 1e12, func(a float64) bool { return ErlangB(a, slots) <= refused })
	return load
}

// Retried is the steady state of a loss system whose refused calls come again.
type Retried struct {
	Load      float64 // erlangs offered, first attempts and repeats together
	Refused   float64 // share of the attempts that is refused
	Attempts  float64 // attempts per first attempt
	Abandoned float64 // share of the first attempts that is refused every time
}

// ErlangBRetries returns the state in which load erlangs of first attempts,
// each repeated at most so many times after a refusal, meet that many slots. A
// first attempt makes 1 + B + B^2 + ... + B^repeats attempts, and B is the
// refusal at the load that these attempts make: a fixed point, found by
// bisection since B rises with the load.
//
// It takes repeats as independent arrivals, which holds when they come after a
// pause that is long against the holding time. Immediate repeats meet the same
// busy slots and fail more often.
func ErlangBRetries(load float64, slots, repeats int) Retried {
	attempts := func(b float64) float64 { return geometricSum(b, repeats) }
	refused := Bisect(0, 1, func(b float64) bool { return ErlangB(load*attempts(b), slots) >= b })
	return Retried{
		Load:      load * attempts(refused),
		Refused:   refused,
		Attempts:  attempts(refused),
		Abandoned: math.Pow(refused, float64(repeats+1)),
	}
}

// geometricSum is 1 + b + ... + b^n.
func geometricSum(b float64, n int) float64 {
	sum, term := 1.0, 1.0
	for range n {
		term *= b
		sum += term
	}
	return sum
}

// Package simulate is a discrete-event simulation of interactions that walk
// flows, call data actions, and meet the platform's limits. It checks the
// formulas of package capacity by another road, and shows what they leave out:
// retries that feed back, bursts, an endpoint that goes dark for a while.
//
// Interactions arrive at random (Poisson), each walks on its own, and a call that
// finds a limit exhausted is refused at once: nothing queues. Everything that is
// random comes from the seed, so that the same configuration gives the same
// report.
package simulate

import "math/rand/v2"

// Outcome is how a call ended, for the walker that made it.
type Outcome uint8

// The outcomes. None is that of the start and of a wait.
const (
	None Outcome = iota
	Success
	Failure // the endpoint answered with an error
	Timeout // it did not answer in time
	Refused // a limit was exhausted
)

// StepKind is what a walker does next.
type StepKind uint8

// The steps.
const (
	End  StepKind = iota
	Call          // of a data action
	Wait          // for some seconds
)

// Stage is one thing that an interaction does.
type Stage struct {
	Kind    StepKind
	Action  int     // of a Call: index in Config.Actions
	Seconds float64 // of a Wait
}

// Walker is one interaction on its way through the flows.
type Walker interface {
	// Next is called at the start, after each wait, and after each call with
	// its outcome; now is the time in seconds. Whatever is random in it must
	// come from rng.
	Next(now float64, last Outcome, rng *rand.Rand) Stage
}

// Source starts walkers. Done gives a walker back that has ended, for reuse.
type Source interface {
	Start(rng *rand.Rand) Walker
	Done(Walker)
}

// Arrivals are a stream of arrivals.
type Arrivals struct {
	Name      string
	PerMinute float64
	Source    Source
}

// Action is a data action.
type Action struct {
	Name    string
	Latency Latency
	// TimeoutSeconds ends an execution; 0 stands for no timeout.
	TimeoutSeconds float64
	// FailureShare is the share of the executions that fail by themselves, 0..1.
	FailureShare float64
}

// LimitKind is what a limit counts.
type LimitKind uint8

// The kinds of limits.
const (
	Slots     LimitKind = iota // executions at the same time
	PerMinute                  // executions in a clock minute
)

// Limit is a limit and the data actions that count against it. It observes the
// demand even where Value is 0, which stands for no limit.
type Limit struct {
	Name    string
	Kind    LimitKind
	Value   int
	Members []int // indices in Config.Actions; nil for all
}

// Spike multiplies all arrivals between two minutes.
type Spike struct {
	From, To float64 // minutes from the start, To excluded
	Factor   float64
}

// Outage lets every execution of an action that starts between two minutes hang
// until its timeout.
type Outage struct {
	Action   int
	From, To float64 // minutes from the start, To excluded
}

// Setup is a simulation.
type Setup struct {
	Seed    uint64
	Minutes float64 // simulated and reported
	// WarmUp are whole minutes before those, simulated and not reported; spikes
	// and outages count from after it.
	WarmUp  float64
	Entries []Arrivals
	Actions []Action
	Limits  []Limit
	Spikes  []Spike
	Outages []Outage
	// Progress, when set, is called after each simulated minute with the share done.
	Progress func(share float64)
}

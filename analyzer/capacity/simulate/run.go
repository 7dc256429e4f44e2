package simulate

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
)

// Run simulates. It returns ctx's error when that ends before the simulation
// does, and an error for a configuration that makes no sense.
func Run(ctx context.Context, c Setup) (Report, error) {
	if err := c.check(); err != nil {
		return Report{}, err
	}
	s := newState(c)
	end := c.WarmUp + c.Minutes
	for i := range c.Entries {
		s.nextArrival(int32(i), 0)
	}
	for minute := 1.0; ; minute++ {
		until := math.Min(minute, end)
		for len(s.events) > 0 && s.events[0].at < until {
			s.step(s.events.pop())
		}
		s.closeMinute(until)
		if err := ctx.Err(); err != nil {
			return Report{}, err
		}
		if c.Progress != nil {
			c.Progress(until / end)
		}
		if until >= end {
			return s.report(), nil
		}
	}
}

// maxMinutes keeps a slip of the pen from running for days.
const maxMinutes = 60 * 24 * 366

func (c Setup) check() error {
	if !(c.Minutes > 0 && c.Minutes <= maxMinutes) || !(c.WarmUp >= 0 && c.WarmUp <= maxMinutes) || c.WarmUp != math.Floor(c.WarmUp) {
		return fmt.Errorf("simulate: %v minutes after a warm-up of %v cannot be simulated", c.Minutes, c.WarmUp)
	}
	for _, e := range c.Entries {
		if !(e.PerMinute >= 0 && e.PerMinute <= 1e9) || e.Source == nil {
			return fmt.Errorf("simulate: entry %q: %v arrivals per minute", e.Name, e.PerMinute)
		}
		if checked, ok := e.Source.(interface{ Check(int) error }); ok {
			if err := checked.Check(len(c.Actions)); err != nil {
				return fmt.Errorf("simulate: entry %q: %w", e.Name, err)
			}
		}
	}
	for _, a := range c.Actions {
		if a.Latency == nil || !(a.TimeoutSeconds >= 0) || !(a.FailureShare >= 0 && a.FailureShare <= 1) {
			return fmt.Errorf("simulate: action %q: no latency, or a timeout or failure share out of range", a.Name)
		}
	}
	for _, l := range c.Limits {
		for _, m := range l.Members {
			if m < 0 || m >= len(c.Actions) {
				return fmt.Errorf("simulate: limit %q counts action %d of %d", l.Name, m, len(c.Actions))
			}
		}
	}
	for _, spike := range c.Spikes {
		if !(spike.Factor >= 0 && spike.Factor <= 1e6) {
			return fmt.Errorf("simulate: spike by factor %v", spike.Factor)
		}
	}
	for _, o := range c.Outages {
		if o.Action < 0 || o.Action >= len(c.Actions) || c.Actions[o.Action].TimeoutSeconds == 0 {
			return fmt.Errorf("simulate: outage of action %d, which needs to exist and have a timeout", o.Action)
		}
	}
	return nil
}

// interaction is one walker and the call it is in.
type interaction struct {
	walker  Walker
	source  Source
	calling int32 // the action, -1 when not in a call
	outcome Outcome
	steps   int32
	calls   int32
	counted bool // arrived after the warm-up
}

type state struct {
	config   Setup
	rng      *rand.Rand
	events   queue
	all      []interaction
	free     []int32
	limits   []limitState
	byAction [][]int32 // the limits that an action counts against
	actions  []ActionReport
	started  int
	ended    int
	calls    int // of those that ended
	now      float64
	fastest  float64 // greatest factor of the spikes, for thinning
}

func newState(c Setup) *state {
	s := &state{
		config: c, rng: rand.New(rand.NewPCG(c.Seed, 0x9e3779b97f4a7c15)),
		limits: make([]limitState, len(c.Limits)), byAction: make([][]int32, len(c.Actions)),
		actions: make([]ActionReport, len(c.Actions)), fastest: 1,
	}
	for i, a := range c.Actions {
		s.actions[i].Name = a.Name
	}
	for i, l := range c.Limits {
		s.limits[i].limit = l
		s.limits[i].counting = c.WarmUp == 0
		for a := range c.Actions {
			if l.Members == nil || contains(l.Members, a) {
				s.byAction[a] = append(s.byAction[a], int32(i))
			}
		}
	}
	for _, spike := range c.Spikes {
		s.fastest = math.Max(s.fastest, spike.Factor)
	}
	return s
}

func contains(all []int, x int) bool {
	for _, v := range all {
		if v == x {
			return true
		}
	}
	return false
}

// factor is by how much spikes multiply arrivals at that time.
func (s *state) factor(at float64) float64 {
	factor := 1.0
	for _, spike := range s.config.Spikes {
		if minute := at - s.config.WarmUp; minute >= spike.From && minute < spike.To {
			factor *= spike.Factor
		}
	}
	return math.Min(factor, s.fastest)
}

// nextArrival draws the next arrival of an entry at the greatest rate; step keeps a
// share of the arrivals (thinning, Lewis and Shedler 1979).
func (s *state) nextArrival(entry int32, from float64) {
	rate := s.config.Entries[entry].PerMinute * s.fastest
	if rate <= 0 {
		return
	}
	s.events.push(event{from + s.rng.ExpFloat64()/rate, -1 - entry})
}

func (s *state) step(e event) {
	s.now = e.at
	if e.who >= 0 {
		s.goOn(e.who)
		return
	}
	entry := -1 - e.who
	s.nextArrival(entry, e.at)
	if s.fastest > 1 && s.rng.Float64()*s.fastest >= s.factor(e.at) {
		return
	}
	s.arrive(entry)
}

func (s *state) arrive(entry int32) {
	source := s.config.Entries[entry].Source
	counted := s.now >= s.config.WarmUp
	if counted {
		s.started++
	}
	who := int32(len(s.all))
	if n := len(s.free); n > 0 {
		who, s.free = s.free[n-1], s.free[:n-1]
	} else {
		s.all = append(s.all, interaction{})
	}
	s.all[who] = interaction{walker: source.Start(s.rng), source: source, calling: -1, counted: counted}
	s.goOn(who)
}

// maxSteps is where an interaction that never ends is ended: the platform's cap
// on executed actions.
const maxSteps = 11_000

// goOn ends the call that an interaction is in and takes its next steps until
// one takes time.
func (s *state) goOn(who int32) {
	i := &s.all[who]
	last := None
	if i.calling >= 0 {
		last = i.outcome
		s.release(int(i.calling), last)
		i.calling = -1
	}
	for {
		i.steps++
		next := i.walker.Next(s.now*60, last, s.rng)
		switch {
		case next.Kind == Call && next.Action >= 0 && next.Action < len(s.actions) && i.steps <= maxSteps:
			i.calls++
			if seconds, ok := s.call(next.Action, i); ok {
				s.events.push(event{s.now + seconds/60, who})
				return
			}
			last = Refused
		case next.Kind == Wait && i.steps <= maxSteps:
			s.events.push(event{s.now + math.Max(next.Seconds, 0)/60, who})
			return
		default:
			s.end(who)
			return
		}
	}
}

func (s *state) end(who int32) {
	i := &s.all[who]
	i.source.Done(i.walker)
	if i.counted {
		s.ended++
		s.calls += int(i.calls)
	}
	i.walker = nil
	s.free = append(s.free, who)
}

// call starts an execution, unless a limit refuses it, and returns how long it takes.
func (s *state) call(action int, i *interaction) (seconds float64, ok bool) {
	counted := s.now >= s.config.WarmUp
	report := &s.actions[action]
	if counted {
		report.Attempts++
	}
	refused := false
	for _, l := range s.byAction[action] {
		if s.limits[l].attempt() {
			refused = true
			s.limits[l].turned++
			if counted {
				s.limits[l].refused++
			}
		}
	}
	if refused {
		if counted {
			report.Refused++
		}
		return 0, false
	}
	for _, l := range s.byAction[action] {
		s.limits[l].take(s.now)
	}
	seconds, i.outcome = s.execute(action)
	i.calling = int32(action)
	if counted {
		report.Seconds += seconds
		report.Executions++
	}
	return seconds, true
}

// execute draws how long an execution takes and how it ends.
func (s *state) execute(action int) (float64, Outcome) {
	a := &s.config.Actions[action]
	minute := s.now - s.config.WarmUp
	for _, o := range s.config.Outages {
		if o.Action == action && minute >= o.From && minute < o.To {
			return a.TimeoutSeconds, Timeout
		}
	}
	seconds := math.Max(a.Latency.Draw(s.rng), 0)
	if a.TimeoutSeconds > 0 && seconds >= a.TimeoutSeconds {
		return a.TimeoutSeconds, Timeout
	}
	if a.FailureShare > 0 && s.rng.Float64() < a.FailureShare {
		return seconds, Failure
	}
	return seconds, Success
}

func (s *state) release(action int, outcome Outcome) {
	for _, l := range s.byAction[action] {
		s.limits[l].giveBack(s.now)
	}
	if s.now < s.config.WarmUp {
		return
	}
	switch outcome {
	case Success:
		s.actions[action].Succeeded++
	case Failure:
		s.actions[action].Failed++
	case Timeout:
		s.actions[action].TimedOut++
	}
}

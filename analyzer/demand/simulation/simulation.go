// Package simulation checks the formulas of package capacity: interactions walk the flows
// one by one, and the demand that they cause is compared with the predicted demand.
package simulation

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"archlint/analyzer/calls"
	"archlint/analyzer/capacity"
	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/capacity/simulate"
	"archlint/analyzer/cfg"
	"archlint/analyzer/config"
	"archlint/analyzer/demand"
	"archlint/analyzer/intake"
	"archlint/analyzer/review"
)

// Options say what to simulate: the traffic and the flows of the review,
// walked by single interactions.
type Options struct {
	Seed    uint64
	Minutes float64 // to be observed, 0 for DefaultMinutes
	// LatencySpread is the standard deviation of an execution's time over its
	// mean, 0 for a time that never varies.
	LatencySpread float64
	Spikes        []simulate.Spike
	Outages       []Dark
	// Progress, if set, is told the share that is done.
	Progress func(share float64)
}

// Dark is a data action whose endpoint does not answer for a while.
type Dark struct {
	DataAction string
	From, To   float64 // minutes from the start, To excluded
}

// DefaultMinutes is a day: long enough for one minute in a thousand to
// be seen.
const DefaultMinutes = 24 * 60

// Run lets interactions walk the flows and returns what was observed; nil without a flow.
func Run(ctx context.Context, j demand.Joined, assessed demand.Assessed, in intake.Decoded, o Options) (*review.Simulation, error) {
	if len(j.Flows) == 0 {
		return nil, nil // that there is none is told elsewhere
	}
	rates, err := capacity.Resolve(in.Facts, assessed.Traffic, assessed.Load)
	if err != nil {
		return nil, err
	}
	if o.Minutes == 0 {
		o.Minutes = DefaultMinutes
	}
	if err := checkStarts(rates); err != nil {
		return nil, err
	}
	s := &simulation{
		Options: o, joined: j, assessed: assessed, rates: rates,
		actions: assessed.Load.DataActions(), failures: capacity.MeasuredFailures(in.Org),
	}
	s.limits = s.limitsOf()
	c, err := s.config()
	if err != nil {
		return nil, fmt.Errorf("simulate: %w", err)
	}
	seen, err := simulate.Run(ctx, c)
	if err != nil {
		return nil, err
	}
	return s.compared(seen), nil
}

// checkStarts returns an error where nothing starts.
func checkStarts(rates capacity.Rates) error {
	sum := 0.0
	for _, perMinute := range rates.Entries {
		sum += perMinute
	}
	switch {
	case sum == 0 && rates.Known:
		return fmt.Errorf("simulate: nothing starts any of the flows: name those that interactions enter under traffic.entries")
	case sum == 0:
		return fmt.Errorf("simulate: no traffic figure is known: give --interactions-per-minute or --licences")
	}
	return nil
}

// simulation is what a run follows from.
type simulation struct {
	Options
	joined   demand.Joined
	assessed demand.Assessed
	rates    capacity.Rates
	actions  []capacity.Call                              // by index in the configuration
	limits   []limit                                      // likewise
	failures func(capacity.Call) (share float64, ok bool) // as measured
}

// limit is a limit that the simulation knows.
type limit struct {
	limits.CatalogueLimit
	simulate.Limit
}

func (s *simulation) config() (simulate.Setup, error) {
	net, err := s.walks()
	if err != nil {
		return simulate.Setup{}, err
	}
	c := simulate.Setup{Seed: s.Seed, Minutes: s.Minutes, WarmUp: s.warmUp(), Spikes: s.Spikes, Progress: s.Progress}
	for _, call := range s.actions {
		c.Actions = append(c.Actions, s.action(call))
	}
	at := make(map[[2]string]int, len(s.joined.Flows)) // by name and id, the first of each
	for i, f := range slices.Backward(s.joined.Flows) {
		at[[2]string{f.Facts.Name, f.Part.ID}] = i
	}
	for i, e := range s.assessed.Load.Entries {
		perMinute := s.rates.Entries[i]
		if e.Kind == capacity.Interaction {
			perMinute *= s.rates.Factor
		}
		c.Entries = append(c.Entries, simulate.Arrivals{Name: e.Flow, PerMinute: perMinute, Source: net.Source(at[[2]string{e.Flow, e.FlowID}])})
	}
	if s.rates.Background > 0 {
		c.Entries = append(c.Entries, simulate.Arrivals{
			Name: "background", PerMinute: s.rates.Background, Source: simulate.Sequence([]int{len(c.Actions)}, nil, 0, nil),
		})
		c.Actions = append(c.Actions, simulate.Action{Name: "background", Latency: s.latency(s.rates.LatencySeconds)})
	}
	for _, l := range s.limits {
		c.Limits = append(c.Limits, l.Limit)
	}
	if c.Outages, err = s.outages(); err != nil {
		return c, err
	}
	return c, s.windows(c)
}

// warmUp is how long interactions come before anything is observed: ten
// minutes, and three times the wait in a queue.
func (s *simulation) warmUp() float64 {
	if s.rates.WaitSeconds == nil {
		return 10
	}
	return math.Min(10+math.Ceil(3**s.rates.WaitSeconds/60), 600)
}

// latency is the distribution of an execution's time: log-normal, the usual
// shape of response times.
func (s *simulation) latency(mean float64) simulate.Latency {
	if s.LatencySpread <= 0 {
		return simulate.Constant(mean)
	}
	return simulate.LogNormal{Average: mean, Spread: s.LatencySpread}
}

// action is a data action with its measured time and failures, or those of the
// traffic and of the branch model.
func (s *simulation) action(call capacity.Call) simulate.Action {
	a := simulate.Action{Name: call.DataAction, TimeoutSeconds: capacity.TimeoutOf(call), FailureShare: calls.DefaultModel().Rare}
	seconds := s.rates.LatencySeconds
	if call.LatencySeconds != nil {
		seconds = call.LatencySeconds.Value
	}
	a.Latency = s.latency(seconds)
	if share, ok := s.failures(call); ok {
		a.FailureShare = share
	}
	return a
}

// limitsOf returns the limits that the simulation knows. It refuses calls beyond those on
// data actions. Calls to the platform's own API are only observed, because the number of
// tokens that they use is not known.
func (s *simulation) limitsOf() []limit {
	var all []limit
	add := func(namespace, key string, kind simulate.LimitKind, enforced bool, members []int) {
		e, ok := s.assessed.Catalogue.Find(namespace, key)
		if !ok || e.Value == nil {
			return
		}
		l := simulate.Limit{Name: e.ID(), Kind: kind, Members: members}
		if enforced {
			l.Value = int(min(*e.Value, math.MaxInt32))
		}
		all = append(all, limit{e, l})
	}
	add("dataactions", "actions.concurrent.executions.max", simulate.Slots, true, nil)
	add("dataactions", "requests.volume.max", simulate.PerMinute, true, nil)
	if members := s.members(capacity.IsFunction); len(members) > 0 {
		add("dataactions", "actions.function.concurrent.executions.max", simulate.Slots, true, members)
	}
	if members := s.members(capacity.OnPlatform); len(members) > 0 {
		add("platform.api", "client.credentials.token.rate.per.minute", simulate.PerMinute, false, members)
	}
	return all
}

func (s *simulation) members(counts func(capacity.Call) bool) []int {
	var members []int
	for i, call := range s.actions {
		if counts(call) {
			members = append(members, i)
		}
	}
	return members
}

func (s *simulation) outages() ([]simulate.Outage, error) {
	var all []simulate.Outage
	for _, d := range s.Outages {
		var names []string
		found := false
		for i, call := range s.actions {
			names = append(names, call.DataAction)
			if strings.EqualFold(call.DataAction, d.DataAction) {
				all, found = append(all, simulate.Outage{Action: i, From: d.From, To: d.To}), true
			}
		}
		if !found {
			return nil, fmt.Errorf("no data action %q is called%s", d.DataAction, config.Candidates(d.DataAction, names))
		}
	}
	return all, nil
}

// windows reports a spike or an outage that lies outside the simulated time.
func (s *simulation) windows(c simulate.Setup) error {
	inside := func(from, to float64) bool { return from >= 0 && to > from && to <= c.Minutes }
	for _, spike := range c.Spikes {
		if !inside(spike.From, spike.To) {
			return fmt.Errorf("the spike from minute %v to %v is not within the %v minutes of the simulation", spike.From, spike.To, c.Minutes)
		}
	}
	for _, o := range c.Outages {
		if !inside(o.From, o.To) {
			return fmt.Errorf("the outage from minute %v to %v is not within the %v minutes of the simulation", o.From, o.To, c.Minutes)
		}
	}
	return nil
}

// dataActionOf returns which of the simulation's data actions the flow's nodes
// call, -1 for none.
func (s *simulation) dataActionOf(f *demand.Flow) func(cfg.NodeID) int {
	at := make(map[cfg.NodeID]int, len(f.Part.Calls))
	for i, n := range f.Part.Calls {
		c := f.Facts.Calls[i]
		if p := f.Pace(i); p.Waits && (s.rates.WaitSeconds == nil || !p.Known) {
			continue
		}
		at[n] = slices.IndexFunc(s.actions, func(call capacity.Call) bool {
			return call.DataAction == c.DataAction && call.Integration == c.Integration
		})
	}
	return func(n cfg.NodeID) int {
		if action, ok := at[n]; ok {
			return action
		}
		return -1
	}
}

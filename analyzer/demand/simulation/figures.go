package simulation

import (
	"fmt"
	"math"
	"slices"

	"archlint/analyzer/capacity"
	"archlint/analyzer/capacity/prob"
	"archlint/analyzer/capacity/simulate"
	"archlint/analyzer/facts"
	"archlint/analyzer/review"
)

// compared returns what was observed beside what the formulas predict.
func (s *simulation) compared(r simulate.Report) *review.Simulation {
	out := &review.Simulation{
		Seed: s.Seed, Minutes: r.Minutes, Interactions: r.Interactions, CallsPerInteraction: rounded(r.CallsPerInteraction),
		Quantile: s.rates.Quantile, Limits: []review.SimulatedLimit{}, Actions: []review.SimulatedAction{},
		Phases: s.phases(r), Assumptions: s.assumptions(),
	}
	for i, l := range r.Limits {
		out.Limits = append(out.Limits, s.limit(i, l))
	}
	for i, call := range s.actions {
		a := r.Actions[i]
		out.Actions = append(out.Actions, review.SimulatedAction{
			DataAction: call.DataAction, Integration: call.Integration, Attempts: a.Attempts, Refused: a.Refused,
			Failed: a.Failed, TimedOut: a.TimedOut, MeanSeconds: rounded(a.Seconds / math.Max(1, float64(a.Executions))),
		})
	}
	return out
}

func (s *simulation) limit(i int, l simulate.LimitReport) review.SimulatedLimit {
	e := s.limits[i].CatalogueLimit
	out := review.SimulatedLimit{Enforced: l.Value > 0, Refused: l.Refused, RefusedShare: rounded(l.RefusedShare)}
	at := slices.IndexFunc(s.assessed.Limits, func(row facts.Limit) bool {
		return row.Limit.Namespace == e.Namespace && row.Limit.Key == e.Key
	})
	if at < 0 {
		out.Limit = facts.LimitID{Namespace: e.Namespace, Key: e.Key, Value: *e.Value, Unit: e.Unit, Scope: e.Scope,
			Source: e.Source, Title: e.Title}
	} else {
		row := s.assessed.Limits[at]
		out.Limit, out.Formula, out.FormulaLow = row.Limit, row.Demand, row.DemandLow
	}
	if l.Kind == simulate.Slots {
		out.Observed = s.slots(l)
		if out.Formula != nil {
			refused := rounded(prob.ErlangB(out.Formula.Expected, int(out.Limit.Value)))
			out.FormulaRefused = &refused
		}
	} else {
		out.Observed = s.minutes(l)
	}
	out.Agrees = s.agrees(out)
	return out
}

// minutes are attempts minute by minute, refused ones too.
func (s *simulation) minutes(l simulate.LimitReport) review.Observed {
	return review.Observed{
		Mean: rounded(l.Attempts.Mean()), Error: rounded(l.Attempts.Error()), Median: l.Attempts.Quantile(0.5),
		P95: l.Attempts.Quantile(0.95), P99: l.Attempts.Quantile(0.99), Peak: l.Attempts.Quantile(s.rates.Quantile), Max: l.Attempts.Max(),
	}
}

// slots are busy slots at any time.
func (s *simulation) slots(l simulate.LimitReport) review.Observed {
	at := func(q float64) float64 { return float64(l.BusyQuantile(q)) }
	return review.Observed{
		Mean: rounded(l.BusyMean()), Error: rounded(l.Busy.Error()), Median: at(0.5),
		P95: at(0.95), P99: at(0.99), Peak: at(s.rates.Quantile), Max: float64(max(0, len(l.BusyTime)-1)),
	}
}

// agreement is how far a mean may be off for reasons other than chance: the
// branch model lets 1 % of the calls time out, and the simulation those that
// take too long.
const agreement = 0.03

// agrees compares means, where both stand for the same traffic.
func (s *simulation) agrees(l review.SimulatedLimit) *bool {
	if l.Formula == nil || l.FormulaLow != nil || len(s.Spikes)+len(s.Outages) > 0 || s.rates.Factor != 1 {
		return nil
	}
	expected := l.Formula.Expected
	if l.FormulaRefused != nil {
		expected *= 1 - *l.FormulaRefused // only what is not refused is seen in the slots
	}
	ok := math.Abs(l.Observed.Mean-expected) <= 4*l.Observed.Error+agreement*expected
	return &ok
}

// phases returns the minutes of each spike and outage apart from all others.
func (s *simulation) phases(r simulate.Report) []review.SimulatedPhase {
	out := []review.SimulatedPhase{}
	rest := make([]bool, int(r.Minutes))
	add := func(name string, from, to float64) {
		in := make([]bool, len(rest))
		for i := range in {
			in[i] = float64(i)+1 > from && float64(i) < to
			rest[i] = rest[i] || in[i]
		}
		out = append(out, phase(name, r.Limits, in))
	}
	for _, spike := range s.Spikes {
		add(fmt.Sprintf("minutes %v to %v: %v times the arrivals", spike.From, spike.To, spike.Factor), spike.From, spike.To)
	}
	for _, o := range s.Outages {
		add(fmt.Sprintf("minutes %v to %v: %s does not answer", o.From, o.To, o.DataAction), o.From, o.To)
	}
	if len(out) == 0 {
		return out
	}
	for i := range rest {
		rest[i] = !rest[i]
	}
	return append(out, phase("otherwise", r.Limits, rest))
}

// phase sums up the minutes that are in it.
func phase(name string, all []simulate.LimitReport, in []bool) review.SimulatedPhase {
	p := review.SimulatedPhase{Name: name}
	attempts := 0.0
	for i, yes := range in {
		if !yes {
			continue
		}
		p.Minutes++
		for _, l := range all {
			if i >= len(l.Attempts) || l.Name != slotsLimit && l.Name != volumeLimit {
				continue
			}
			p.Refused += int(l.RefusedInMinute[i])
			if l.Name == slotsLimit {
				attempts += l.Attempts[i]
				p.Busy += l.Busy[i]
				p.MostBusy = math.Max(p.MostBusy, l.Busy[i])
			}
		}
	}
	minutes := math.Max(1, float64(p.Minutes))
	p.PerMinute, p.Busy, p.MostBusy = rounded(attempts/minutes), rounded(p.Busy/minutes), rounded(p.MostBusy)
	p.RefusedShare = rounded(math.Min(1, float64(p.Refused)/math.Max(1, attempts)))
	return p
}

// The limits that every data action counts against.
const (
	slotsLimit  = "dataactions/actions.concurrent.executions.max"
	volumeLimit = "dataactions/requests.volume.max"
)

// assumptions are sentences on what the simulation does.
func (s *simulation) assumptions() []string {
	all := slices.Clone(s.rates.Notes)
	if s.rates.Factor != 1 {
		all = append(all, fmt.Sprintf("Arrivals are simulated at %v times the mean, as the peak factor has it.", s.rates.Factor))
	}
	if s.rates.Even {
		all = append(all, "Where interactions enter is not known for all: those are spread evenly over the entry flows.")
	}
	if s.LatencySpread > 0 {
		all = append(all, fmt.Sprintf("Times of executions are log-normal, with a standard deviation of %v times the mean; what takes longer "+
			"than the timeout times out.", s.LatencySpread))
	} else {
		all = append(all, "Every execution takes the mean time.")
	}
	all = append(all, "Failures are as measured, else 1 in 100 executions fails. What a limit refuses takes the failure output at once.")
	repeats, unpaced := s.repeats()
	if repeats && s.rates.WaitSeconds == nil {
		all = append(all, "Calls that repeat while an interaction waits are left out: how long it waits is not known.")
	}
	if s.rates.WaitSeconds != nil {
		all = append(all, fmt.Sprintf("Interactions wait %v s in a queue in the mean, at random (exponential).", rounded(*s.rates.WaitSeconds)))
		if unpaced {
			all = append(all, "Calls that repeat at a pace that the flow does not fix are left out.")
		}
	}
	if len(s.members(capacity.OnPlatform)) > 0 {
		all = append(all, "Calls to Genesys Cloud's own API are counted for all clients together and never refused: over how many tokens "+
			"they go is not known.")
	}
	return all
}

// repeats reports whether some call repeats while interactions wait, and whether at
// a pace that the flow does not fix.
func (s *simulation) repeats() (repeats, unpaced bool) {
	for _, f := range s.joined.Flows {
		for i := range f.Facts.Calls {
			p := f.Pace(i)
			repeats, unpaced = repeats || p.Waits, unpaced || p.Waits && !p.Known
		}
	}
	return repeats, unpaced
}

// rounded keeps four digits after the point: the last bits of a sum are noise.
func rounded(x float64) float64 { return math.Round(x*1e4) / 1e4 }

package demand

import (
	"cmp"
	"math"
	"slices"

	"archlint/analyzer/calls"
	"archlint/analyzer/capacity"
	"archlint/analyzer/cfg"
	"archlint/analyzer/facts"
	"archlint/analyzer/flowfacts"
)

const (
	mostShares = 3   // ranges of a limit
	gridSteps  = 8   // at which the verdict is checked on the way to the end of a share
	bisections = 8   // of an eighth: finer than a tenth of a percent, which is told
	tried      = 200 // analyses of flows that rank shares
)

// ranges finds for each limit the shares of the greatest effect, and between which values of
// each the verdict stays. A verdict need not be monotone in a share: it is checked at steps of
// an eighth of the way to either end, and where it changes first the change is bisected.
func (s *sensitivity) ranges(all []*facts.Limit) {
	if len(all) == 0 || s.budget < s.work(1) {
		return
	}
	for _, share := range s.greatest() {
		try := s.variant(share)
		if try == nil {
			return // out of work
		}
		for _, l := range all {
			if r, ok := try.rangeOf(l); ok {
				l.AssumedShares.Ranges = append(l.AssumedShares.Ranges, r)
			}
		}
	}
}

// assumedShare is the share of one output of a branch, which can be from 0 to most.
type assumedShare struct {
	flow   int
	branch *flowfacts.Branch
	output string
	shares map[string]float64 // of all outputs, as they are
	edges  map[string]int
	most   float64
	effect float64 // on executions a minute
}

// at are the shares of the branch's outputs if this one is x and the other assumed ones scale.
func (a *assumedShare) at(x float64) map[string]float64 {
	out := make(map[string]float64, len(a.shares))
	rest := a.most - a.shares[a.output]
	for o, share := range a.shares {
		switch {
		case o == a.output:
			share = x
		case !slices.Contains(a.branch.Outputs, o):
		case rest > 0:
			share *= (a.most - x) / rest
		default:
			share = (a.most - x) / float64(len(a.branch.Outputs)-1)
		}
		out[o] = share / float64(a.edges[o])
	}
	return out
}

// model is the flow's branch model with the branch's shares as given, each for one edge.
func (a *assumedShare) model(m calls.Model, shares map[string]float64) calls.Model {
	before, node := m.Share, a.branch.Node
	m.Share = func(n cfg.NodeID, output string) (float64, bool) {
		if n == node {
			share, ok := shares[output]
			return share, ok
		}
		if before == nil {
			return 0, false
		}
		return before(n, output)
	}
	return m
}

// greatest are the shares of the greatest effect on executions, one of a branch. Flows are
// looked at in the order of how many executions they lead to. Bots and in-queue flows are left
// out: what follows from their shares is not only how often calls run.
func (s *sensitivity) greatest() []*assumedShare {
	runs := s.runsPerMinute(s.load, s.starts1())
	values := s.Net.Values(func(i int) float64 { return s.Flows[i].Facts.PerRun.Expected })
	order := make([]int, 0, len(s.Flows))
	for i, f := range s.Flows {
		if runs[i]*values[i] > 0 && len(f.Branches) > 0 && !f.Facts.InQueue && !f.Part.IsCalled() && f.Facts.Type != "commonmodule" {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return -cmp.Compare(runs[a]*values[a], runs[b]*values[b]) })
	var out []*assumedShare
	left := tried
	for _, i := range order {
		out = append(out, s.effects(i, runs[i], values, &left)...)
	}
	slices.SortStableFunc(out, func(a, b *assumedShare) int { return -cmp.Compare(a.effect, b.effect) })
	return out[:min(len(out), mostShares)]
}

// starts1 are the starts of the load's entries a minute, the interactions spread evenly where
// nobody knows how they are.
func (s *sensitivity) starts1() []float64 {
	rates, err := capacity.Resolve(s.org, s.traffic, s.load)
	if err != nil {
		return make([]float64, len(s.load.Entries))
	}
	return rates.Entries
}

// effects returns for each branch of a flow the share that moves the executions most, if it
// takes all or nothing.
func (s *sensitivity) effects(i int, runs float64, values []float64, left *int) []*assumedShare {
	f := s.Flows[i]
	analyse := f.Under()
	var out []*assumedShare
	for k := range f.Branches {
		b := &f.Branches[k]
		shares, edges := f.Shares(b.Node)
		most := 0.0
		for _, o := range b.Outputs {
			most += shares[o]
		}
		var best *assumedShare
		outputs := b.Outputs
		if len(outputs) == 2 {
			outputs = outputs[:1] // the other's share is what is left
		}
		for _, o := range outputs {
			if *left -= 2; *left < 0 || most <= 0 {
				return out
			}
			one := &assumedShare{flow: i, branch: b, output: o, shares: shares, edges: edges, most: most}
			now := s.leadsTo(i, f.Part.VisitsOf, values)
			for _, x := range []float64{0, most} {
				a := analyse(one.model(f.Model, one.at(x)))
				one.effect = max(one.effect, runs*math.Abs(s.leadsTo(i, a.Visits, values)-now))
				a.Release()
			}
			if best == nil || one.effect > best.effect {
				best = one
			}
		}
		if best != nil && best.effect > 1e-9 {
			out = append(out, best)
		}
	}
	return out
}

// leadsTo is how many calls a run of a flow makes in all flows, by the visits of its nodes.
func (s *sensitivity) leadsTo(i int, visits func(cfg.NodeID) float64, values []float64) float64 {
	sum := 0.0
	for _, n := range s.Flows[i].Part.Calls {
		sum += visits(n)
	}
	s.Net.Links(i, func(node cfg.NodeID, to int) { sum += visits(node) * values[to] / float64(len(s.Net.Next(i, node))) })
	return sum
}

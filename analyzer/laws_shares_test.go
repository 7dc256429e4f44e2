package analyzer_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/calls"
	"archlint/analyzer/capacity"
	"archlint/analyzer/cfg"
	"archlint/analyzer/config"
	"archlint/analyzer/demand"
	"archlint/analyzer/facts"
	"archlint/analyzer/internal/orggen"
	"archlint/analyzer/review"
)

// A verdict stays within the range that is told of a share, and is another one just outside:
// the share is set in a traffic profile, and all is analysed again.
func TestLawSharesKeepTheVerdictWithinTheirRange(t *testing.T) {
	ranges := 0
	tryWholeLaw(t, orggen.Options{Told: true}, 45, func(o orggen.Org, seed uint64) string {
		traffic := lawTraffic(seed)
		r := reviewFiles(o.Files(), analyzer.Options{Traffic: demand.Options{Traffic: traffic, TryShares: true}})
		for _, l := range r.Capacity {
			if l.AssumedShares == nil {
				continue
			}
			for _, s := range l.AssumedShares.Ranges {
				outputs := outputsAt(r, s.Place)
				if outputs == nil {
					continue
				}
				ranges++
				if why := brokenRange(o, traffic, l, s, outputs); why != "" {
					return why
				}
			}
		}
		return ""
	})
	if *lawOrgs == 0 && ranges < 10 {
		t.Errorf("only %d ranges", ranges)
	}
}

// brokenRange says how a range is wrong, "" if it is not.
func brokenRange(o orggen.Org, traffic capacity.Traffic, l facts.Limit, s facts.ShareRange, outputs []string) string {
	const outside = 0.0015 // shares are told in tenths of a percent
	for _, try := range []struct {
		share float64
		keeps bool
	}{{s.Least, true}, {(s.Least + s.Share) / 2, true}, {(s.Greatest + s.Share) / 2, true}, {s.Greatest, true},
		{s.Least - outside, false}, {s.Greatest + outside, false}} {
		free := s.Least == 0 && try.share < s.Share || s.Greatest == s.Most && try.share > s.Share // nothing is outside
		if try.share < 0 || try.share > s.Most || !try.keeps && free {
			continue
		}
		if got := verdictWith(o, traffic, l.Limit, s, outputs, try.share); (got == l.Verdict) != try.keeps {
			return fmt.Sprintf("verdict on %s is %s at share %.4f of %q of %q (%s), %s as assumed: %.4f..%.4f",
				capacity.LimitKey(l.Limit), got, try.share, s.Output, s.Name, s.Flow, l.Verdict, s.Least, s.Greatest)
		}
	}
	return ""
}

// outputsAt are the outputs of the step at a place, nil where it is no action.
func outputsAt(r *review.Review, at facts.Place) []string {
	for i, f := range r.Flows {
		if f.Name != at.Flow {
			continue
		}
		for _, n := range r.Flow(i).Nodes {
			if n.Node == at.Node {
				var out []string
				for _, o := range n.Outputs {
					out = append(out, o.Name)
				}
				return out
			}
		}
	}
	return nil
}

// verdictWith is the verdict on a limit when a profile gives the share, and the others of the
// step what is left in the proportions that are assumed.
func verdictWith(o orggen.Org, traffic capacity.Traffic, id facts.LimitID, s facts.ShareRange, outputs []string, share float64) string {
	assumed := calls.DefaultModel().Shares(cfg.NodeID(0), outputs)
	node := config.NodeShares{Node: s.Node}
	if len(outputs) < 3 { // perhaps with one that the flow does not list: it takes the rest
		node.Shares, outputs = []config.OutputShare{{Output: s.Output, Share: share}}, nil
	}
	for i, name := range outputs {
		x := share
		if name != s.Output {
			x = assumed[i] * (1 - share) / (1 - s.Share)
		}
		node.Shares = append(node.Shares, config.OutputShare{Output: name, Share: x})
	}
	profile := &config.Profile{Flows: []config.FlowProfile{{Flow: s.Flow, Nodes: []config.NodeShares{node}}}}
	r := reviewFiles(o.Files(), analyzer.Options{Traffic: demand.Options{Traffic: traffic, Profile: profile}})
	for _, l := range r.Capacity {
		if capacity.LimitKey(l.Limit) == capacity.LimitKey(id) {
			return l.Verdict
		}
	}
	return "none"
}

// Where a verdict is told to hold whatever the shares are, it holds with random ones, and no
// demand is above the worst.
func TestLawNoSharesExceedTheWorst(t *testing.T) {
	bounded, held := 0, 0
	tryWholeLaw(t, orggen.Options{Told: true}, 45, func(o orggen.Org, seed uint64) string {
		traffic := lawTraffic(seed)
		r := reviewOrg(o, traffic)
		other := reviewFiles(o.Files(), analyzer.Options{Traffic: demand.Options{Traffic: traffic, Profile: randomShares(r, seed)}})
		after := make(map[string]facts.Limit)
		for _, l := range other.Capacity {
			after[capacity.LimitKey(l.Limit)] = l
		}
		for _, l := range r.Capacity {
			now := after[capacity.LimitKey(l.Limit)]
			if l.AssumedShares == nil || now.Demand == nil {
				continue
			}
			if w := l.AssumedShares.Worst; w != nil {
				bounded++
				if now.Demand.Expected > w.Expected+0.01 || now.Demand.Peak > w.Peak+0.01 {
					return fmt.Sprintf("demand on %s: %+v, the worst was %+v", capacity.LimitKey(l.Limit), *now.Demand, *w)
				}
			}
			if l.AssumedShares.Holds {
				held++
				if now.Verdict != l.Verdict {
					return fmt.Sprintf("verdict on %s: %s, told to hold was %s", capacity.LimitKey(l.Limit), now.Verdict, l.Verdict)
				}
			}
		}
		return ""
	})
	if *lawOrgs == 0 && (bounded < 10 || held < 5) {
		t.Errorf("only %d bounds and %d verdicts", bounded, held)
	}
}

// randomShares gives every step with several outputs random shares, extreme ones too.
func randomShares(r *review.Review, seed uint64) *config.Profile {
	random := rand.New(rand.NewPCG(seed, 99))
	p := &config.Profile{Partial: true}
	for i, f := range r.Flows {
		one := config.FlowProfile{Flow: f.Name}
		for _, n := range r.Flow(i).Nodes {
			outputs := outputsAt(r, n.Place)
			if len(outputs) < 2 || !n.Reachable {
				continue
			}
			node, sum := config.NodeShares{Node: n.Node}, 0.0
			weights := make([]float64, len(outputs))
			for k := range outputs {
				weights[k] = math.Pow(random.Float64(), 6)
				sum += weights[k]
			}
			for k, o := range outputs {
				node.Shares = append(node.Shares, config.OutputShare{Output: o, Share: weights[k] / sum})
			}
			one.Nodes = append(one.Nodes, node)
		}
		p.Flows = append(p.Flows, one)
	}
	return p
}

// A basis never gets stronger when shares are taken from the profile.
func TestLawFewerSharesGiveNoStrongerBasis(t *testing.T) {
	rank := map[string]int{facts.Assumed: 1, facts.Given: 2, facts.Fitted: 3, facts.Measured: 4}
	weaker := 0
	tryWholeLaw(t, orggen.Options{Told: true}, 60, func(o orggen.Org, seed uint64) string {
		traffic := lawTraffic(seed)
		all := randomShares(reviewOrg(o, traffic), seed)
		less := &config.Profile{Partial: true}
		for i, f := range all.Flows {
			if (seed+uint64(i))%3 != 0 {
				f.Nodes = f.Nodes[:len(f.Nodes)/2]
			}
			less.Flows = append(less.Flows, f)
		}
		before := reviewFiles(o.Files(), analyzer.Options{Traffic: demand.Options{Traffic: traffic, Profile: all}})
		after := reviewFiles(o.Files(), analyzer.Options{Traffic: demand.Options{Traffic: traffic, Profile: less}})
		for i, f := range before.Flows {
			g := after.Flows[i]
			for k, c := range f.Calls {
				if rank[g.Calls[k].Basis] > rank[c.Basis] {
					return fmt.Sprintf("call %q of %q: %s, then %s", c.Name, f.Name, c.Basis, g.Calls[k].Basis)
				}
				if rank[g.Calls[k].Basis] < rank[c.Basis] {
					weaker++
				}
			}
			if rank[g.PerRunBasis] > rank[f.PerRunBasis] || rank[g.PerInteractionBasis] > rank[f.PerInteractionBasis] {
				return fmt.Sprintf("flow %q: %s and %s, then %s and %s", f.Name, f.PerRunBasis, f.PerInteractionBasis, g.PerRunBasis,
					g.PerInteractionBasis)
			}
		}
		for i, l := range before.Capacity {
			now := after.Capacity[i].Demand
			if l.Demand != nil && now != nil && rank[now.Basis] > rank[l.Demand.Basis] {
				return fmt.Sprintf("demand on %s: %s, then %s", capacity.LimitKey(l.Limit), l.Demand.Basis, now.Basis)
			}
		}
		return ""
	})
	if *lawOrgs == 0 && weaker < 10 {
		t.Errorf("only %d calls got weaker", weaker)
	}
}

package calibrate

import (
	"math"
	"math/rand/v2"
	"slices"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
)

// draws is how many models are drawn from what the counts leave open, to see how far
// the means of nodes move that a run can pass more than once.
const draws = 40

// means are the passes of the counted nodes in one run. A node that a run passes once
// at most is a share of the runs, with Wilson's interval. The means of others follow
// from the model: their interval is that of models drawn from the posterior of the
// shares (Dirichlet), which branches do not share with one another.
func (f *Fit) means(g *cfg.Graph, c NodeCounts, repeated map[cfg.NodeID]bool, m calls.Model, analyse func(calls.Model) *calls.Analysis) {
	f.Means = make(map[cfg.NodeID]Mean, len(c.Nodes))
	fitted := analyse(f.Over(m))
	var follow []cfg.NodeID
	for n, count := range c.Nodes {
		if !repeated[n] {
			mean := Mean{Value: count / c.Runs, Counted: true}
			mean.Low, mean.High = wilson(clamp(mean.Value), c.Runs)
			f.Means[n] = mean
			continue
		}
		f.Means[n] = Mean{Value: fitted.Visits(n), Counted: c.Executions}
		follow = append(follow, n)
	}
	if len(follow) == 0 {
		return
	}
	slices.Sort(follow)
	sum, squares := make([]float64, len(follow)), make([]float64, len(follow))
	random := rand.New(rand.NewPCG(1940, 1977)) // the same draws each time
	for range draws {
		a := analyse(f.drawn(g, random).Over(m))
		for i, n := range follow {
			off := a.Visits(n) - f.Means[n].Value
			sum[i] += off
			squares[i] += off * off
		}
	}
	for i, n := range follow {
		mean := f.Means[n]
		half := quantile*math.Sqrt(squares[i]/draws)*1.1 + 0.5/c.Runs // 40 draws know the width to a tenth
		mean.Low, mean.High = max(mean.Value-half, 0), mean.Value+half
		f.Means[n] = mean
	}
}

// drawn is a fit drawn from the posterior of this one.
func (f *Fit) drawn(g *cfg.Graph, random *rand.Rand) *Fit {
	out := &Fit{Shares: make(map[cfg.NodeID]map[string]Share, len(f.Shares)), Ends: map[cfg.NodeID]Share{}, Rounds: map[cfg.NodeID]Share{}}
	for i := range g.Nodes { // in one order
		n := cfg.NodeID(i)
		if shares, ok := f.Shares[n]; ok {
			out.Shares[n] = drawShares(g, n, shares, random)
		}
		if s, ok := f.Ends[n]; ok {
			s.Value = clamp(s.Value + random.NormFloat64()*(s.High-s.Low)/(2*quantile))
			out.Ends[n] = s
		}
		if s, ok := f.Rounds[n]; ok {
			s.Value = min(max(s.Value+random.NormFloat64()*(s.High-s.Low)/(2*quantile), 0), float64(calls.ActionCap))
			out.Rounds[n] = s
		}
	}
	return out
}

// drawShares draws the shares of a node: each about its value, as wide as its interval,
// and together one.
func drawShares(g *cfg.Graph, n cfg.NodeID, shares map[string]Share, random *rand.Rand) map[string]Share {
	drawn, sum := make(map[string]Share, len(shares)), 0.0
	for _, e := range g.Nodes[n].Out {
		s, ok := shares[e.Output]
		if _, done := drawn[e.Output]; done || !ok {
			continue
		}
		// A share gamma(k) over the sum of such is Dirichlet; k follows from the interval.
		sd := max((s.High-s.Low)/(2*quantile), 1e-9)
		k := max(s.Value*s.Value/(sd*sd)*max(1-s.Value, 0.05), 1e-3)
		s.Value *= gamma(k, random) / k
		drawn[e.Output] = s
		sum += s.Value
	}
	for o, s := range drawn {
		if sum > 0 {
			s.Value /= sum
			drawn[o] = s
		}
	}
	return drawn
}

// gamma draws from the gamma distribution of shape k (Marsaglia and Tsang, ACM
// Transactions on Mathematical Software 26, 2000, pp. 363-372).
func gamma(k float64, random *rand.Rand) float64 {
	if k < 1 {
		return gamma(k+1, random) * math.Pow(random.Float64(), 1/k)
	}
	d := k - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := random.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if math.Log(1-random.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

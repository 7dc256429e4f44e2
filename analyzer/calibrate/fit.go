package calibrate

import (
	"math"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
)

// prior is how many passes the default shares of a branch weigh: a branch that was
// passed ten times keeps half of them.
const prior = 10

// fitPasses fits shares, ends and rounds to the passes of the counted nodes. People may
// hang up anywhere, but are taken to do so only where the counts need it, and rather
// where the flow speaks to them or waits.
func fitPasses(g *cfg.Graph, c NodeCounts, passes map[cfg.NodeID]float64, how network, m calls.Model) (*Fit, *Problem) {
	var w *network
	for where := markedOnly; where <= everywhere; where++ {
		w = newNetwork(g, c, passes, how, m, where)
		w.tighten()
		w.scale()
		w.remain()
		if w.off <= 0.002*c.Runs+0.5 {
			break
		}
	}
	f := &Fit{Shares: map[cfg.NodeID]map[string]Share{}, Ends: map[cfg.NodeID]Share{}, Rounds: map[cfg.NodeID]Share{}, Worst: cfg.None}
	for i := range g.Nodes {
		f.read(w, cfg.NodeID(i), c, m)
	}
	if w.off > 0 {
		f.Worst, f.Off = w.equations[w.worst].node, w.off/c.Runs
	}
	if w.off > tolerance*c.Runs+3*math.Sqrt(c.Runs) {
		e := &w.equations[w.worst]
		want := w.sum(e.in) + e.add
		return f, &Problem{Kind: Contradictory, Node: e.node, Got: e.target, Want: want}
	}
	return f, nil
}

// read takes what the fitted flow says of a node.
func (f *Fit) read(w *network, id cfg.NodeID, c NodeCounts, m calls.Model) {
	n := &w.g.Nodes[id]
	if !n.Live {
		return
	}
	out := w.sum(w.edges[id])
	if end, ok := w.ends[id]; ok && n.Callee == cfg.None {
		f.readEnd(&w.vars[end], id, n, out)
	}
	switch {
	case n.Head != cfg.NoLoop:
		f.readRounds(w, id, n, m)
	case branches(n):
		f.readShares(w, id, c, m, out)
	}
}

// branches reports whether runs part at n by its own outputs.
func branches(n *cfg.Node) bool {
	if n.Kind != cfg.Act && n.Kind != cfg.Menu || n.Head != cfg.NoLoop || n.Callee != cfg.None {
		return false
	}
	for _, e := range n.Out[min(1, len(n.Out)):] {
		if e.Output != n.Out[0].Output {
			return true
		}
	}
	return false
}

// readEnd takes the share of the passes after which runs end at a node.
func (f *Fit) readEnd(v *variable, id cfg.NodeID, n *cfg.Node, out float64) {
	all := v.x + out
	if all <= 0 {
		return
	}
	share := v.x / all
	if !n.MayEnd && v.x < max(0.5, 1e-4*all) || len(n.Out) == 0 {
		return
	}
	s := Share{Value: share, Passes: all}
	s.Low, s.High = interval(clamp(v.low/all), share, clamp(v.high/all), all)
	f.Ends[id] = s
}

// readShares takes the shares of a node's outputs, drawn to the default shares by a few
// passes that never were.
func (f *Fit) readShares(w *network, id cfg.NodeID, c NodeCounts, m calls.Model, out float64) {
	n := &w.g.Nodes[id]
	if !countedAround(w, id) {
		return
	}
	defaults := seeds(w.g, id, c, m)
	shares := make(map[string]Share, len(n.Out))
	for k, p := range w.parts[id] {
		x := w.vars[p.variable]
		if part, alone := w.share(id, k); !alone {
			x.x, x.low = x.x*part, 0
		}
		name := n.Out[k].Output
		s := shares[name]
		s.Value += (x.x + prior*defaults[k]) / (out + prior)
		s.Low += x.low
		s.High += min(x.high, out)
		s.Passes = out
		shares[name] = s
		f.Edges++
		if x.high-x.low <= 2+0.05*out {
			f.Settled++
		}
	}
	seen := out
	if w.loose[id] {
		seen = min(seen, w.counts[id]) // passes of one run are no independent trials
	}
	for name, s := range shares {
		s.Passes = seen
		s.Settled = s.High-s.Low <= 2+0.05*out
		if s.Settled {
			s.Low, s.High = s.Value*out, s.Value*out // the fit is within
		}
		s.Low, s.High = interval(clamp(s.Low/max(out, 1e-9)), s.Value, clamp(s.High/max(out, 1e-9)), seen)
		shares[name] = s
	}
	f.Shares[id], f.Known = shares, true
}

// countedAround reports whether counts say something of a node's own shares: it was
// counted, or all that it leads to was, as with menus where menus are not counted.
func countedAround(w *network, id cfg.NodeID) bool {
	if _, counted := w.passes[id]; counted {
		return true
	}
	for _, e := range w.g.Nodes[id].Out {
		if _, counted := w.passes[e.To]; !counted {
			return false
		}
	}
	return true
}

// readRounds takes the mean rounds of a loop whose count is not constant: with S the
// rounds that begin for one entry and a the share of the rounds that come back, the
// rounds n solve 1 + a + ... + a^(n-1) = S.
func (f *Fit) readRounds(w *network, id cfg.NodeID, n *cfg.Node, m calls.Model) {
	loop := &w.g.Loops[n.Head]
	if loop.Count != nil && !loop.Until {
		return
	}
	entries, back, body := w.sum(w.entries[id]), w.sum(w.backs[id]), 0.0
	for k, p := range w.parts[id] {
		if n.Out[k].Output == "loop" || loop.Task {
			body += w.vars[p.variable].x
		}
	}
	if loop.Task {
		body = entries + back
	}
	if entries <= 0 || !w.countedIn(n.Head) {
		return
	}
	most := float64(calls.ActionCap)
	if loop.Count != nil {
		most = float64(*loop.Count)
	}
	started, again := body/entries, min(back/max(body, 1e-9), 1)
	mean := roundsOf(started, again, most)
	if loop.Until && again > 0 && started >= 1 { // the loop's own condition ends it, not the count
		q := leaveOf(started, again, most)
		mean = meanOf(q, most)
	}
	weight := entries / (entries + prior)
	mean = weight*mean + (1-weight)*m.MeanRounds(w.g, n.Head)
	s := Share{Value: mean, Passes: entries}
	spread := 1.96 * math.Sqrt(mean*(mean+1)/max(entries, 1))
	s.Low, s.High = max(mean-spread, 0), min(mean+spread, most)
	f.Rounds[id] = s
	f.Known = true
}

// countedIn reports whether some node in a loop was counted.
func (w *network) countedIn(l cfg.LoopID) bool {
	for n := range w.passes {
		if w.g.Nodes[n].Head != l && w.g.InLoop(n, l) {
			return true
		}
	}
	return false
}

// roundsOf solves 1 + a + ... + a^(n-1) = started for n, with fractions of a round as
// the model has them.
func roundsOf(started, again, most float64) float64 {
	sum, begin := 0.0, 1.0
	for n := 0.0; n < most; n++ {
		if sum+begin >= started {
			return n + (started-sum)/begin
		}
		sum += begin
		if begin *= again; begin < 1e-9 {
			return most
		}
	}
	return most
}

// leaveOf is the share q of the rounds after which the loop's own condition ends it: the
// sum of (a (1-q))^i is started.
func leaveOf(started, again, most float64) float64 {
	low, high := 0.0, 1.0
	for range 60 {
		q := (low + high) / 2
		if begun(again*(1-q), most) > started {
			low = q
		} else {
			high = q
		}
	}
	return (low + high) / 2
}

// begun is 1 + r + ... + r^(most-1).
func begun(r, most float64) float64 {
	if r >= 1 {
		return most
	}
	return (1 - math.Pow(r, most)) / (1 - r)
}

// meanOf is the rounds that begin when only the loop's condition ends it.
func meanOf(leave, most float64) float64 { return begun(1-leave, most) }

// troubled gives the outputs that stand for trouble a known share together.
func troubled(p []float64, outputs []string, failed float64) {
	trouble, rest := 0.0, 0.0
	for i, o := range outputs {
		if flow.IsTrouble(o) {
			trouble += p[i]
		} else {
			rest += p[i]
		}
	}
	if trouble <= 0 || rest <= 0 {
		return
	}
	for i, o := range outputs {
		if flow.IsTrouble(o) {
			p[i] *= failed / trouble
		} else {
			p[i] *= (1 - failed) / rest
		}
	}
}

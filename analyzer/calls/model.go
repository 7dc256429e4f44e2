package calls

import (
	"math"

	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
)

// Model is the branch model: which share of the runs that come to a node leave
// it by which output, and how many rounds a loop of unknown count runs.
type Model struct {
	// Rare is the share of each output that stands for trouble: failure,
	// timeout, too many missing or unmatched inputs.
	Rare float64
	// Rounds is how often, on average, a loop runs whose count is not constant, and
	// how often a loop task goes round.
	Rounds float64
	// Share, if set, gives the share of an output where it is known, measured
	// or assumed; ok is false where the defaults apply. What the known outputs
	// of a node leave over is split by the defaults among the others.
	Share func(n cfg.NodeID, output string) (share float64, ok bool)
	// Count, if set, gives the mean rounds of a loop where they are known better, as
	// they are begun when nothing in the body leaves it. Of 2.4 rounds, six in ten
	// loops run two and four in ten run three; a loop with a condition of its own
	// ends after the same share of all its rounds.
	Count func(head cfg.NodeID) (rounds float64, ok bool)
	// Ends, if set, gives the share of the passes of a node with which the whole
	// interaction ends there, as in a bot that hangs up, or where people hang up. Of
	// what is not known no share ends. Heads of loops and calls of tasks have none.
	Ends func(n cfg.NodeID) float64
	// Cap is how many actions one run can execute, and CapHandler how many more
	// the error handling can that the cap leads to. 0 means ActionCap and
	// ActionCapHandler.
	Cap, CapHandler int64
}

// DefaultModel returns the assumptions that hold when nothing is known:
// trouble takes 1 % an output, all other outputs share the rest equally, and
// an unknown count runs 3 times. They are assumptions, not facts of the
// platform; reports state them.
func DefaultModel() Model { return Model{Rare: 0.01, Rounds: 3} }

// endShare is the share of the passes of n that end the interaction.
func (m Model) endShare(n cfg.NodeID) float64 {
	if m.Ends == nil {
		return 0
	}
	return min(max(m.Ends(n), 0), 1)
}

// rounds makes a region of every loop, with the rounds that the model gives it.
func (m Model) rounds(g *cfg.Graph) roundsOf {
	return func(l cfg.LoopID) (float64, bool) {
		loop := &g.Loops[l]
		if m.Count != nil {
			if n, ok := m.Count(loop.Head); ok {
				if loop.Until && n >= 1 { // its condition ends it: see leaveShare
					return m.mostRounds(loop), true
				}
				return n, true
			}
		}
		if loop.Count != nil {
			return float64(*loop.Count), true
		}
		return m.Rounds, true
	}
}

// meanRounds is how many rounds a loop begins on average when nothing in its body
// leaves it.
func (m Model) meanRounds(g *cfg.Graph, l cfg.LoopID) float64 {
	if head := g.Loops[l].Head; m.given(head) {
		n, _ := m.Count(head)
		return n
	}
	n, _ := m.rounds(g)(l)
	return n
}

// given reports whether the model knows the rounds of the loop of a head.
func (m Model) given(head cfg.NodeID) bool {
	if m.Count == nil {
		return false
	}
	_, ok := m.Count(head)
	return ok
}

// leaveShare is the share of the rounds of a loop after which a condition of its
// own ends it. The count of such a loop is only the most: without it, it runs the
// model's rounds on average. Where mean rounds are given, the share follows from
// them. 0 where nothing else ends it.
func (m Model) leaveShare(g *cfg.Graph, l cfg.LoopID) float64 {
	loop := &g.Loops[l]
	if !loop.Until {
		return 0
	}
	if m.given(loop.Head) {
		rounds, _ := m.Count(loop.Head)
		return LeaveShareOf(rounds, m.mostRounds(loop))
	}
	if loop.Count == nil {
		return 0
	}
	return 1 / max(m.Rounds, 1)
}

// mostRounds is how many rounds a loop with a condition of its own can run: its
// count, or what the platform's cap leaves room for.
func (m Model) mostRounds(loop *cfg.Loop) float64 {
	if loop.Count != nil {
		return float64(*loop.Count)
	}
	if m.Cap > 0 {
		return float64(m.Cap)
	}
	return float64(ActionCap)
}

// LeaveShareOf is the share q of the rounds after which a loop ends that begins so
// many rounds on average and at most so many: the root of
//
//	1 + (1-q) + ... + (1-q)^(most-1) = mean.
//
// The left side falls in q, so bisection finds it. A loop that begins less than one
// round on average ends before its first, and the share is 0.
func LeaveShareOf(mean, most float64) float64 {
	if mean >= most || mean < 1 {
		return 0
	}
	low, high := 0.0, 1.0
	for range 60 {
		q := (low + high) / 2
		if -math.Expm1(most*math.Log1p(-q)) > mean*q {
			low = q
		} else {
			high = q
		}
	}
	return (low + high) / 2
}

// shares returns the probability of each edge of out, which leave n.
func (m Model) shares(n cfg.NodeID, outputs []string) []float64 {
	p := make([]float64, len(outputs))
	left, open, openRare := 1.0, 0, 0
	for i, o := range outputs {
		p[i] = -1
		if m.Share != nil {
			if s, ok := m.Share(n, o); ok {
				p[i] = s
				left -= s
				continue
			}
		}
		switch {
		case flow.IsTrouble(o):
			openRare++
		case o != flow.OtherOutput:
			open++
		}
	}
	if open == 0 { // what is not listed takes what no listed output does
		open = count(outputs, p, flow.OtherOutput)
	} else {
		for i, o := range outputs {
			if o == flow.OtherOutput && p[i] < 0 {
				p[i] = 0
			}
		}
	}
	m.split(p, outputs, max(left, 0), open, openRare)
	return p
}

// count is how many outputs of that name have no share yet.
func count(outputs []string, p []float64, name string) int {
	n := 0
	for i, o := range outputs {
		if o == name && p[i] < 0 {
			n++
		}
	}
	return n
}

// split deals what is left out to the outputs without a given share.
func (m Model) split(p []float64, outputs []string, left float64, open, openRare int) {
	each := min(m.Rare, left/float64(max(openRare, 1)))
	if open == 0 { // nothing but trouble: it takes all
		each = left / float64(max(openRare, 1))
	}
	rest := (left - each*float64(openRare)) / float64(max(open, 1))
	for i, o := range outputs {
		switch {
		case p[i] >= 0:
		case flow.IsTrouble(o):
			p[i] = each
		default:
			p[i] = rest
		}
	}
}

// MeanRounds returns how many rounds a loop begins on average when nothing in its body
// leaves it.
func (m Model) MeanRounds(g *cfg.Graph, l cfg.LoopID) float64 { return m.meanRounds(g, l) }

// Shares returns the share of the runs that leave n by each of these outputs,
// for those who walk a graph rather than solve it.
func (m Model) Shares(n cfg.NodeID, outputs []string) []float64 { return m.shares(n, outputs) }

// LeaveShare returns the share of the rounds of a loop after which a condition
// of its own ends it.
func (m Model) LeaveShare(g *cfg.Graph, l cfg.LoopID) float64 { return m.leaveShare(g, l) }

// EndShare returns the share of the passes of n that end the interaction there.
func (m Model) EndShare(n cfg.NodeID) float64 { return m.endShare(n) }

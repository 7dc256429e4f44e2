package simulate

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Chain is a source whose walkers follow a Markov chain: what flows become once
// each output has a probability. States call, wait, branch, or end.
type Chain struct {
	States []State
	First  int // the first state
	idle   []*chainWalker
}

// StateKind is what a state does.
type StateKind uint8

// The kinds of states. A Branch takes no time.
const (
	EndState StateKind = iota
	CallState
	WaitState
	BranchState
)

// State is one place in a chain. After it the walker goes on by Next, or after
// a call that went wrong by the edges for that, where there are any: OnRefused and
// OnTimeout fall back on OnFailure, OnFailure on Next. Without an edge the walk ends.
type State struct {
	Kind    StateKind
	Action  int     // of a CallState
	Seconds Latency // of a WaitState
	// Rounds, on a BranchState, sends a walker along Next that many times, and along
	// OnFailure afterwards: a counted loop. 0 is a plain branch.
	Rounds int
	// Resets are states whose rounds restart when a walker arrives here: the entry of a
	// loop inside of another.
	Resets    []int
	Next      []Edge
	OnFailure []Edge
	OnTimeout []Edge
	OnRefused []Edge
}

// Edge leads to a state. Probabilities of a list are taken in proportion.
type Edge struct {
	Probability float64
	To          int
}

// To is the only edge there is.
func To(state int) []Edge { return []Edge{{Probability: 1, To: state}} }

// Check reports the first thing that makes no sense in the chain.
func (c *Chain) Check(actions int) error {
	if c.First < 0 || c.First >= len(c.States) {
		return fmt.Errorf("chain starts in state %d of %d", c.First, len(c.States))
	}
	for i, s := range c.States {
		if s.Kind == CallState && (s.Action < 0 || s.Action >= actions) {
			return fmt.Errorf("state %d calls action %d of %d", i, s.Action, actions)
		}
		for _, r := range s.Resets {
			if r < 0 || r >= len(c.States) {
				return fmt.Errorf("state %d resets state %d of %d", i, r, len(c.States))
			}
		}
		if s.Kind == WaitState && s.Seconds == nil {
			return fmt.Errorf("state %d waits for no time", i)
		}
		for _, edges := range [][]Edge{s.Next, s.OnFailure, s.OnTimeout, s.OnRefused} {
			for _, e := range edges {
				if e.To < 0 || e.To >= len(c.States) || !(e.Probability >= 0) || math.IsInf(e.Probability, 0) {
					return fmt.Errorf("state %d has an edge to state %d of %d with probability %v", i, e.To, len(c.States), e.Probability)
				}
			}
		}
	}
	return nil
}

// Start implements Source.
func (c *Chain) Start(*rand.Rand) Walker {
	if n := len(c.idle); n > 0 {
		w := c.idle[n-1]
		c.idle = c.idle[:n-1]
		w.at, w.fresh = c.First, true
		clear(w.rounds)
		return w
	}
	w := &chainWalker{chain: c, at: c.First, fresh: true}
	for _, s := range c.States {
		if s.Rounds > 0 {
			w.rounds = make([]int, len(c.States))
			break
		}
	}
	return w
}

// Done implements Source.
func (c *Chain) Done(w Walker) {
	if mine, ok := w.(*chainWalker); ok && mine.chain == c {
		c.idle = append(c.idle, mine)
	}
}

type chainWalker struct {
	chain  *Chain
	at     int
	fresh  bool // at has not been done yet
	rounds []int
}

// maxBranches is how many branches in a row may take no time: the platform's
// cap on executed actions.
const maxBranches = 10_000

// Next implements Walker.
func (w *chainWalker) Next(_ float64, last Outcome, rng *rand.Rand) Stage {
	for range maxBranches {
		s := &w.chain.States[w.at]
		if !w.fresh {
			edges := s.after(last)
			last = None
			if len(edges) == 0 {
				return Stage{}
			}
			w.at = pick(edges, rng)
			s = &w.chain.States[w.at]
		}
		w.fresh = false
		for _, i := range s.Resets {
			if i < len(w.rounds) {
				w.rounds[i] = 0
			}
		}
		switch s.Kind {
		case EndState:
			return Stage{}
		case CallState:
			return Stage{Kind: Call, Action: s.Action}
		case WaitState:
			return Stage{Kind: Wait, Seconds: s.Seconds.Draw(rng)}
		}
		if s.Rounds > 0 {
			w.rounds[w.at]++
			if w.rounds[w.at] > s.Rounds {
				w.rounds[w.at] = 0
				last = Failure
			}
		}
	}
	return Stage{}
}

// after returns the edges to take after that outcome.
func (s *State) after(last Outcome) []Edge {
	edges := s.Next
	switch {
	case last == Refused && s.OnRefused != nil:
		edges = s.OnRefused
	case last == Timeout && s.OnTimeout != nil:
		edges = s.OnTimeout
	case last != None && last != Success && s.OnFailure != nil:
		edges = s.OnFailure
	}
	return edges
}

func pick(edges []Edge, rng *rand.Rand) int {
	if len(edges) == 1 {
		return edges[0].To
	}
	total := 0.0
	for _, e := range edges {
		total += e.Probability
	}
	x := rng.Float64() * total
	for _, e := range edges {
		if x -= e.Probability; x < 0 {
			return e.To
		}
	}
	return edges[len(edges)-1].To
}

// Sequence is a chain that calls the actions one after another with a pause
// before each but the first, and makes a call that went wrong again up to so
// many times, each time after retryPause. A nil pause takes no time.
func Sequence(actions []int, pause Latency, retries int, retryPause Latency) *Chain {
	if pause == nil {
		pause = Constant(0)
	}
	if retryPause == nil {
		retryPause = Constant(0)
	}
	const each = 4 // states an action: pause, call, attempts so far, pause before a repeat
	c := &Chain{First: 1}
	for i, action := range actions {
		first, next := i*each, (i+1)*each
		call := State{Kind: CallState, Action: action, Next: To(next)}
		if retries > 0 {
			call.OnFailure = To(first + 2)
		}
		c.States = append(c.States,
			State{Kind: WaitState, Seconds: pause, Next: To(first + 1)},
			call,
			State{Kind: BranchState, Rounds: max(retries, 1), Next: To(first + 3), OnFailure: To(next)},
			State{Kind: WaitState, Seconds: retryPause, Next: To(first + 1)})
	}
	c.States = append(c.States, State{}, State{})
	return c
}

package interaction

import (
	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
)

// Spread answers how the numbers of calls in an interaction vary, and vary
// together. It is not safe for concurrent use.
type Spread struct {
	net   *Net
	count func(flow, call int) int
	known map[int]*outcome
	busy  []bool
}

// outcome is what is known of the interactions that enter at a flow.
type outcome struct {
	moments *calls.Moments
	why     Unsolved
}

// Unsolved says why moments are not known.
type Unsolved string

// Why moments can be unknown.
const (
	Solved    Unsolved = ""
	Recursive Unsolved = "recursive" // flows lead back to one another
	TooLarge  Unsolved = "large"     // too many actions times counts
)

// MostWork is how many actions times counts one flow may have for its moments
// to be solved: some seconds.
const MostWork = 20_000_000

// Spread prepares to count the calls of the net's flows: count names the count
// that call i of Flow.Calls adds to, or is negative where it is left out.
func (n *Net) Spread(count func(flow, call int) int) *Spread {
	return &Spread{net: n, count: count, known: make(map[int]*outcome), busy: make([]bool, len(n.flows))}
}

// Of returns the moments of the counts in an interaction that enters at flow i:
// those of its run, with what it goes on in behind each link. They rest on the
// branch model, as Passes does: behind a link that may lead to one of several
// flows each is as likely. nil with the reason where they are not known.
func (s *Spread) Of(i int) (*calls.Moments, Unsolved) {
	if o, ok := s.known[i]; ok {
		return o.moments, o.why
	}
	if s.busy[i] {
		return nil, Recursive
	}
	s.busy[i] = true
	o := s.solve(i)
	s.busy[i] = false
	s.known[i] = o
	return o.moments, o.why
}

func (s *Spread) solve(i int) *outcome {
	f := s.net.flows[i]
	at := make(map[cfg.NodeID]*calls.Moments)
	counts := make(map[int]bool)
	for c, n := range f.Calls {
		if count := s.count(i, c); count >= 0 {
			at[n], counts[count] = calls.Once(count), true
		}
	}
	for _, l := range f.links {
		behind, why := s.behind(l)
		if why != Solved {
			return &outcome{why: why}
		}
		for _, c := range behind.Counts {
			counts[c] = true
		}
		at[l.node] = calls.Both(at[l.node], behind)
	}
	if len(counts) == 0 {
		return &outcome{moments: &calls.Moments{}}
	}
	defer f.close()
	if len(counts)*len(f.analysis().Graph.Nodes) > MostWork {
		return &outcome{why: TooLarge}
	}
	return &outcome{moments: f.analysis().Moments(at)}
}

// behind is what follows a link.
func (s *Spread) behind(l link) (*calls.Moments, Unsolved) {
	all := make([]*calls.Moments, 0, len(l.to))
	for _, to := range l.to {
		m, why := s.Of(to)
		if why != Solved {
			return nil, why
		}
		all = append(all, m)
	}
	return calls.Mix(all), Solved
}

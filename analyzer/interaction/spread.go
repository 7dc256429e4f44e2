package interaction

import (
	"slices"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
)

// Spread is how the numbers of calls in an interaction vary, and vary together.
type Spread struct {
	net   *Net
	count func(flow, call int) int
	known []*outcome // by flow; nil where nobody asked
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
	Recursive Unsolved = "recursive" // flows start more of one another than end
	TooLarge  Unsolved = "large"     // too many actions times counts
)

// MostWork is how many actions times counts one flow may have for its moments
// to be solved: some seconds.
const MostWork = 20_000_000

// Spread solves how the counts vary in interactions that enter at some flows: count
// names the count that call i of Flow.Calls adds to, or is negative where it is
// left out. Flows that do not lead to one another are solved side by side, so that
// count must bear that.
func (n *Net) Spread(entered []int, count func(flow, call int) int, each Each) *Spread {
	s := &Spread{net: n, count: count, known: make([]*outcome, len(n.flows))}
	asked := make([]bool, len(n.flows))
	for _, i := range entered {
		asked[i] = true
		for _, to := range n.Total(i).Reaches {
			asked[to] = true
		}
	}
	n.upwards(each, func(group []int32) {
		switch {
		case !slices.ContainsFunc(group, func(i int32) bool { return asked[i] }):
		case n.groups.Cyclic[n.groups.Of[group[0]]]:
			s.solveGroup(group)
		default:
			s.known[group[0]] = s.solve(int(group[0]))
		}
	})
	return s
}

// Of returns the moments of the counts in an interaction that enters at flow i:
// those of its run, with what it goes on in behind each link. They rest on the
// branch model, as Passes does: behind a link that may lead to one of several
// flows each is as likely. nil with the reason where they are not known. A flow that
// was not asked for, or was left out when work ended early, adds nothing.
func (s *Spread) Of(i int) (*calls.Moments, Unsolved) {
	if s.known[i] == nil {
		return &calls.Moments{}, Solved
	}
	return s.known[i].moments, s.known[i].why
}

func (s *Spread) solve(i int) *outcome {
	f := s.net.flows[i]
	at := s.own(i)
	counts := make(map[int]bool)
	for _, m := range at {
		counts[m.Counts[0]] = true
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
	return s.run(f, at, len(counts))
}

// own are the calls of a flow itself that are counted.
func (s *Spread) own(i int) map[cfg.NodeID]*calls.Moments {
	at := make(map[cfg.NodeID]*calls.Moments)
	for c, n := range s.net.flows[i].Calls {
		if count := s.count(i, c); count >= 0 {
			at[n] = calls.Once(count)
		}
	}
	return at
}

// run solves one run of f in which nodes add to that many counts.
func (s *Spread) run(f *Flow, at map[cfg.NodeID]*calls.Moments, counts int) *outcome {
	if counts == 0 {
		return &outcome{moments: &calls.Moments{}}
	}
	defer f.close()
	if counts*len(f.analysis().Graph.Nodes) > MostWork {
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

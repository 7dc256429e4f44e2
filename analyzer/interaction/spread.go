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
	// Of a flow that others run: the moments of the runs that come back and of those
	// that do not, and the share of the former.
	returns, ends *calls.Moments
	share         float64
}

// plainOutcome is one whose end has no bearing on the counts.
func plainOutcome(m *calls.Moments) *outcome {
	return &outcome{moments: m, returns: m, ends: m, share: 1}
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
	o := s.outcome(i)
	return o.moments, o.why
}

func (s *Spread) outcome(i int) *outcome {
	if s.known[i] == nil {
		return plainOutcome(&calls.Moments{})
	}
	return s.known[i]
}

func (s *Spread) solve(i int) *outcome {
	f := s.net.flows[i]
	adds, counts := newAdds(s.own(i)), make(map[int]bool)
	for _, m := range adds.At {
		counts[m.Counts[0]] = true
	}
	for _, l := range f.links {
		for _, to := range l.to {
			m, why := s.Of(to)
			if why != Solved {
				return &outcome{why: why}
			}
			for _, c := range m.Counts {
				counts[c] = true
			}
		}
	}
	if len(counts) > 0 {
		for _, l := range f.links {
			s.follow(f, l, adds)
		}
	}
	return s.run(f, adds, len(counts))
}

func newAdds(at map[cfg.NodeID]*calls.Moments) calls.Adds {
	return calls.Adds{At: at, GoesOn: make(map[cfg.NodeID]*calls.Moments), Ends: make(map[cfg.NodeID]*calls.Moments)}
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

// follow adds what follows a link: by how it ends, where that decides whether the
// flow goes on.
func (s *Spread) follow(f *Flow, l link, adds calls.Adds) {
	all := make([]*outcome, len(l.to))
	for k, to := range l.to {
		all[k] = s.outcome(to)
	}
	if !l.runs || !f.analysis().Forks(l.node) {
		adds.At[l.node] = calls.Both(adds.At[l.node], mixed(all, func(o *outcome) (*calls.Moments, float64) { return o.moments, 1 }))
		return
	}
	adds.GoesOn[l.node] = mixed(all, func(o *outcome) (*calls.Moments, float64) { return o.returns, o.share })
	adds.Ends[l.node] = mixed(all, func(o *outcome) (*calls.Moments, float64) { return o.ends, 1 - o.share })
}

// mixed are moments of one of several outcomes, in proportion to their shares.
func mixed(all []*outcome, of func(*outcome) (*calls.Moments, float64)) *calls.Moments {
	moments, shares := make([]*calls.Moments, len(all)), make([]float64, len(all))
	for k, o := range all {
		moments[k], shares[k] = of(o)
	}
	return calls.Mixed(moments, shares)
}

// run solves one run of f in which nodes add to that many counts.
func (s *Spread) run(f *Flow, adds calls.Adds, counts int) *outcome {
	if counts == 0 {
		return plainOutcome(&calls.Moments{})
	}
	defer f.close()
	if counts*f.size > MostWork {
		return &outcome{why: TooLarge}
	}
	if !f.called {
		return plainOutcome(f.analysis().MomentsOf(adds))
	}
	byEnd := f.analysis().MomentsByEnd(adds)
	return &outcome{moments: byEnd.All, returns: byEnd.Returns, ends: byEnd.Ends, share: byEnd.Share}
}

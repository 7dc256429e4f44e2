package interaction

import (
	"slices"

	"archlint/analyzer/calls"
)

// spreadGroup solves the moments of flows that lead back to one another. With X
// what one run of flow f adds and j the flow that follows it, the means are
// m(f) = E[X] + E[m(j)], and the second moments are
//
//	M(f) = E[XX'] + E[X m(j)' + m(j) X'] + E[M(j)],
//
// both linear in what is unknown, with the matrix of rounds: the means are solved
// first, then the constant part of the second moments flow by flow, then these.
// (Moments of Markov reward processes; Kemeny and Snell, Finite Markov Chains, 3.3.)
type spreadGroup struct {
	*Spread
	*rounds
	counts []int       // all that any of the flows adds to, ascending
	mean   [][]float64 // by count and member
	second [][]float64 // by pair of counts and member
}

// MostGroupWork is how many counts squared times flows a group may have for its
// moments to be solved.
const MostGroupWork = 20_000_000

// solveGroup solves all flows of a group, or gives all of them the reason why it cannot.
func (s *Spread) solveGroup(group []int32) {
	g := &spreadGroup{Spread: s, rounds: s.net.rounds(s.net.groups.Of[group[0]])}
	why := g.gather()
	if why == Solved && len(g.counts)*len(g.counts)*len(g.members) > MostGroupWork {
		why = TooLarge
	}
	if why == Solved && !g.solveMeans() {
		why = Recursive
	}
	if why == Solved {
		why = g.solveSeconds()
	}
	for k, i := range g.members {
		s.known[i] = &outcome{why: why}
		if why == Solved {
			s.known[i] = plainOutcome(g.moments(k))
		}
	}
}

// gather finds the counts.
func (g *spreadGroup) gather() Unsolved {
	for _, i := range g.members {
		for _, m := range g.own(int(i)) {
			g.counts = append(g.counts, m.Counts[0])
		}
		for _, l := range g.net.flows[i].links {
			for _, to := range l.to {
				m, why := g.Of(to) // of the group itself nothing is known yet
				if why != Solved {
					return why
				}
				g.counts = append(g.counts, m.Counts...)
			}
		}
	}
	slices.Sort(g.counts)
	g.counts = slices.Compact(g.counts)
	return Solved
}

// solveMeans reports whether the means exist, and are what an interaction can make
// below the platform's cap: flows that go round without an end have none.
func (g *spreadGroup) solveMeans() bool {
	rewards := rectangle(len(g.counts), len(g.members))
	for k, i := range g.members {
		f := g.net.flows[i]
		add := func(m *calls.Moments, times float64) {
			for at, c := range m.Counts {
				row, _ := slices.BinarySearch(g.counts, c)
				rewards[row][k] += times * m.Mean[at]
			}
		}
		for n, m := range g.own(int(i)) {
			add(m, f.visits[n])
		}
		for _, l := range f.links {
			for _, to := range l.to {
				if m, _ := g.Of(to); m != nil {
					add(m, f.visits[l.node]/float64(len(l.to)))
				}
			}
		}
	}
	for _, reward := range rewards {
		mean, ok := g.chain.Values(reward)
		if !ok || slices.Max(mean) > float64(calls.ActionCap) {
			return false
		}
		g.mean = append(g.mean, mean)
	}
	return true
}

// solveSeconds solves the second moments.
func (g *spreadGroup) solveSeconds() Unsolved {
	n := len(g.counts)
	rewards := rectangle(n*n, len(g.members))
	for k, i := range g.members {
		one := g.run(g.net.flows[i], g.during(int(i)), n)
		if one.why != Solved {
			return one.why
		}
		g.place(one.moments, k, rewards)
	}
	g.second = make([][]float64, n*n)
	for a := range n {
		for b := range a + 1 {
			second, ok := g.chain.Values(rewards[a*n+b])
			if !ok {
				return Recursive
			}
			g.second[a*n+b], g.second[b*n+a] = second, second
		}
	}
	return Solved
}

// during is what a run of flow i adds, with the means alone of what follows in the
// group. Whether a flow of the group that is called comes back is taken to have no
// bearing on what it adds.
func (g *spreadGroup) during(i int) calls.Adds {
	adds := newAdds(g.own(i))
	for _, l := range g.net.flows[i].links {
		behind, inside := make([]*calls.Moments, 0, len(l.to)), false
		for _, to := range l.to {
			m, _ := g.Of(to)
			if k, in := g.at[to]; in {
				m, inside = g.meansOnly(k), true
			}
			behind = append(behind, m)
		}
		if inside {
			adds.At[l.node] = calls.Both(adds.At[l.node], calls.Mix(behind))
		} else {
			g.follow(g.net.flows[i], l, adds)
		}
	}
	return adds
}

func (g *spreadGroup) meansOnly(member int) *calls.Moments {
	m := &calls.Moments{Counts: g.counts, Second: make([]float64, len(g.counts)*len(g.counts))}
	for c := range g.counts {
		m.Mean = append(m.Mean, g.mean[c][member])
	}
	return m
}

// place puts the second moments of one run of a member among those of all counts.
func (g *spreadGroup) place(m *calls.Moments, member int, seconds [][]float64) {
	rows := make([]int, len(m.Counts))
	for at, c := range m.Counts {
		rows[at], _ = slices.BinarySearch(g.counts, c)
	}
	for a, row := range rows {
		for b, column := range rows {
			seconds[row*len(g.counts)+column][member] = m.Second[a*len(rows)+b]
		}
	}
}

// moments are those of the interactions that enter at a member.
func (g *spreadGroup) moments(member int) *calls.Moments {
	m := g.meansOnly(member)
	for at := range m.Second {
		m.Second[at] = g.second[at][member]
	}
	return m
}

func rectangle(rows, columns int) [][]float64 {
	out := make([][]float64, rows)
	for i := range out {
		out[i] = make([]float64, columns)
	}
	return out
}

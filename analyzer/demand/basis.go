package demand

import (
	"slices"

	"archlint/analyzer/capacity"
	"archlint/analyzer/cfg"
	"archlint/analyzer/facts"
)

// markBases says of the sums over call sites what they rest on: in one run of each flow, and
// in an interaction that enters there.
func (j Joined) markBases() {
	perRun := make([]string, len(j.Flows))
	for i, f := range j.Flows {
		perRun[i] = sumBasis(&f.Facts, func(*facts.Call) bool { return true })
		f.Facts.PerRunBasis = facts.BasisWord(perRun[i])
		for k := range f.Facts.PerDataAction {
			s := &f.Facts.PerDataAction[k]
			s.Basis = facts.BasisWord(sumBasis(&f.Facts, func(c *facts.Call) bool {
				return c.DataAction == s.Name && c.Integration == s.Integration
			}))
		}
		for k := range f.Facts.PerIntegration {
			s := &f.Facts.PerIntegration[k]
			s.Basis = facts.BasisWord(sumBasis(&f.Facts, func(c *facts.Call) bool { return c.Integration == s.Integration }))
		}
	}
	all := slices.Clone(perRun)
	groups := j.Net.Groups()
	for _, group := range slices.Backward(groups) { // those that others lead to come first
		word := ""
		for _, i := range group {
			word = facts.WeakerBasis(word, j.onwardBasis(i, perRun[i], all))
		}
		for _, i := range group {
			all[i] = word
			j.Flows[i].Facts.PerInteractionBasis = facts.BasisWord(word)
		}
	}
}

// onwardBasis is what the calls of a flow and of those that it leads to rest on; all holds
// that of the latter.
func (j Joined) onwardBasis(i int, own string, all []string) string {
	word := own
	j.Net.Links(i, func(node cfg.NodeID, to int) {
		if j.Flows[to].Facts.PerInteraction.Max > 0 {
			word = facts.WeakerBasis(word, facts.WeakerBasis(all[to], j.wayBasis(i, node)))
		}
	})
	return word
}

// sumBasis is the weakest of what some call sites of a flow rest on.
func sumBasis(f *facts.Flow, in func(*facts.Call) bool) string {
	word := ""
	for k := range f.Calls {
		if c := &f.Calls[k]; c.PerRun.Max > 0 && in(c) {
			word = facts.WeakerBasis(word, siteBasis(c))
		}
	}
	return word
}

// leadBases says of each flow that an interaction reaches which enters at flow i what the
// number of its runs rests on: the weakest way that leads there. Flows that every
// interaction comes to as often have "".
func (j Joined) leadBases(i int) map[int]string {
	words := map[int]string{i: ""}
	for todo := []int{i}; len(todo) > 0; {
		from := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		j.Net.Links(from, func(node cfg.NodeID, to int) {
			word := facts.WeakerBasis(words[from], j.wayBasis(from, node))
			known, seen := words[to]
			if seen {
				word = facts.WeakerBasis(known, word)
			}
			if !seen || word != known {
				words[to] = word
				todo = append(todo, to)
			}
		})
	}
	return words
}

// wayBasis is what the passes of a node rest on that leads to another flow: a way, or a call
// that launches a workflow.
func (j Joined) wayBasis(from int, node cfg.NodeID) string {
	f := j.Flows[from]
	for site, n := range f.Part.Calls {
		if n == node {
			return siteBasis(&f.Facts.Calls[site])
		}
	}
	word := f.WayBases[node]
	if len(j.Net.Next(from, node)) > 1 { // each of them as likely
		word = facts.Assumed
	}
	return word
}

// siteBasis is what the expected runs of a call site rest on, "" where the flow itself
// leaves no choice.
func siteBasis(c *facts.Call) string {
	if c.PerRun.Min == c.PerRun.Max && c.Basis == facts.Given {
		return ""
	}
	return c.Basis
}

// addBasis adds what a call site of a flow rests on to the data action that it calls.
func addBasis(call *capacity.Call, f *Flow, site int, lead string) {
	c := &f.Facts.Calls[site]
	if c.PerRun.Max == 0 {
		return
	}
	one := capacity.CountBasis{
		Flow: f.Facts.Name, Basis: facts.WeakerBasis(siteBasis(c), lead), Executions: c.BasisExecutions, Days: c.BasisDays,
	}
	if n := len(call.Bases); n > 0 && call.Bases[n-1].Flow == one.Flow {
		last := &call.Bases[n-1]
		last.Basis = facts.WeakerBasis(last.Basis, one.Basis)
		if last.Executions == 0 {
			last.Executions, last.Days = one.Executions, one.Days
		}
		return
	}
	call.Bases = append(call.Bases, one)
}

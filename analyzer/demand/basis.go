package demand

import (
	"archlint/analyzer/capacity"
	"archlint/analyzer/cfg"
	"archlint/analyzer/facts"
)

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

package branchmodel

import (
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/config"
	"archlint/analyzer/internal/phrase"
	"archlint/analyzer/source"
)

// Check holds a profile, which may be nil, against the flows that it was bound to,
// and returns a sentence on what it changed. It is an error to name what no flow has:
// flows are the names of all flows, those that could not be analysed too. Where a
// name means several flows (one in two exports), one of them must have it.
func Check(p *config.Profile, flows []string, bound []Profiled) ([]string, error) {
	if p == nil || len(flows) == 0 {
		return nil, nil
	}
	all := gather(bound)
	var errs config.Errors
	for i, f := range p.Flows {
		n := all.flows[i]
		if n == 0 && !p.Partial {
			errs = append(errs, f.At.Error("no flow %q%s", f.Flow, config.Candidates(f.Flow, flows)))
		}
		for _, at := range f.Places() {
			if wrong := all.wrong[at]; n > 0 && len(wrong) == n {
				errs = append(errs, slices.MinFunc(wrong, func(a, b *source.Error) int { return strings.Compare(a.Message, b.Message) }))
			}
		}
	}
	for _, l := range p.Lists {
		if _, met := all.lists[l.At]; !met && !p.Partial {
			errs = append(errs, l.At.Error("no flow has a list %q", l.List))
		}
	}
	if len(errs) > 0 {
		return nil, errs.Sorted()
	}
	return all.note(), nil
}

// gathered is what became of a profile in all flows.
type gathered struct {
	flows  map[int]int                       // how many flows each of the profile's names mean
	wrong  map[config.Origin][]*source.Error // what is not in a flow, by its place in the profile
	shares map[config.Origin]bool            // what is
	loops  map[config.Origin]bool
	lists  map[config.Origin]config.ListLength
}

func gather(bound []Profiled) gathered {
	all := gathered{map[int]int{}, map[config.Origin][]*source.Error{}, map[config.Origin]bool{}, map[config.Origin]bool{},
		map[config.Origin]config.ListLength{}}
	for _, b := range bound {
		for _, l := range b.forAll {
			all.lists[l.At] = l
		}
		for i, found := range b.flows {
			all.flows[i]++
			for at, err := range found.wrong {
				all.wrong[at] = append(all.wrong[at], err)
			}
			for _, at := range found.shares {
				all.shares[at] = true
			}
			for _, at := range found.loops {
				all.loops[at] = true
			}
			for _, l := range found.lists {
				all.lists[l.At] = l
			}
		}
	}
	return all
}

// note says what the profile changed.
func (g gathered) note() []string {
	var parts []string
	if n := len(g.shares); n > 0 {
		parts = append(parts, "the shares of "+phrase.Plural(n, "output"))
	}
	if n := len(g.loops); n > 0 {
		parts = append(parts, "the rounds of "+phrase.Plural(n, "loop"))
	}
	if lists := g.listWords(); len(lists) > 0 {
		parts = append(parts, "the greatest length of "+phrase.Plural(len(lists), "list")+" ("+strings.Join(lists, ", ")+")")
	}
	if len(parts) == 0 {
		return nil
	}
	return []string{"From the traffic profile: " + strings.Join(parts, " and ") + "."}
}

// listWords names the lists whose lengths are given, with these.
func (g gathered) listWords() []string {
	var out []string
	for _, l := range g.lists {
		out = append(out, fmt.Sprintf("%s %d", l.List, l.Length))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Package demand joins flows to interactions, and holds what these ask for against
// the limits.
package demand

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/flowfacts"
	"archlint/analyzer/interaction"
	"archlint/analyzer/internal/inparallel"
	"archlint/analyzer/review"
)

// Flow is a flow as interactions run through it. Its facts are complete.
type Flow struct {
	flowfacts.Flow
	// reaches are the flows that an interaction which enters here can go on in, by
	// index, next those that it leads to straight.
	reaches, next []int
	loopAt        map[string]int // the loops by id, when first asked for
}

// Joined is the flows of an organisation, and how interactions run through them.
type Joined struct {
	Flows []*Flow
	// Net is how flows lead to one another.
	Net *interaction.Net

	starts *starts
	counts *actionCounts
}

// Join follows interactions through the flows.
func Join(ctx context.Context, studied []flowfacts.Flow, org facts.Org, traffic Options, jobs int) Joined {
	each := func(n int, work func(int)) { inparallel.Each(ctx, jobs, n, work) }
	parts := make([]*interaction.Flow, len(studied))
	for i := range studied {
		part := *studied[i].Part
		part.Launches = launches(&studied[i])
		parts[i] = &part
	}
	net := interaction.Join(parts, org.Queues)
	net.Solve(each)
	flows := make([]*Flow, len(studied))
	names := newReached(studied)
	for i := range studied {
		t := net.Total(i)
		f := &Flow{Flow: studied[i], reaches: t.Reaches, next: net.After(i)}
		f.Part = parts[i]
		f.Facts.PerInteraction = flowfacts.RangeOf(t.Count)
		f.Facts.OpenEnds, f.Facts.Reaches = t.Open, names.of(t.Reaches)
		f.Facts.Calls = slices.Clone(f.Facts.Calls)
		f.Facts.PerDataAction, f.Facts.PerIntegration = slices.Clone(f.Facts.PerDataAction), slices.Clone(f.Facts.PerIntegration)
		flows[i] = f
	}
	markUpstream(flows)
	markVoice(flows)
	starts := newStarts(net, flows, org, traffic.entryTraffic())
	for i := range flows {
		flows[i].Facts.Entry = starts.entry(i)
	}
	joined := Joined{flows, net, starts, newActionCounts(net, flows, starts.alone(), each)}
	joined.markPerInteraction()
	joined.markBases()
	return joined
}

// Known returns the flows as a review holds them.
func (j Joined) Known() []review.Flow {
	out := make([]review.Flow, len(j.Flows))
	for i, f := range j.Flows {
		out[i] = review.Flow{Outline: f.Facts, Details: f.Details, Drawing: f.Drawing}
	}
	return out
}

// Links are the ways of interactions from flow to flow, by index.
func (j Joined) Links() [][2]int {
	var out [][2]int
	for i, f := range j.Flows {
		for _, to := range f.next {
			out = append(out, [2]int{i, to})
		}
	}
	return out
}

// describe says in a sentence which flows the traffic is taken to enter.
func (s *starts) describe() string {
	var names []string
	for i, f := range s.flows {
		if s.entry(i) && !(isEvent(f) && s.interactions()) {
			names = append(names, f.Facts.Name)
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case len(names) > 5:
		return fmt.Sprintf("Interactions enter %d flows, %s and others.", len(names), strings.Join(names[:3], ", "))
	default:
		return "Interactions enter " + strings.Join(names, ", ") + "."
	}
}

// reached names the flows that interactions reach. Flows that lead back to one
// another reach the same, and share the names.
type reached struct {
	flows []flowfacts.Flow
	known map[*int][]string // by the list of the flows, by index
}

func newReached(flows []flowfacts.Flow) *reached { return &reached{flows, make(map[*int][]string)} }

// of are the names of those flows, sorted, each once. They must not be changed.
func (r *reached) of(flows []int) []string {
	if len(flows) == 0 {
		return nil
	}
	if names, ok := r.known[&flows[0]]; ok {
		return names
	}
	names := make([]string, 0, len(flows))
	for _, to := range flows {
		names = append(names, r.flows[to].Facts.Name)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	r.known[&flows[0]] = names
	return names
}

package analyzer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/interaction"
)

// join follows interactions through the flows, and fills in what one does that
// enters at each flow.
func (r *review) join(ctx context.Context, flows []*reviewed, in *input) {
	parts := make([]*interaction.Flow, len(flows))
	for i, f := range flows {
		parts[i] = f.part
		parts[i].Launches = launches(f)
	}
	net := interaction.Join(parts, r.org.Queues)
	each := func(n int, work func(int)) { r.each(ctx, n, work) }
	net.Solve(each)
	r.net = net
	names := newReached(flows)
	for i, f := range flows {
		t := net.Total(i)
		f.facts.PerInteraction = rangeOf(t.Count)
		f.facts.OpenEnds, f.facts.Reaches = t.Open, names.of(t.Reaches)
		f.reaches, f.next = t.Reaches, net.After(i)
	}
	markUpstream(flows)
	r.starts = newStarts(net, flows, r.org, r.opts.entryTraffic())
	for i, f := range flows {
		f.facts.Entry = r.starts.entry(i)
	}
	r.counts = newActionCounts(net, flows, r.starts.alone(), each)
	r.log.Debug("flows joined", "flows", len(flows), "work", net.Work())
}

// describe says in a sentence which flows the traffic is taken to enter.
func (s *starts) describe() string {
	var names []string
	for i, f := range s.flows {
		if s.entry(i) && !(isEvent(f) && s.interactions()) {
			names = append(names, f.facts.Name)
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
	flows []*reviewed
	known map[*int][]string // by the list of the flows, by index
}

func newReached(flows []*reviewed) *reached { return &reached{flows, make(map[*int][]string)} }

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
		names = append(names, r.flows[to].facts.Name)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	r.known[&flows[0]] = names
	return names
}

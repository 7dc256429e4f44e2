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
	for i, f := range flows {
		t := net.Total(i)
		f.facts.PerInteraction = rangeOf(t.Count)
		f.facts.OpenEnds = t.Open
		f.reaches, f.next = t.Reaches, net.After(i)
		for _, to := range t.Reaches {
			f.facts.Reaches = append(f.facts.Reaches, flows[to].facts.Name)
		}
		slices.Sort(f.facts.Reaches)
		f.facts.Reaches = slices.Compact(f.facts.Reaches)
	}
	r.starts = newStarts(net, flows, r.org, r.opts.entryTraffic())
	for i, f := range flows {
		f.facts.Entry = r.starts.entry(i)
	}
	r.counts = newActionCounts(net, flows, r.starts.all(), each)
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

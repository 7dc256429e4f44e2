package html

import (
	"fmt"

	"archlint/analyzer/finding"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// flowPages turns flows and findings into what the page shows of them. Of the
// graphs it holds one at a time.
type flowPages struct {
	review *review.Review
	pages  []Flow
	marks  map[int][]Mark // by flow
	at     map[string]int // of findings in the page's list, by findingKey
	ids    map[string]int
}

func newFlowPages(r *review.Review) *flowPages {
	p := &flowPages{review: r, at: map[string]int{}, ids: map[string]int{}, marks: map[int][]Mark{}}
	found, _ := report.ByFlow(r)
	for i := range r.Flows {
		p.pages = append(p.pages, p.page(i, found[i]))
	}
	return p
}

// unique makes an id of a stem, the same in every run.
func (p *flowPages) unique(stem string) string {
	p.ids[stem]++
	if n := p.ids[stem]; n > 1 {
		return fmt.Sprintf("%s-%d", stem, n)
	}
	return stem
}

func (p *flowPages) page(i int, found []*finding.Finding) Flow {
	f := p.review.Flows[i]
	out := Flow{
		ID: p.unique("flow-" + shortHash(f.Name, f.Type, f.ID, f.File)), Name: report.Ellipsis(report.Clean(f.Name), report.Longest),
		Type: report.Clean(f.Type), Place: report.Place(f.File, f.Line, 0),
		Entry: f.Entry, Actions: f.Actions, Calls: len(f.Calls), Min: report.Number(float64(f.PerRun.Min)),
		Expected: report.Number(f.PerRun.Expected),
		Max:      report.Number(float64(f.PerRun.Max)), Interaction: report.Number(f.PerInteraction.Expected),
		RunBasis: report.Clean(f.PerRunBasis), InteractBasis: report.Clean(f.PerInteractionBasis),
		SortExpected: report.Round(f.PerRun.Expected), SortMax: float64(f.PerRun.Max), SortInteract: report.Round(f.PerInteraction.Expected),
	}
	if f.BoundedBy == report.ByPlatform && f.PerRun.Max > 0 {
		out.Max = "no limit"
	}
	for _, x := range found {
		switch x.Severity {
		case finding.Error:
			out.Errors++
		case finding.Warning:
			out.Warnings++
		case finding.Info:
			out.Infos++
		}
	}
	if p.review.Drawn(i) {
		out.Graph = func() *Graph { return p.graph(i) }
	}
	return out
}

// graph is the graph of the i-th flow with the findings in it.
func (p *flowPages) graph(i int) *Graph {
	graph := newFlowIndex(p.review.Drawing(i), p.review.Flow(i)).graph()
	graph.Marks = append(graph.Marks, p.marks[i]...)
	return graph
}

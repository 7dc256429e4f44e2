package sarif

import (
	"fmt"

	"archlint/analyzer/drawing"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// sarifGraphs are the control-flow graphs of the flows that have findings, as
// long as their nodes together are at most so many.
func sarifGraphs(r *review.Review, most int) []sarifGraph {
	groups, _ := report.ByFlow(r)
	var out []sarifGraph
	for i, f := range r.Flows {
		if len(groups[i]) == 0 || !r.Drawn(i) {
			continue
		}
		g := sarifGraphOf(f.File, r.Drawing(i))
		if most -= len(g.Nodes); most < 0 {
			break
		}
		out = append(out, g)
	}
	return out
}

// sarifGraphOf writes a drawing as a SARIF graph.
func sarifGraphOf(file string, d *drawing.Drawing) sarifGraph {
	g := sarifGraph{Description: sarifText{Text: report.OrElse(d.Title, file)}, Nodes: []sarifNode{}, Edges: []sarifEdge{}}
	for i, n := range d.Nodes {
		node := sarifNode{ID: fmt.Sprint("n", i), Label: sarifText{Text: report.OrElse(n.Label, string(n.Shape))}}
		if n.Pos.IsValid() {
			node.Location = &sarifLocation{PhysicalLocation: sarifPhysicalOf(file, n.Pos.Line, n.Pos.Column)}
		}
		g.Nodes = append(g.Nodes, node)
	}
	for i, e := range d.Edges {
		g.Edges = append(g.Edges, sarifEdge{
			ID: fmt.Sprint("e", i), Source: fmt.Sprint("n", e.From), Target: fmt.Sprint("n", e.To), Label: sarifTextOf(e.Label),
		})
	}
	return g
}

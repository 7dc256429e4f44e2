package draw

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"archlint/analyzer/drawing"
	"archlint/analyzer/report/layout"
	"archlint/analyzer/visible"
)

//go:embed svg.css
var svgStyle string

// SVG writes d as a picture, laid out in layers: light or dark as the viewer
// prefers, with the whole text of a node as its tooltip.
func SVG(ctx context.Context, w io.Writer, d *drawing.Drawing) error {
	placed, err := layout.Flow(ctx, graphOf(d))
	if err != nil {
		return err
	}
	p := svgPrinter{w: bufio.NewWriter(w), drawing: d}
	p.print(placed)
	return p.w.Flush()
}

// graphOf is what of a drawing the layout needs to know.
func graphOf(d *drawing.Drawing) layout.Graph {
	g := layout.Graph{Entry: entry(d), Groups: []layout.Group{}, Nodes: []layout.Node{}, Edges: []layout.Edge{}}
	for _, x := range d.Groups {
		g.Groups = append(g.Groups, layout.Group{Parent: x.Parent, Label: svgText(x.Label), Loop: x.Loop})
	}
	for _, n := range d.Nodes {
		out := layout.Node{Group: n.Group, Shape: string(n.Shape), Label: svgText(n.Label), Note: svgText(n.Note)}
		if n.Runs != nil {
			out.Runs = n.Runs.Expected
		}
		g.Nodes = append(g.Nodes, out)
	}
	for _, e := range d.Edges {
		g.Edges = append(g.Edges, layout.Edge{From: e.From, To: e.To, Label: svgText(e.Label)})
	}
	return g
}

// entry is the first entrance of a container, or the first menu; -1 for none.
func entry(d *drawing.Drawing) int {
	for i, n := range d.Nodes {
		if n.Shape == drawing.Enter || n.Shape == drawing.Menu {
			return i
		}
	}
	return -1
}

type svgPrinter struct {
	w       *bufio.Writer
	drawing *drawing.Drawing
}

func (p svgPrinter) line(format string, args ...any) { fmt.Fprintf(p.w, format+"\n", args...) }

func (p svgPrinter) print(placed *layout.Placed) {
	const margin = 16
	p.line(`<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="%d %d %.0f %.0f" role="img">`,
		placed.Width+2*margin, placed.Height+2*margin, -margin, -margin, placed.Width+2*margin, placed.Height+2*margin)
	p.line("<title>%s</title>", escaped(p.drawing.Title))
	p.line("<style>\n%s</style>", svgStyle)
	p.line(`<defs><marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" ` +
		`orient="auto"><path class="arrow" d="M0,0L8,4L0,8z"/></marker></defs>`)
	p.line(`<rect class="sheet" x="%d" y="%d" width="100%%" height="100%%"/>`, -margin, -margin)
	for _, b := range placed.Boxes {
		p.box(b)
	}
	for _, e := range placed.Edges {
		p.edge(e)
	}
	for _, b := range placed.Boxes {
		if b.Closed {
			p.shape(b.X, b.Y, b.Width, b.Height, "node closed", drawing.Menu, p.drawing.Groups[b.Group].Label+", "+b.Note, b.Lines, b.Note)
		}
	}
	for _, n := range placed.Nodes {
		p.node(n)
	}
	for _, e := range placed.Edges {
		if len(e.Edges) == 1 && e.Label != nil && p.drawing.Edges[e.Edges[0]].Label != "" {
			p.line(`<text class="label" x="%s" y="%s">%s</text>`, coordinate(e.Label.X), coordinate(e.Label.Y+4),
				escaped(p.drawing.Edges[e.Edges[0]].Label))
		}
	}
	p.line("</svg>")
}

func (p svgPrinter) box(b layout.PlacedBox) {
	if b.Closed {
		return
	}
	g := p.drawing.Groups[b.Group]
	class, title, x, y := "box", "title", b.X-b.Width/2, b.Y-b.Height/2
	if b.Loop {
		class, title = "loop "+loopClass(g.Kind), "looptitle"
	}
	p.line(`<rect class="%s" x="%s" y="%s" width="%s" height="%s" rx="7"/>`, class, coordinate(x), coordinate(y),
		coordinate(b.Width), coordinate(b.Height))
	p.line(`<text class="%s" x="%s" y="%s">%s</text>`, title, coordinate(x+8), coordinate(y+map[bool]float64{true: 13, false: 18}[b.Loop]),
		escaped(g.Label))
}

// loopClass is a loop's kind as the name of a style.
func loopClass(kind string) string {
	if _, known := loopColors[kind]; known {
		return kind
	}
	return "unclassified"
}

func (p svgPrinter) edge(e layout.PlacedEdge) {
	class := "edge"
	back, calls := true, true
	for _, i := range e.Edges {
		back, calls = back && p.drawing.Edges[i].Back, calls && p.drawing.Edges[i].Calls
	}
	if back {
		class += " back"
	}
	if calls {
		class += " calls"
	}
	p.line(`<path class="%s" d="%s" marker-end="url(#arrow)"/>`, class, e.Path)
}

func (p svgPrinter) node(n layout.PlacedNode) {
	d := p.drawing.Nodes[n.Node]
	class, title := "node "+string(d.Shape), d.Label
	if d.Note != "" {
		title += ", " + d.Note
	}
	if d.Hot {
		class += " hot"
	}
	if d.Dead {
		class, title = class+" dead", title+", never reached"
	}
	if d.Pos.IsValid() {
		title += ", " + d.Pos.String()
	}
	p.shape(n.X, n.Y, n.Width, n.Height, class, d.Shape, title, n.Lines, n.Note)
}

func (p svgPrinter) shape(x, y, w, h float64, class string, shape drawing.Shape, title string, lines []string, note string) {
	p.line(`<g class="%s" transform="translate(%s %s)"><title>%s</title>%s`, class, coordinate(x), coordinate(y),
		escaped(title), outline(shape, w, h))
	count := len(lines)
	if note != "" {
		count++
	}
	const leading = 14
	first := -float64(count-1)*leading/2 + 4
	for i, line := range lines {
		p.line(`<text y="%s">%s</text>`, coordinate(first+float64(i)*leading), escaped(line))
	}
	if note != "" {
		p.line(`<text class="note" y="%s">%s</text>`, coordinate(first+float64(len(lines))*leading), escaped(note))
	}
	p.line("</g>")
}

// outline is a shape around its middle.
func outline(shape drawing.Shape, w, h float64) string {
	x, y, left, right := coordinate(w/2), coordinate(h/2), coordinate(-w/2), coordinate(-h/2)
	switch shape {
	case drawing.Choose:
		in := coordinate(w/2 - 14)
		return fmt.Sprintf(`<path class="shape" d="M%s,0L-%s,%sH%sL%s,0L%s,%sH-%sz"/>`, left, in, right, in, x, in, y, in)
	case drawing.Menu:
		in := coordinate(w/2 - 12)
		return fmt.Sprintf(`<path class="shape" d="M%s,%sH%sL%s,0L%s,%sH%sL-%s,0z"/>`, left, right, in, x, in, y, left, in)
	}
	round := "5"
	if shape == drawing.Enter || shape == drawing.Leave {
		round = y
	}
	return fmt.Sprintf(`<rect class="shape" x="%s" y="%s" width="%s" height="%s" rx="%s"/>`, left, right, coordinate(w), coordinate(h), round)
}

// coordinate prints a length, to a tenth of a pixel.
func coordinate(v float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0") }

// escaped is text for an element or an attribute.
func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(svgText(s))) // a strings.Builder takes all
	return b.String()
}

// svgText is text on one line, its parts beside one another.
func svgText(s string) string {
	return visible.Line(strings.ReplaceAll(s, "\n", " "))
}

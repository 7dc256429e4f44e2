package draw

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"archlint/analyzer/drawing"
	"archlint/analyzer/visible"
)

// Mermaid writes d as a Mermaid flowchart, which GitHub, GitLab and wikis draw.
func Mermaid(w io.Writer, d *drawing.Drawing) error {
	buf := bufio.NewWriter(w)
	fmt.Fprint(buf, "flowchart TD\n")
	nest(d, -1, 1, func(g drawing.Group, i, depth int) {
		fmt.Fprintf(buf, "%ssubgraph g%d[%s]\n", indent(depth), i, mermaidText(g.Label))
	}, func(n drawing.Node, i, depth int) {
		fmt.Fprintf(buf, "%sn%d%s\n", indent(depth), i, mermaidNode(n))
	}, func(depth int) { fmt.Fprintf(buf, "%send\n", indent(depth)) })
	for _, e := range d.Edges {
		fmt.Fprintf(buf, "  n%d %s n%d\n", e.From, mermaidArrow(e), e.To)
	}
	mermaidClasses(buf, d)
	return buf.Flush()
}

// mermaidShapes are the brackets that make the shapes.
var mermaidShapes = map[drawing.Shape][2]string{
	drawing.Step: {"[", "]"}, drawing.Choose: {"{", "}"}, drawing.Call: {"[[", "]]"}, drawing.Menu: {"{{", "}}"}, drawing.Enter: {"([", "])"},
	drawing.Leave: {"(((", ")))"},
}

func mermaidNode(n drawing.Node) string {
	label := n.Label
	if n.Note != "" {
		label += "\n" + n.Note
	}
	shape := mermaidShapes[n.Shape]
	return shape[0] + mermaidText(label) + shape[1]
}

func mermaidArrow(e drawing.Edge) string {
	arrow := "-->"
	switch {
	case e.Back:
		arrow = "==>"
	case e.Calls:
		arrow = "-.->"
	}
	if e.Label == "" {
		return arrow
	}
	return arrow + "|" + mermaidText(e.Label) + "|"
}

// mermaidClasses colours call sites, loops, and what no run reaches.
func mermaidClasses(w io.Writer, d *drawing.Drawing) {
	fmt.Fprint(w, "  classDef call fill:#ffe082,stroke:#333,color:#000\n  classDef hot "+
		"fill:#ef9a9a,stroke:#333,stroke-width:3px,color:#000\n  classDef dead stroke-dasharray:4,color:#999\n")
	for i, n := range d.Nodes {
		switch {
		case n.Dead:
			fmt.Fprintf(w, "  class n%d dead\n", i)
		case n.Hot:
			fmt.Fprintf(w, "  class n%d hot\n", i)
		case n.Shape == drawing.Call:
			fmt.Fprintf(w, "  class n%d call\n", i)
		}
	}
	for i, g := range d.Groups {
		if g.Loop {
			fmt.Fprintf(w, "  style g%d fill:%s,color:#000\n", i, loopColor(g.Kind))
		}
	}
}

// mermaidEscapes are the characters that Mermaid, or the HTML or Markdown that
// it makes of labels, would read as something else; # begins its entities.
var mermaidEscapes = strings.NewReplacer(
	"#", "#35;", "\"", "#34;", "&", "#38;", "<", "#60;", ">", "#62;", "`", "#96;", ";", "#59;", "\n", "<br/>",
)

// mermaidText quotes a label. An empty label is no label to Mermaid.
func mermaidText(s string) string {
	if s == "" {
		s = " "
	}
	return "\"" + mermaidEscapes.Replace(visible.Lines(s)) + "\""
}

// Package draw prints a drawing as DOT, Mermaid or SVG. It lays nothing out: for
// SVG that is the business of package layout, for the others of the program that
// reads the text.
package draw

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"archlint/analyzer/drawing"
	"archlint/analyzer/visible"
)

// DOT writes d in the language of Graphviz.
func DOT(w io.Writer, d *drawing.Drawing) error {
	buf := bufio.NewWriter(w)
	fmt.Fprintf(buf, "digraph %s {\n", dotText(d.Title))
	fmt.Fprint(buf, "  rankdir=TB; compound=true;\n  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"sans-serif\"];\n"+
		"  edge [fontname=\"sans-serif\", fontsize=10];\n")
	nest(d, -1, 1, func(g drawing.Group, i, depth int) {
		fmt.Fprintf(buf, "%ssubgraph cluster_%d {\n%slabel=%s; fontname=\"sans-serif\"; %s;\n", indent(depth), i, indent(depth+1),
			dotText(g.Label), dotGroup(g))
	}, func(n drawing.Node, i, depth int) {
		fmt.Fprintf(buf, "%sn%d [%s];\n", indent(depth), i, dotNode(n))
	}, func(depth int) { fmt.Fprintf(buf, "%s}\n", indent(depth)) })
	for _, e := range d.Edges {
		fmt.Fprintf(buf, "  n%d -> n%d%s;\n", e.From, e.To, dotEdge(e))
	}
	fmt.Fprint(buf, "}\n")
	return buf.Flush()
}

// nest visits the drawing from outside in: the nodes of a group, then the
// groups in it.
func nest(d *drawing.Drawing, parent, depth int, open func(drawing.Group, int, int), node func(drawing.Node, int, int), end func(int)) {
	for i, n := range d.Nodes {
		if n.Group == parent {
			node(n, i, depth)
		}
	}
	for i, g := range d.Groups {
		if g.Parent == parent {
			open(g, i, depth)
			nest(d, i, depth+1, open, node, end)
			end(depth)
		}
	}
}

func indent(depth int) string { return strings.Repeat("  ", depth) }

// loopColors shade loops by kind; light enough for black text.
var loopColors = map[string]string{
	"iteration": "#e3f2fd", "retry": "#fff3e0", "polling": "#ffebee", "waiting": "#f3e5f5", "callerDriven": "#e8f5e9",
}

func loopColor(kind string) string {
	if c, ok := loopColors[kind]; ok {
		return c
	}
	return "#eeeeee"
}

func dotGroup(g drawing.Group) string {
	if !g.Loop {
		return "style=rounded"
	}
	return fmt.Sprintf("style=\"rounded,filled\"; fillcolor=%q", loopColor(g.Kind))
}

// dotShapes are Graphviz's names for the shapes.
var dotShapes = map[drawing.Shape]string{drawing.Step: "box", drawing.Choose: "diamond", drawing.Call: "box", drawing.Menu: "hexagon",
	drawing.Enter: "ellipse", drawing.Leave: "doubleoctagon"}

func dotNode(n drawing.Node) string {
	label := n.Label
	if n.Note != "" {
		label += "\n" + n.Note
	}
	attrs := fmt.Sprintf("label=%s, shape=%s", dotText(label), dotShapes[n.Shape])
	switch {
	case n.Dead:
		attrs += ", style=dashed, color=gray, fontcolor=gray"
	case n.Hot:
		attrs += ", fillcolor=\"#ef9a9a\", penwidth=3"
	case n.Shape == drawing.Call:
		attrs += ", fillcolor=\"#ffe082\", penwidth=2"
	}
	return attrs
}

func dotEdge(e drawing.Edge) string {
	var attrs []string
	if e.Label != "" {
		attrs = append(attrs, "label="+dotText(e.Label))
	}
	if e.Back {
		attrs = append(attrs, "style=bold, constraint=false")
	}
	if e.Calls {
		attrs = append(attrs, "style=dashed")
	}
	if len(attrs) == 0 {
		return ""
	}
	return " [" + strings.Join(attrs, ", ") + "]"
}

// dotText quotes a string. In DOT only the quotation mark needs an escape, but
// a backslash begins one of the label escapes (\n, \N, \G).
func dotText(s string) string {
	return "\"" + dotEscapes.Replace(visible.Lines(s)) + "\""
}

var dotEscapes = strings.NewReplacer("\\", "\\\\", "\"", "\\\"", "\n", "\\n")

package cfg

import (
	"fmt"
	"io"
	"strings"
)

// Format writes g for people: a line a node with its edges, in node order.
func (g *Graph) Format(w io.Writer) {
	for i := range g.Nodes {
		n := &g.Nodes[i]
		fmt.Fprintf(w, "%d %s", i, g.describe(NodeID(i)))
		if n.Loop != NoLoop {
			fmt.Fprintf(w, " in loop %d", n.Loop)
		}
		if !n.Live && n.Kind != Return && n.Kind != End {
			fmt.Fprint(w, " (unreachable)")
		}
		if n.Callee != None {
			fmt.Fprintf(w, " calls %d", n.Callee)
		}
		var outs []string
		for _, e := range n.Out {
			s := fmt.Sprintf("%d", e.To)
			if e.Output != "" {
				s = e.Output + ":" + s
			}
			if e.Kind != Next {
				s += " " + e.Kind.String()
			}
			outs = append(outs, s)
		}
		if len(outs) > 0 {
			fmt.Fprintf(w, " -> %s", strings.Join(outs, ", "))
		}
		fmt.Fprintln(w)
	}
}

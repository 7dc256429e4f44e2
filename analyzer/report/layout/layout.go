// Package layout lays a flow's graph out in layers. The work is dagre's, a
// JavaScript library: the review document runs it in the browser, and this
// package in an interpreter, so that a drawing is the same in both.
package layout

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/dop251/goja"
)

// dagre lays graphs out. Its licence and version are in its directory; go generate
// downloads it.
//
//go:generate ./dagre/fetch.sh
//go:embed dagre/dagre.min.js
var dagre string

//go:embed layout.js
var script string

// Script is the JavaScript that lays graphs out, for a page: it defines the
// constants dagre and layout.
func Script() string { return dagre + script }

// Graph is what is to be laid out. Entry is the node that a run begins at, or -1.
type Graph struct {
	Entry  int     `json:"entry"`
	Groups []Group `json:"groups"`
	Nodes  []Node  `json:"nodes"`
	Edges  []Edge  `json:"edges"`
}

// Group is a container, or a loop in one. Parent is an index into Groups, or -1.
type Group struct {
	Parent int    `json:"parent"`
	Label  string `json:"label"`
	Loop   bool   `json:"loop"`
}

// Node is a node: its innermost group or -1, what it is drawn as, its two
// lines, and how often it runs, which makes it larger.
type Node struct {
	Group int     `json:"g"`
	Shape string  `json:"s"`
	Label string  `json:"l"`
	Note  string  `json:"n,omitempty"`
	Runs  float64 `json:"r,omitempty"`
}

// Edge leads from one node to another, by index.
type Edge struct {
	From  int    `json:"f"`
	To    int    `json:"t"`
	Label string `json:"l,omitempty"`
}

// Placed is a drawing of that width and height, in units of about a pixel.
type Placed struct {
	Width  float64      `json:"w"`
	Height float64      `json:"h"`
	Boxes  []PlacedBox  `json:"boxes"` // the outer ones first
	Nodes  []PlacedNode `json:"nodes"` // what several containers share stands more than once
	Edges  []PlacedEdge `json:"edges"`
}

// PlacedBox is a group around its middle. A closed one is drawn as one node, with
// its text broken into lines, and stands for what is in it.
type PlacedBox struct {
	Group  int      `json:"g"`
	Loop   bool     `json:"loop"`
	Closed bool     `json:"closed"`
	Lines  []string `json:"lines"`
	Note   string   `json:"note"`
	X      float64  `json:"x"`
	Y      float64  `json:"y"`
	Width  float64  `json:"w"`
	Height float64  `json:"h"`
}

// PlacedNode is a node around its middle, with its text broken into lines.
type PlacedNode struct {
	Node   int      `json:"i"`
	X      float64  `json:"x"`
	Y      float64  `json:"y"`
	Width  float64  `json:"w"`
	Height float64  `json:"h"`
	Lines  []string `json:"lines"`
	Note   string   `json:"note"`
}

// PlacedEdge is a way along an SVG path. Edges are those that it stands for;
// Across is set where it leads to another container.
type PlacedEdge struct {
	Edges  []int  `json:"e"`
	Path   string `json:"path"`
	Label  *Point `json:"label"` // its middle; nil where there is no room
	Across bool   `json:"across"`
}

// Point is a point.
type Point struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

const (
	// missing is what dagre takes from a browser and the interpreter lacks; it
	// only ever clones plain values.
	missing = "globalThis.structuredClone = v => Array.isArray(v) ? v.map(structuredClone) : v && typeof v === 'object' ? " +
		"Object.fromEntries(Object.entries(v).map(([k, x]) => [k, structuredClone(x)])) : v;"
	// entry is the script's only function that is called from here.
	entry = "globalThis.lay = (text, most) => { const d = JSON.parse(text); return JSON.stringify(layout.flow(d, d.nodes.length > most ? " +
		"layout.start(d) : new Set())); };"
)

// mostOpen is how many nodes are laid out with every container open. The time
// grows faster than the nodes, and nobody reads more on one sheet.
const mostOpen = 400

// Flow lays a graph out: with every container open, or, where it is large, with
// all closed but the one that a run begins in, as the page shows it at first. It
// ends early, with the context's error, when ctx ends.
func Flow(ctx context.Context, g Graph) (*Placed, error) {
	vm := goja.New()
	stop := context.AfterFunc(ctx, func() { vm.Interrupt(ctx.Err()) })
	defer stop()
	// The script takes lists, not null.
	g.Groups, g.Nodes, g.Edges = append([]Group{}, g.Groups...), append([]Node{}, g.Nodes...), append([]Edge{}, g.Edges...)
	text, err := json.Marshal(g)
	if err != nil {
		return nil, err
	}
	if _, err := vm.RunScript("layout.js", missing+Script()+entry); err != nil {
		return nil, fmt.Errorf("layout: %w", err)
	}
	lay, ok := goja.AssertFunction(vm.Get("lay"))
	if !ok {
		return nil, fmt.Errorf("layout: the script defines no function")
	}
	out, err := lay(goja.Undefined(), vm.ToValue(string(text)), vm.ToValue(mostOpen))
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("layout: %w", err)
	}
	placed := new(Placed)
	return placed, json.Unmarshal([]byte(out.String()), placed)
}

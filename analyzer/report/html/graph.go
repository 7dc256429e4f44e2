package html

// Graph is a flow's control flow, as the page's script reads it. A review holds
// hundreds of them: the names of what comes often are short.
type Graph struct {
	Entry  int     `json:"entry"` // index into Nodes, -1 for none
	Groups []Group `json:"groups"`
	Nodes  []Node  `json:"nodes"`
	Edges  []Edge  `json:"edges"`
	Calls  []Call  `json:"calls"`
	Loops  []Loop  `json:"loops"`
	Marks  []Mark  `json:"marks"`
}

// Group is a container or a loop of the graph.
type Group struct {
	Parent int    `json:"parent"`
	Label  string `json:"label"`
	Loop   bool   `json:"loop,omitempty"`
	Kind   string `json:"kind,omitempty"`
}

// Node is one node. Runs is how often a call site runs on average, Note says it in words.
type Node struct {
	Group int      `json:"g"`
	Shape Shape    `json:"s,omitzero"`
	Label string   `json:"l"`
	Note  string   `json:"n,omitempty"`
	Runs  *float64 `json:"r,omitempty"`
	Hot   bool     `json:"h,omitempty"`
	Dead  bool     `json:"d,omitempty"`
	Place string   `json:"p,omitempty"`
}

// Edge leads from one node to another.
type Edge struct {
	From  int    `json:"f"`
	To    int    `json:"t"`
	Label string `json:"l,omitempty"`
	Back  bool   `json:"b,omitempty"`
	Calls bool   `json:"c,omitempty"`
}

// Call is one data action call site.
type Call struct {
	Node     int    `json:"node"` // -1: not in the graph
	Name     string `json:"name"`
	Place    string `json:"place"`
	Loop     string `json:"loop"`
	Min      string `json:"min"`
	Expected string `json:"expected"`
	Basis    string `json:"basis"` // what Expected rests on
	Max      string `json:"max"`
	Bound    string `json:"bound"`
	Limit    string `json:"limit,omitempty"` // a sentence on the counter that limits it, or on why nothing does
	Rate     string `json:"rate,omitempty"`
	Timeout  string `json:"timeout"`
	Witness  []Step `json:"witness"`
}

// Step is one step of a witness; Times and Steps are set on a folded loop. Name
// and Place are those of the node where there is one.
type Step struct {
	Node   int    `json:"i"` // -1: not in the graph
	Name   string `json:"name,omitempty"`
	Output string `json:"o,omitempty"`
	Place  string `json:"place,omitempty"`
	Times  int64  `json:"times,omitempty"`
	Steps  []Step `json:"steps,omitempty"`
}

// Loop is one loop of the flow.
type Loop struct {
	Node  int    `json:"node"` // -1: not in the graph
	Name  string `json:"name"`
	Kind  string `json:"kind"`
	Place string `json:"place"`
	Note  string `json:"note"`
}

// Mark is a finding at a node; its text stands in the table.
type Mark struct {
	Finding string `json:"finding"` // its ID
	Node    int    `json:"node"`    // -1: of the flow as a whole
	Call    int    `json:"call"`    // whose witness leads there, or -1
}

// Shape is what a node is drawn as, "step" being what it is when nothing is said.
type Shape string

// IsZero leaves the commonest shape out of the data.
func (s Shape) IsZero() bool { return s == "" || s == "step" }

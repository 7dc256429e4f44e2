package cfg

// Unfolded is a graph that tells the nodes of a flow's own graph apart, as by the
// values that variables hold there: every run of the flow is a run of it.
type Unfolded struct {
	Graph *Graph
	// Origin is the node of the flow's own graph that each node stands for.
	Origin []NodeID
	// Turns is set on the nodes of a counted loop's head after the first: they begin
	// another round and are no passes of the loop action.
	Turns []bool
	// Ways are, for each edge, the number of the origin's edge that it stands for, -1
	// where it stands for none.
	Ways [][]int32
}

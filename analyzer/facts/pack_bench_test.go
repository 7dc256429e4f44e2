package facts

import (
	"reflect"
	"testing"
)

// BenchmarkPack packs and unpacks a flow of 200 nodes and 50 calls.
func BenchmarkPack(b *testing.B) {
	f := Flow{Nodes: make([]Node, 200), Calls: make([]Call, 50)}
	for i := range f.Nodes {
		f.Nodes[i] = Node{Place: Place{Flow: "Orders", File: "orders.yaml", Line: i, Column: 7, Node: "/a/b", Pointer: "/a/b"},
			Name: "Step", Kind: "decision",
			Outputs: []Output{{"yes", "connected"}, {"no", "empty"}}}
	}
	for i := range f.Calls {
		f.Calls[i].Witness = make([]Step, 20)
	}
	size := int(reflect.TypeFor[Node]().Size())*len(f.Nodes) + int(reflect.TypeFor[Step]().Size())*20*len(f.Calls)
	b.ReportAllocs()
	for b.Loop() {
		outline, details := Pack(f)
		details.Whole(outline)
		b.ReportMetric(float64(len(details.runs)+len(details.nodes))/float64(size), "packed/records")
	}
}

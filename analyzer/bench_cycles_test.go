package analyzer_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/flow"
	"archlint/analyzer/flow/flowtest"
	"archlint/analyzer/internal/flowgen"
	"archlint/analyzer/internal/meter"
)

// BenchmarkComponent reviews one flow whose actions all lead to one another, with all
// rules: tasks of eight actions that jump to three others, tasks that call three
// others, menus that lead to one another, rings, loops, called tasks that jump into
// one mesh. The text of a flow of 100,000 actions is as
// short as the notation allows: a JSON file may have 64 MB, one of YAML 16 MB.
//
// Ledger, CPU seconds (two cores, busy with other work), go1.26.8; the newest last:
//
//	date        change                                     jumps 6,400, 10,000, 100,000  calls 3,200, 8,000  menus 10,000, 80,000
//	2026-11-30  before                                     8.5, -, no end in 100 s       5.4, 52             50, -
//	2026-11-30  one program for tasks that call another,
//	            exits by components, chains by scaling,
//	            work bounded by count                      1.9, 2.1, 11.9                1.4, 2.7            2.9, 14.7
//
// The whole command with the JSON report, CPU seconds and MB, before and after on the
// same busy machine (ring, chords, loops and before on one that was less so):
//
//	date        change                    jumps 100,000  menus 80,000  ring 100,000  chords 100,000  loops 70,000
//	2026-11-30  before                    15.9, 1,395    18.4, 2,215   36.9, 1,485   15.3, 1,901     40.7, 1,554
//	2026-11-30  dominators by Lengauer
//	            and Tarjan, short rows
//	            in chains, rules by
//	            index, shorter witnesses  13.3, 788      14.8, 1,212   11.6, 805     11.9, 795       16.7, 1,326
//
// The same by the clock on a quiet machine, seconds and MB, after searches of one call each
// had made these flows quadratic again (jumps 100,000 took 212 CPU seconds, ring 42):
//
//	date        change                    jumps 100,000  menus 80,000  ring 100,000  chords 100,000  loops 70,000
//	2026-12-01  ways after calls in rows,
//	            reasons once per loop,
//	            deciders listed once      12.7, 1,314    12.3, 1,312   11.6, 1,435   11.5, 1,320     12.2, 1,441
//	2026-12-01  rules side by side, data
//	            flow beside counts,
//	            witnesses from the end    9.5, 1,337     10.4, 1,348   8.7, 1,744    8.3, 1,307      10.1, 1,406
//
// Called tasks that jump into one mesh of 800, 1,600, 3,200, 6,400, 12,800 actions, CPU
// seconds: before 0.6, 3.9, more than 22, -, -; with calls as jumps 0.6, 3.9, 0.5, 1.3, 1.8.
//
// Tasks that each call the next one twice, 20,000 actions, CPU seconds and MB: about 30,
// 7,700 while the moments of every task were held to the end; 34.5, 344 since they are let
// go, and 24.2, 320 with sums in one scratch.
func BenchmarkComponent(b *testing.B) {
	for _, shape := range []struct {
		name  string
		sizes []int
	}{
		{"tasks with three jumps", []int{1_000, 6_400, 10_000, 100_000}},
		{"tasks that call another", []int{800, 3_200, 8_000}},
		{"menus that lead to all", []int{1_000, 10_000, 80_000}},
		{"tasks in a ring", []int{1_000, 10_000, 100_000}},
		{"ring with chords", []int{1_000, 10_000, 100_000}},
		{"loops in a round", []int{1_000, 10_000, 70_000}},
		{"calls into a mesh", []int{800, 1_600, 3_200, 12_800}},
	} {
		for _, size := range shape.sizes {
			b.Run(fmt.Sprintf("%s/%d", shape.name, size), func(b *testing.B) {
				benchCycles(b, flowgen.Shapes()[shape.name](size))
			})
		}
	}
}

// BenchmarkCyclicOrg reviews flows that lead back to one another: a hub that all
// others return to, and a ring.
//
// Ledger, CPU seconds of 400, 1,600 and 5,000 flows (as above):
//
//	2026-11-30  hub 0.4, 1.3, 4.4; ring 0.4, 1.6, 3.8
func BenchmarkCyclicOrg(b *testing.B) {
	for _, name := range []string{"hub", "ring"} {
		for _, size := range []int{400, 1_600, 5_000} {
			b.Run(fmt.Sprintf("%s/%d", name, size), func(b *testing.B) { benchCycles(b, cyclicOrg(name, size)...) })
		}
	}
}

// cyclicOrg is n flows of one call and a transfer: to the next one, or to the first,
// which chooses among all others.
func cyclicOrg(name string, n int) []*flow.Flow {
	flows := make([]*flow.Flow, n)
	for i := range flows {
		a := &flow.Action{Kind: flowgen.Kind("callData"), Name: "Call", TrackingID: 1,
			DataAction: &flow.DataAction{Name: fmt.Sprintf("Action %d", i%40), Integration: "Shop"}}
		for _, o := range []string{"success", "failure", "timeout"} {
			a.Outputs = append(a.Outputs, &flow.Output{Name: o, State: flow.Empty})
		}
		start := &flow.Container{Kind: flow.Task, Name: "Start", Body: &flow.Block{Actions: []*flow.Action{a}}}
		flows[i] = &flow.Flow{Name: fmt.Sprintf("Flow %d", i), Type: "inboundcall", Entry: start, Containers: []*flow.Container{start}}
		to := []int{(i + 1) % n}
		if name == "hub" {
			to = []int{0}
			for k := 1; i == 0 && k < n; k++ {
				to = append(to, k)
			}
		}
		for k, next := range to {
			start.Body.Actions = append(start.Body.Actions, perhapsTo(fmt.Sprintf("Flow %d", next), 2*k+2))
		}
	}
	return flows
}

// perhapsTo is a decision between going on and a transfer; it takes two tracking ids.
func perhapsTo(name string, id int) *flow.Action {
	leave := &flow.Action{Kind: flowgen.Kind("transferToFlow"), Name: "Hand on", TrackingID: id + 1,
		External: []flow.External{{Kind: flow.ExternalFlow, Name: name}}}
	leave.Outputs = []*flow.Output{{Name: "failure", State: flow.Empty}}
	d := &flow.Action{Kind: flowgen.Kind("decision"), Name: "Choose", TrackingID: id}
	d.Outputs = []*flow.Output{{Name: "yes", State: flow.Connected, Block: &flow.Block{Actions: []*flow.Action{leave}}},
		{Name: "no", State: flow.Empty}}
	return d
}

func benchCycles(b *testing.B, trees ...*flow.Flow) {
	dir := b.TempDir()
	for i, tree := range trees {
		text, err := flowtest.Write(tree, 1).JSON()
		if err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("flow-%05d.json", i)), leanest(b, text), 0o666); err != nil {
			b.Fatal(err)
		}
	}
	meter.CPU(b)
	for b.Loop() {
		r, err := analyzer.Analyze(context.Background(), []string{dir}, analyzer.Options{Jobs: 1})
		if err != nil || len(r.Flows) != len(trees) {
			b.Fatal(err, len(r.Flows), r.Errors)
		}
	}
}

// leanest leaves out what nobody reads.
func leanest(b testing.TB, text []byte) []byte {
	var all any
	if err := json.Unmarshal(text, &all); err != nil {
		b.Fatal(err)
	}
	strip(all)
	text, err := json.Marshal(all)
	if err != nil {
		b.Fatal(err)
	}
	return text
}

func strip(n any) {
	switch n := n.(type) {
	case map[string]any:
		delete(n, "uiMetaData")
		delete(n, "metaData")
		for _, v := range n {
			strip(v)
		}
	case []any:
		for _, v := range n {
			strip(v)
		}
	}
}

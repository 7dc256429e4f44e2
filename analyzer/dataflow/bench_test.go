package dataflow

import (
	"fmt"
	"strings"
	"testing"

	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
)

// The ledger: time and memory of one flow, on two cores of a small virtual
// machine, Go 1.26. A line is added when a number moves by a fifth.
//
//	                            time/op   bytes/op
//	Analyze, 135 actions           1 ms     0.4 MB
//	Analyze, 1,305 actions        16 ms     4.1 MB
//	Analyze, 13,005 actions      0.4 s       47 MB
//	Analyze, 130,005 actions      15 s      554 MB   (facts / 512 x graph)
//	Loops, 2,000                  75 ms      25 MB
//	WideCycle, 1,000 exits        18 ms       7 MB
//	WideCycle, 5,000 exits       0.3 s      112 MB
//	Corpus, 67 flows              15 ms     3.8 MB
//
// 2026-11-26: the solver's memory made once, regions as lists of arcs, trees of
// settings read in place, names looked up without joining texts. Memory, which
// other work does not disturb; time fell by a third to two thirds with it.
//
//	                            before      after
//	Analyze, 135 actions        0.42 MB   0.30 MB
//	Analyze, 1,305 actions       4.1 MB    2.8 MB
//	Analyze, 13,005 actions       47 MB     29 MB
//	Analyze, 130,005 actions     554 MB    308 MB
//	Loops, 2,000                  25 MB     18 MB
//	WideCycle, 1,000 exits       7.2 MB    4.9 MB
//	WideCycle, 5,000 exits       112 MB     78 MB
//	Corpus, 67 flows             3.8 MB    2.2 MB

// synthetic writes a flow of n parts: each asks, checks, keeps, loops over a
// list, polls in a task, and jumps back at its end. One fifth of all actions
// are data action calls.
func synthetic(parts int) string {
	var b strings.Builder
	b.WriteString("flow workflow\nvars Flow.id Flow.list\ntask Main\n")
	for i := range parts {
		fmt.Fprintf(&b, `  data Get(id=Flow.id, part=%[1]d) -> s=Flow.s%[1]d ! code=Flow.c%[1]d
    success: set Flow.t%[1]d = Flow.s%[1]d
    failure: wait 5
  loop Count(Flow.list) index=Flow.i%[1]d
    loop:
      data Walk(id=GetAt(Flow.list, Flow.i%[1]d)) -> out=Flow.w%[1]d
      decision Flow.w%[1]d == "x"
        yes: exit
  loop 10
    loop:
      call Poll(Task.id=Flow.t%[1]d) -> Task.s=Flow.p%[1]d
      decision Flow.p%[1]d == "done"
        yes: exit
        no: wait 5
  play Flow.p%[1]d Flow.t%[1]d
`, i)
	}
	b.WriteString("task Poll(in Task.id, out Task.s)\n  data Status(id=Task.id) -> s=Task.s\n")
	return b.String()
}

func BenchmarkAnalyze(b *testing.B) {
	for _, parts := range []int{10, 100, 1000, 10000} {
		g := cfg.Lower(sketch(b, synthetic(parts)), cfg.Options{Count: expr.Int})
		b.Run(fmt.Sprintf("actions=%d", len(g.Nodes)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Analyze(g)
			}
		})
	}
}

func BenchmarkLoops(b *testing.B) {
	for _, parts := range []int{10, 100, 1000} {
		g := cfg.Lower(sketch(b, synthetic(parts)), cfg.Options{Count: expr.Int})
		f := Analyze(g)
		views := Views(g)
		b.Run(fmt.Sprintf("loops=%d", len(views)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, v := range views {
					f.Loop(v)
				}
			}
		})
	}
}

// BenchmarkWideCycle is one cycle that the whole flow is a part of, with as
// many exits as it has parts.
func BenchmarkWideCycle(b *testing.B) {
	for _, parts := range []int{100, 1000, 5000} {
		var text strings.Builder
		text.WriteString("flow workflow\ntask Main\n")
		for i := range parts {
			fmt.Fprintf(&text, "  data Get(id=%[1]d) -> s=Flow.s%[1]d\n  decision Flow.s%[1]d == \"x\"\n    yes: disconnect\n", i)
		}
		text.WriteString("  jump Main\n")
		g := cfg.Lower(sketch(b, text.String()), cfg.Options{})
		f := Analyze(g)
		view := jumpCycles(g)[0]
		b.Run(fmt.Sprintf("exits=%d", parts), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f.Loop(view)
			}
		})
	}
}

func BenchmarkCorpus(b *testing.B) {
	var graphs []*cfg.Graph
	for _, f := range corpus(b, "json", "yaml") {
		graphs = append(graphs, cfg.Lower(f, cfg.Options{Count: expr.Int}))
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, g := range graphs {
			f := Analyze(g)
			for _, v := range Views(g) {
				f.Loop(v)
			}
		}
	}
}

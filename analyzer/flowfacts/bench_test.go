package flowfacts

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"testing"

	"archlint/analyzer/flow"
	"archlint/analyzer/flow/flowtest"
	"archlint/analyzer/intake"
	"archlint/analyzer/internal/flowgen"
	"archlint/analyzer/internal/meter"
	"archlint/analyzer/source"
)

// Ledger of BenchmarkRead: from the bytes of 100 generated flows (seed 1, 3.5 MB
// of JSON) to their facts, in one go. Bytes and allocations do not depend on the
// machine; CPU milliseconds are of two cores shared with other work, old and new
// in turn. The newest last.
//
//	date        json: MB, allocations, CPU ms   yaml: MB, allocations, CPU ms   change
//	2026-11-26  60.2  607,000  147              68.6  796,000  180              first
//	2026-11-26  53.4  469,000                                                   the platform's trees read without encoding/json and its maps
//	2026-11-26  47.9  449,000                                                   files, actions, graphs into memory of their size
//	2026-11-26  45.9  377,000                                                   graph algorithms: rows filled in place, a heap without boxes
//	2026-11-26  42.7  310,000                                                   calls: slices by number for maps by node and region
//	2026-11-26  40.9  290,000                                                   data flow solved in memory made once
//	2026-11-26  37.0  262,000   91              52.5  597,000  143              counts, sums, rounds of a flow found once
//	2026-11-26  36.0  249,000   86              50.3  570,000  140              inputs compared of data actions that are called twice
func BenchmarkRead(b *testing.B) {
	for _, format := range []string{"json", "yaml"} {
		b.Run(format, func(b *testing.B) {
			dir := b.TempDir()
			if err := flowtest.WriteOrg(dir, format, 1, 100); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			meter.CPU(b)
			for b.Loop() {
				drafts, in := intake.Read(context.Background(), []string{dir}, intake.Options{}, 1, slog.New(slog.DiscardHandler), Early(nil, nil))
				if len(drafts) != 100 || len(in.Errors) > 0 {
					b.Fatal(len(drafts), in.Errors)
				}
			}
		})
	}
}

// Ledger of BenchmarkLoopsInOneAnother, a loop a level and a call in each, from
// the tree to the facts; CPU seconds and MB of 500, 1,000 and 2,000 levels. More
// than 400 are in no file that a decoder takes. Every call is told with all loops
// around it, and every loop with all that stands in it: by the square of the
// depth it must grow, and does.
//
//	2026-11-26  1.2 s 860 MB    5.8 s 4,070 MB   23 s 16,600 MB   the chain of loops walked ten times a call, bodies in maps
//	2026-11-26  0.5 s 205 MB    1.5 s   670 MB    4 s  2,590 MB   once a call, in slices; shortest rounds found once
func BenchmarkLoopsInOneAnother(b *testing.B) {
	for _, depth := range []int{500, 1000, 2000} {
		b.Run(fmt.Sprint(depth), func(b *testing.B) {
			f := loopsInOneAnother(depth)
			b.ReportAllocs()
			for b.Loop() {
				analyseTree(b, f)
			}
		})
	}
}

// TestLoopsInOneAnotherGrowByTheSquare counts bytes, which stand for work and do
// not depend on the machine: twice the depth takes four times of what is squared,
// and less of the rest.
func TestLoopsInOneAnotherGrowByTheSquare(t *testing.T) {
	bytes := func(depth int) uint64 {
		f := loopsInOneAnother(depth)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		analyseTree(t, f)
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	if one, two := bytes(400), bytes(800); float64(two) > 4.2*float64(one) {
		t.Errorf("%d bytes for 400 loops in one another, %d for 800", one, two)
	}
}

func loopsInOneAnother(depth int) *flow.Flow {
	f := flowgen.Shapes()["loops in one another"](2 * depth)
	f.File = source.NewFile("loops.yaml", nil)
	return f
}

func analyseTree(t testing.TB, f *flow.Flow) {
	if out := study(f, nil, nil, nil, nil); out.err != nil {
		t.Fatal(out.err)
	}
}

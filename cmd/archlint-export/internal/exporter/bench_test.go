package exporter_test

import (
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"archlint/cmd/archlint-export/internal/exporter"
	"archlint/cmd/archlint-export/internal/fixture"
	"archlint/cmd/archlint-export/internal/genesysfake"
	"archlint/cmd/archlint-export/internal/genesysfake/demoorg"
	"archlint/cmd/archlint-export/internal/transport"
)

// The ledger: the program as a process (with the SDK), the fake as another, on two
// cores of a small virtual machine that had much else to do, Go 1.26, no rate
// limit. Ideal is flows x latency / concurrency. A line is added when a number
// moves by a fifth.
//
//	flows x size, latency, at a time    flows took   ideal   CPU    most memory
//	 5,000 x 100 KB,  20 ms,  8             49.9 s    12.5 s  13 s    40 MB    (load 27: no core was free)
//	 5,000 x 100 KB,  20 ms,  8               18 s    12.5 s   8 s    42 MB    (nothing else ran)
//	 5,000 x 100 KB,  20 ms, 32               10 s     3.1 s   7 s    44 MB    (likewise: the fake takes the other core)
//	 1,000 x 100 KB, 200 ms,  8             27.8 s      25 s   3 s    20 MB
//	 1,000 x 100 KB, 200 ms, 32              8.9 s     6.3 s   3 s    27 MB
//	20,000 x  20 KB,   none,  8                  -       -    30 s    93 MB
//	 5,000 again, none of them changed      11.7 s (all)       1 s    49 MB
//
// By hand: go run ./cmd/archlint-export/internal/demo -flows 5000 -latency 20ms
// /usr/bin/time -v archlint-export -o big --requests-per-minute 0
func BenchmarkExport(b *testing.B) {
	const flows = 500
	fake := fixture.Start(b, genesysfake.Options{
		Org: demoorg.Large(flows, 100_000, 1), Region: fixture.Region, ClientID: fixture.ID, ClientSecret: fixture.Secret,
		Latency: 20 * time.Millisecond,
	})
	client := fixture.Client(b, fake, func(*transport.Options) {})
	for b.Loop() {
		peak := watchHeap(b)
		result, err := exporter.Run(b.Context(), client, exporter.Options{Dir: b.TempDir(), Region: fixture.Region})
		if err != nil || result.Fetched != flows+4 {
			b.Fatal(result.Fetched, err)
		}
		b.ReportMetric(float64(peak())/(1<<20), "MB-heap") // the fake's own with it
	}
	b.ReportMetric(float64(flows*b.N)/b.Elapsed().Seconds(), "flows/s")
}

// watchHeap looks at the heap until peak is called.
func watchHeap(b *testing.B) (peak func() uint64) {
	var most atomic.Uint64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		var m runtime.MemStats
		for {
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapInuse))
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return func() uint64 { close(stop); <-stopped; return most.Load() }
}

// Package meter adds to benchmarks what they do not measure by themselves.
package meter

import "testing"

// CPU adds the processor time of an operation, all threads together, from here to
// the end of the benchmark: the figure that stays the same when other work shares
// the machine. Where the system does not tell, it adds nothing.
func CPU(b *testing.B) {
	start, known := used()
	if !known {
		return
	}
	b.Cleanup(func() {
		end, _ := used()
		b.ReportMetric(float64((end-start).Microseconds())/1000/float64(b.N), "cpu-ms/op")
	})
}

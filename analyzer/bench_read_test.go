package analyzer

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"archlint/analyzer/flow/flowtest"
)

// Ledger of BenchmarkRead: from the bytes of 100 generated flows (seed 1) to
// their facts, in one go. Bytes and allocations do not depend on the machine;
// CPU milliseconds are of two cores shared with other work. The newest last.
//
//	date        json: MB, allocations, CPU ms   yaml: MB, allocations, CPU ms   change
//	2026-11-26  60.2  607,000  123              68.6  796,000  160              first
//	2026-11-26  53.4  469,000  111                                              the platform's trees read without encoding/json and its maps
func BenchmarkRead(b *testing.B) {
	for _, format := range []string{"json", "yaml"} {
		b.Run(format, func(b *testing.B) {
			dir := writeFlows(b, format, 100)
			b.ReportAllocs()
			start := cpuTime(b)
			for b.Loop() {
				r := &review{opts: Options{Lean: true, Jobs: 1}, log: Options{}.log()}
				if in := r.read(context.Background(), []string{dir}); len(in.flows) != 100 || len(r.errs) > 0 {
					b.Fatal(len(in.flows), r.errs)
				}
			}
			b.ReportMetric(float64((cpuTime(b)-start).Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
}

func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func writeFlows(b *testing.B, format string, n int) string {
	b.Helper()
	dir := b.TempDir()
	for i, f := range flowtest.Org(1, n) {
		write := f.JSON
		if format == "yaml" {
			write = f.YAML
		}
		text, err := write()
		if err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%05d.%s", i, format)), text, 0o666); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}

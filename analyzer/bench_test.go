package analyzer_test

import (
	"context"
	"io"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow/flowtest"
	"archlint/analyzer/internal/flowgen"
	"archlint/analyzer/internal/meter"
	"archlint/analyzer/judge"
	"archlint/analyzer/report"
	"archlint/analyzer/report/formats"
)

// Ledger, 100 generated flows (seed 1), CPU milliseconds of one go. Two cores
// shared with other work, go1.26.8; the newest last. Decoders, bounds, data flow,
// joining and policies have benchmarks and ledgers of their own; the whole program
// beside others is measured by bench.
//
//	date        change                            lower  facts json, yaml  review json, yaml  report text, json, sarif, html
//	2026-11-26  first                               4.6          246, 286           796, 768  236, 28, 124, 282
//	2026-11-26  less memory in every stage, rules   1.7          150, 186           260, 350  (below)
//	            asked only where they may find
//
// More than half of a review is reading and analysing; it was a third at first, when
// one rule tried its patterns on every expression of a flow.
const benchFlows = 100

func benchExport(b testing.TB, format string) string {
	b.Helper()
	dir := b.TempDir()
	if err := flowtest.WriteOrg(dir, format, 1, benchFlows); err != nil {
		b.Fatal(err)
	}
	return dir
}

// BenchmarkFacts reads, lowers, counts and holds against the limits: all but the
// rules.
func BenchmarkFacts(b *testing.B) {
	benchReview(b, analyzer.Options{Rules: judge.Rules{NoBuiltin: true}})
}

// BenchmarkReview is the whole but for the report.
func BenchmarkReview(b *testing.B) { benchReview(b, analyzer.Options{}) }

func benchReview(b *testing.B, o analyzer.Options) {
	for _, format := range []string{"json", "yaml"} {
		b.Run(format, func(b *testing.B) {
			dir := benchExport(b, format)
			b.ReportAllocs()
			meter.CPU(b)
			for b.Loop() {
				r, err := analyzer.Analyze(context.Background(), []string{dir}, o)
				if err != nil || len(r.Flows) != benchFlows || len(r.Errors) > 0 {
					b.Fatal(err, len(r.Flows), r.Errors)
				}
			}
		})
	}
}

// BenchmarkLower makes the graphs of the flows.
func BenchmarkLower(b *testing.B) {
	trees := flowgen.Org(1, benchFlows)
	b.ReportAllocs()
	meter.CPU(b)
	for b.Loop() {
		for _, f := range trees {
			cfg.Lower(f, cfg.Options{})
		}
	}
}

// BenchmarkReport writes each format, of a review as check makes it.
//
// Ledger, CPU milliseconds and megabytes allocated, 100 flows, the newest last:
//
//	date        change                             text       json       sarif      html       junit     github    gitlab    markdown
//	2026-11-26  of whole reviews                   222, 43.5  22.7, 10.7 104, 66.3  265, 68.8  6.2, 2.6  3.3, 1.8  2.7, 1.5  1.9, 1.1
//	2026-11-26  plain text is measured by its
//	            length, lines are not copied       18.9, 10.7
//	2026-11-26  JSON by jsontext, SARIF result
//	            by result                                     9.4, 4.8   86, 22.4
//	2026-11-26  of lean reviews: flows and
//	            drawings are unpacked one by one              12, 5.9    83, 20.1   78, 45.1
//	2026-11-26  findings are grouped and sorted
//	            in place, SARIF compressed
//	            quickly, files read once for the
//	            HTML document's excerpts           18.1, 6.5  11, 5.9    58, 20.0   54, 25.2   5.6, 2.2  1.5, 1.0  1.7, 0.4  0.5, 0.3
//	2026-11-26  calls and loops are sorted in
//	            place; half of the buffers                    11, 4.6    58, 17.5
//
// Four fifths of the first text report went into finding the clusters of characters
// in lines of JSON that hold whole flows.
func BenchmarkReport(b *testing.B) {
	r, err := analyzer.Analyze(context.Background(), []string{benchExport(b, "json")}, analyzer.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range formats.All() {
		b.Run(f.Name, func(b *testing.B) {
			b.ReportAllocs()
			meter.CPU(b)
			for b.Loop() {
				if err := f.Write(io.Discard, r, report.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

package archy_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"gopkg.in/yaml.v3"

	"archlint/analyzer/flow/archy"
	"archlint/analyzer/source"
)

// The ledger: the whole corpus, MB per second of processor time (user and
// system, GOMAXPROCS=1, 150 rounds, mean of four), the decoder and the floor
// under it on the same machine. The goal is at most 1.2 times the floor's time.
//
//	date        Decode  floor  times  remark
//	2026-11-23    10.0   11.1   1.11  single rounds 1.03 to 1.19; 127 % of the floor's bytes, 119 % of its allocations
//	2026-11-26    19.5   24.3   1.25  the same code on another, loaded machine: caches are shared with much other work
//	2026-11-26    19.8   24.2   1.22  references and odd characters found without expressions; median of six;
//	                                 127 % of the bytes, 119 % of the allocations
//	2026-11-26    21.1   24.9   1.18  the same code, the machine quiet; medians of seven, taken in turn; single rounds 1.15 to 1.22

func corpusFiles(b *testing.B) ([]*source.File, int64) {
	dir := corpusDir(b)
	paths, _ := filepath.Glob(filepath.Join(dir, "yaml", "*"))
	var files []*source.File
	var size int64
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		if archy.Sniff(text) && !bytes.Contains(text, []byte("{{")) { // what yaml.v3 alone can read
			files = append(files, source.NewFile(filepath.Base(path), text))
			size += int64(len(text))
		}
	}
	return files, size
}

func BenchmarkDecode(b *testing.B) {
	files, size := corpusFiles(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, f := range files {
			if _, err := archy.Decode(f, archy.Options{}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkFloor is yaml.v3's own parse into nodes.
func BenchmarkFloor(b *testing.B) {
	files, size := corpusFiles(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, f := range files {
			decoder := yaml.NewDecoder(bytes.NewReader(f.Text))
			for {
				var doc yaml.Node
				if err := decoder.Decode(&doc); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}

package platform_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"archlint/analyzer/flow/platform"
	"archlint/analyzer/source"
)

// The decoder and its floors on the same bytes: the JSON flows of the corpus.
//
//	go test -bench Corpus ./analyzer/flow/platform
//
// Goal: within 2x of bare tokens, at least 3x faster than Unmarshal into any.
//
// Ledger (38 flows, 1.2 MB, two shared cores, best of six; MB/s):
//
//	                                       decode  tokens  unmarshal
//	first version                              81     183         33
//	skip whole values, not tokens              90     174         33
//	direct-mapped strings instead of a map    114     180         33
//
// By processor time, which other work on the machine does not spoil (user and
// system, GOMAXPROCS=1, 60 rounds, median of five, another machine):
//
//	2026-11-26                                216     410         68   1.9x tokens, 3.2x faster than Unmarshal
func BenchmarkCorpus(b *testing.B) {
	texts, size := corpusTexts(b)
	run := func(name string, read func([]byte) error) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(size)
			b.ReportAllocs()
			for b.Loop() {
				for _, text := range texts {
					if err := read(text); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
	run("decode", func(text []byte) error {
		_, err := platform.Decode(source.NewFile("flow.json", text), platform.Options{})
		return err
	})
	run("floor/tokens", readTokens)
	run("floor/unmarshal", func(text []byte) error {
		var any any
		return json.Unmarshal(text, &any)
	})
}

func readTokens(text []byte) error {
	dec := jsontext.NewDecoder(bytes.NewBuffer(text))
	for {
		if _, err := dec.ReadToken(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

func corpusTexts(b *testing.B) (texts [][]byte, size int64) {
	files, _ := filepath.Glob(filepath.Join(corpusDir(b), "json", "*.json"))
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		texts = append(texts, text)
		size += int64(len(text))
	}
	return texts, size
}

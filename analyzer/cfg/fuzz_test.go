package cfg_test

import (
	"os"
	"path/filepath"
	"testing"

	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/internal/cfgtest"
	"archlint/analyzer/source"
)

// FuzzLower lowers whatever the decoders make of the input: no panic, no hang,
// and a graph that agrees with its tree and with itself.
func FuzzLower(f *testing.F) {
	for _, glob := range []string{"exports/*/flows/*/*", "exports-src/*", "readme/*"} {
		files, err := filepath.Glob(filepath.Join("..", "..", "testdata", filepath.FromSlash(glob)))
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			if text, err := os.ReadFile(file); err == nil {
				f.Add(text)
			}
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		src := source.NewFile("fuzz", text)
		var flows []*flow.Flow
		if found, err := archy.Decode(src, archy.Options{MaxNodes: 20_000}); err == nil {
			flows = append(flows, found...)
		}
		for _, decode := range []func(*source.File, platform.Options) (*flow.Flow, error){platform.Decode, platform.DecodeI3} {
			if found, err := decode(src, platform.Options{MaxNodes: 20_000}); err == nil {
				flows = append(flows, found)
			}
		}
		for _, fl := range flows {
			if fl == nil {
				continue
			}
			cfgtest.Lower(t, fl, cfg.Options{})
		}
	})
}

package main

import (
	"errors"
	"io/fs"
	"path/filepath"

	"github.com/spf13/pflag"

	"archlint/analyzer"
	"archlint/analyzer/baseline"
	"archlint/analyzer/review"
	"archlint/analyzer/source"
)

// addWriteBaseline defines the flag of commands that can write a baseline.
func (f *analysisFlags) addWriteBaseline(set *pflag.FlagSet) {
	set.StringVar(&f.writeBaseline, "write-baseline", "", "`FILE` to write the findings to as a baseline; with --baseline, "+
		"that one made tighter")
}

// maxBaseline bounds a baseline, in bytes: an entry takes some 300.
const maxBaseline = 256 << 20

// baseline reads the baseline that the configuration or a flag names. One that
// is to be written first need not be there yet.
func (f *analysisFlags) baseline(a *app, o *analyzer.Options) error {
	o.Accept.TakeBaseline = f.writeBaseline != ""
	name := a.config.Baseline
	if name == "" {
		return nil
	}
	text, err := source.ReadFile(name, maxBaseline)
	if errors.Is(err, fs.ErrNotExist) && f.writeBaseline != "" && filepath.Clean(name) == filepath.Clean(f.writeBaseline) {
		return nil
	}
	if err != nil {
		return trouble("baseline: %w", err)
	}
	if o.Accept.Baseline, err = baseline.Read(name, text); err != nil {
		return trouble("%w", err)
	}
	return nil
}

// nextBaseline is the file to write, if any. A review that could not check
// anything has nothing to write.
func (f *analysisFlags) nextBaseline(r *review.Review) ([]file, error) {
	if r.NextBaseline == nil {
		return nil, nil
	}
	text, err := r.NextBaseline.Text()
	if err != nil {
		return nil, err
	}
	return []file{{f.writeBaseline, text}}, nil
}

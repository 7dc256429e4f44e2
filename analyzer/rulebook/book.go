// Package rulebook holds rules to their own examples, and writes their pages
// from them: a bad example fires its rule at the marked lines and no other
// rule of the library, a good one fires none, and the page shows both with
// what archlint says today.
package rulebook

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"

	"archlint/analyzer"
	"archlint/analyzer/capacity"
	"archlint/analyzer/config"
	"archlint/analyzer/finding"
	"archlint/analyzer/policy"
	"archlint/analyzer/review"
)

// Book is a library of rules with its examples on disk. It is safe for
// concurrent use.
type Book struct {
	// Root is the directory that the File of every rule is relative to.
	Root string
	// Rules choose the rules that judge the examples; the rest of the options
	// is the Book's.
	Rules analyzer.Options
	// Command is the command that writes the pages, for their first line.
	Command string
	// Rates names a JSON file with Rates, what the rules say of public flows; "" for none.
	Rates string

	mu      sync.Mutex
	reviews map[string]*review.Review
}

// ruleFile is the name of a rule's file in a folder of its own, beside its
// examples. Rules in files of other names have none.
const ruleFile = "rule.rego"

// Example returns a rule's example; it has no files when there is none.
func (b *Book) Example(r policy.Rule, kind Kind) (Example, error) {
	file := filepath.Join(b.Root, filepath.FromSlash(r.File))
	if filepath.Base(file) != ruleFile {
		return Example{Kind: kind}, nil
	}
	if _, err := os.Stat(file); err != nil {
		return Example{Kind: kind}, nil // in a bundle: nothing stands beside it
	}
	e, err := Find(os.DirFS(filepath.Dir(file)), kind)
	e.Root = filepath.Dir(file)
	return e, err
}

func (e Example) path(name string) string { return filepath.Join(e.Root, filepath.FromSlash(name)) }

// Review analyses an example as archlint check would with its flags.
func (b *Book) Review(ctx context.Context, e Example) (*review.Review, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if known := b.reviews[e.paths()[0]]; known != nil {
		return known, nil
	}
	opts := b.Rules
	opts.Jobs = 1
	if err := e.apply(&opts); err != nil {
		return nil, fmt.Errorf("%s:1: %w", e.path(e.Files[0]), err)
	}
	out, err := analyzer.Analyze(ctx, e.paths(), opts)
	if err != nil {
		return nil, err
	}
	if b.reviews == nil {
		b.reviews = map[string]*review.Review{}
	}
	b.reviews[e.paths()[0]] = out
	return out, nil
}

// paths are what is given to the analyzer.
func (e Example) paths() []string {
	if e.Dir != "" {
		return []string{e.path(e.Dir)}
	}
	out := make([]string, len(e.Files))
	for i, name := range e.Files {
		out[i] = e.path(name)
	}
	return out
}

// apply sets the options that the flags of an example's first line are for: those of the
// traffic that examples need, and a configuration beside them, for its settings of rules.
func (e Example) apply(opts *analyzer.Options) error {
	if len(e.Flags)%2 != 0 {
		return fmt.Errorf("%s: want a value", e.Flags[len(e.Flags)-1])
	}
	for i := 0; i < len(e.Flags); i += 2 {
		var err error
		switch flag, value := e.Flags[i], e.Flags[i+1]; flag {
		case "--config":
			err = e.configure(opts, value)
		case "--licence-type":
			opts.Traffic.Traffic.LicenceType = value
		case "--licences":
			opts.Traffic.Traffic.Licences, err = parseFigure(flag, value)
		case "--interactions-per-minute":
			opts.Traffic.Traffic.InteractionsPerMinute, err = parseFigure(flag, value)
		default:
			err = fmt.Errorf("%s: an example takes --config, --licences, --licence-type and --interactions-per-minute", flag)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// configure takes the settings of rules from a configuration in the example's folder.
func (e Example) configure(opts *analyzer.Options, name string) error {
	read, err := config.Load(e.path(name))
	if err != nil {
		return err
	}
	opts.Rules.Settings = append(slices.Clone(opts.Rules.Settings), read.Rules...)
	return nil
}

func parseFigure(flag, value string) (*capacity.Figure, error) {
	n, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return nil, fmt.Errorf("%s %s: want a number", flag, value)
	}
	return capacity.Given(n, capacity.FromFlag), nil
}

// Fired returns the findings of one rule.
func Fired(r *review.Review, id string) []finding.Finding {
	var out []finding.Finding
	for _, f := range r.Findings {
		if f.Rule == id {
			out = append(out, f)
		}
	}
	return out
}

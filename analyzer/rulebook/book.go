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
	"strconv"
	"sync"

	"archlint/analyzer"
	"archlint/analyzer/capacity"
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
	var err error
	if opts.Traffic.Traffic, err = traffic(e.Flags); err != nil {
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

// traffic reads the flags of an example's first line: those of the traffic
// that examples need.
func traffic(flags []string) (capacity.Traffic, error) {
	var out capacity.Traffic
	for i := 0; i+1 < len(flags); i += 2 {
		if flags[i] == "--licence-type" {
			out.LicenceType = flags[i+1]
			continue
		}
		n, err := strconv.ParseFloat(flags[i+1], 64)
		if err != nil {
			return out, fmt.Errorf("%s %s: want a number", flags[i], flags[i+1])
		}
		switch flags[i] {
		case "--licences":
			out.Licences = capacity.Given(n, capacity.FromFlag)
		case "--interactions-per-minute":
			out.InteractionsPerMinute = capacity.Given(n, capacity.FromFlag)
		default:
			return out, fmt.Errorf("%s: an example takes --licences, --licence-type and --interactions-per-minute", flags[i])
		}
	}
	if len(flags)%2 != 0 {
		return out, fmt.Errorf("%s: want a value", flags[len(flags)-1])
	}
	return out, nil
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

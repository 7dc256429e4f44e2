package finding

import "log/slog"

// Processor is one step that a list of findings goes through. Process may
// reuse the slice it is given.
type Processor interface {
	Name() string
	Process([]Finding) []Finding
}

// Processors returns the steps that every list of findings goes through,
// in their order:
//
//  1. levels, so that a rule which is switched off costs nothing further on;
//  2. duplicates, after levels, because two findings that differ in nothing
//     else must not both count;
//  3. those that take out what is accepted, waivers before the baseline, because
//     a finding that somebody gave a reason for needs no other excuse;
//  4. order, last, because it decides what is printed first.
//
// Levels maps rule ids to the severity that replaces the rule's own; Off
// removes the rule's findings.
func Processors(levels map[string]Severity, accepting ...Processor) []Processor {
	return append(append([]Processor{Levels(levels), Duplicates()}, accepting...), Order())
}

// Process runs findings through the steps and logs at debug level how many
// went into each and how many came out. A nil log is silent. The given slice
// is left as it was.
func Process(findings []Finding, steps []Processor, log *slog.Logger) []Finding {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	out := append(make([]Finding, 0, len(findings)), findings...)
	for _, s := range steps {
		in := len(out)
		out = s.Process(out)
		log.Debug("findings processed", "step", s.Name(), "in", in, "out", len(out))
	}
	return out
}

// step is a processor made of a function.
type step struct {
	name string
	do   func([]Finding) []Finding
}

func (s step) Name() string                         { return s.name }
func (s step) Process(findings []Finding) []Finding { return s.do(findings) }

// Levels is the processor that replaces the severity of the rules named in
// levels, and removes findings that are Off, by their rule or by levels.
func Levels(levels map[string]Severity) Processor {
	return step{"levels", func(findings []Finding) []Finding {
		kept := findings[:0]
		for _, f := range findings {
			if level, ok := levels[f.Rule]; ok {
				f.Severity = level
			}
			if f.Severity != Off {
				kept = append(kept, f)
			}
		}
		return kept
	}}
}

// Duplicates is the processor that keeps one of several findings that say the
// same: same fingerprint, file, place, rule and message. The same flow exported twice
// has one fingerprint in two files; both findings stay.
func Duplicates() Processor {
	return step{"duplicates", func(findings []Finding) []Finding {
		seen := make(map[key]bool, len(findings))
		kept := findings[:0]
		for _, f := range findings {
			k := keyOf(f)
			if !seen[k] {
				seen[k] = true
				kept = append(kept, f)
			}
		}
		return kept
	}}
}

// key is what makes two findings the same.
type key struct {
	fingerprint, rule, file, node, message string
	line, column                           int
}

func keyOf(f Finding) key {
	return key{f.Fingerprint, f.Rule, f.File, f.Node, f.Message, f.Line, f.Column}
}

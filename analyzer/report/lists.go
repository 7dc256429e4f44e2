package report

import (
	"encoding/json"

	"archlint/analyzer/finding"
)

// Each maps a slice and never returns nil: the report has no null arrays.
func Each[A, B any](in []A, f func(A) B) []B {
	out := make([]B, len(in))
	for i, a := range in {
		out[i] = f(a)
	}
	return out
}

// Copied is in, and [] where it is nil.
func Copied[A any](in []A) []A { return append([]A{}, in...) }

// EvidenceOf returns the finding's evidence, {} where it gives none.
func EvidenceOf(f finding.Finding) json.RawMessage {
	if !json.Valid(f.Evidence) || string(f.Evidence) == "null" {
		return json.RawMessage("{}")
	}
	return f.Evidence
}

// Same is what it is given.
func Same[A any](a A) A { return a }

// OrElse is s, or other where s is empty.
func OrElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

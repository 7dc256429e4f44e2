package finding

import (
	"bytes"
	"cmp"
	"slices"
)

// Compare orders findings as every report lists them: by file, place,
// severity (the gravest first), rule, node, message and fingerprint. Findings without a file (of the whole
// organisation) come last, because the files lead the reader to the causes.
func Compare(a, b Finding) int {
	return cmp.Or(
		boolFirst(a.File != "", b.File != ""),
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column),
		cmp.Compare(b.Severity.Rank(), a.Severity.Rank()),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Node, b.Node),
		cmp.Compare(a.Flow, b.Flow),
		cmp.Compare(a.Message, b.Message),
		cmp.Compare(a.Fingerprint, b.Fingerprint),
		bytes.Compare(a.Evidence, b.Evidence),
	)
}

// CompareBySeverity orders findings from the gravest down, and within a
// severity as Compare does: the order in which a list is cut that is too long.
func CompareBySeverity(a, b Finding) int {
	return cmp.Or(cmp.Compare(b.Severity.Rank(), a.Severity.Rank()), Compare(a, b))
}

func boolFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	default:
		return 1
	}
}

// Order is the processor that sorts findings by Compare.
func Order() Processor {
	return step{"order", func(findings []Finding) []Finding {
		slices.SortStableFunc(findings, Compare)
		return findings
	}}
}

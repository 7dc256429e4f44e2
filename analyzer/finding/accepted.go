package finding

import (
	"slices"
	"strconv"
)

// Acceptance says who or what accepted a finding.
type Acceptance string

// Findings are accepted one by one, with a reason, or all that there were on a
// certain day.
const (
	ByWaiver   Acceptance = "waiver"
	ByBaseline Acceptance = "baseline"
)

// Accepted is a finding that fails no run because somebody took the risk. It
// is reported apart from the findings, and counts as none of them.
type Accepted struct {
	Finding
	By     Acceptance
	Record Record
}

// Record is what is written down about an acceptance. Texts are "" where they
// are not given, which only a waiver's are.
type Record struct {
	Reason  string
	Owner   string
	Expires string // the last day on which it holds, as 2027-03-31
	File    string // where it stands
	Line    int
	Column  int
	// Comment is set where it stands in the flow itself.
	Comment bool
}

// Place is where the record stands, as file:line.
func (r Record) Place() string {
	if r.Line < 1 {
		return r.File
	}
	return r.File + ":" + strconv.Itoa(r.Line)
}

// SortAccepted orders accepted findings as Compare orders findings.
func SortAccepted(list []Accepted) {
	slices.SortStableFunc(list, func(a, b Accepted) int { return Compare(a.Finding, b.Finding) })
}

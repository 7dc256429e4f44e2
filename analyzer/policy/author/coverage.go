package author

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/cover"

	"archlint/analyzer/policy"
)

// FileCoverage tells which lines of a file of rules its unit tests reached.
// Lines are 1-based and sorted; lines that hold nothing to evaluate are in
// neither list.
type FileCoverage struct {
	File       string `json:"file"`
	Covered    []int  `json:"covered"`
	NotCovered []int  `json:"notCovered"`
}

// coverage reports on the unit's own rules, not on the shared helpers and not
// on the tests themselves.
func (u suite) coverage(reached *cover.Cover) []FileCoverage {
	report := reached.Report(u.Modules())
	var out []FileCoverage
	for _, name := range policy.SortedKeys(u.Modules()) {
		file, known := report.Files[name]
		if !known || u.Shared(name) {
			continue
		}
		// The parameters' rule, which we add, stands at the package clause.
		added := u.Modules()[name].Package.Location.Row
		out = append(out, FileCoverage{File: name, Covered: rows(file.Covered, added), NotCovered: rows(file.NotCovered, added)})
	}
	return out
}

// rows lists the lines of ranges, which may overlap, each once, without one.
func rows(ranges []cover.Range, without int) []int {
	out := []int{}
	for _, r := range ranges {
		for row := r.Start.Row; row <= r.End.Row; row++ {
			if row != without {
				out = append(out, row)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

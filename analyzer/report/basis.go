package report

import (
	"fmt"

	"archlint/analyzer/facts"
)

// BasisWords says what a figure rests on: "assumed", or "measured (12,431 executions, 14 days)"
// where executions were counted. "-" where nothing is known of it.
func BasisWords(basis string, executions float64, days int64) string {
	if executions > 0 && (basis == facts.Measured || basis == facts.Fitted) {
		return fmt.Sprintf("%s (%s, %s)", basis, Counted(int(executions), "execution"), Counted(int(days), "day"))
	}
	return OrElse(Clean(basis), "-")
}

// CallBasis says what the expected number of a call rests on.
func CallBasis(c facts.Call) string { return BasisWords(c.Basis, c.BasisExecutions, c.BasisDays) }

// DemandBasis says what a demand rests on.
func DemandBasis(d *facts.Demand) string {
	if d == nil {
		return "-"
	}
	return BasisWords(d.Basis, d.BasisExecutions, d.BasisDays)
}

package facts

// What an expected number of calls can rest on, from the firmest to the weakest.
const (
	Measured = "measured" // the step's own executions were counted
	Fitted   = "fitted"   // shares that were fitted to counts
	Given    = "given"    // the traffic profile, or the flow itself: no assumed share bears on it
	Assumed  = "assumed"  // some share that bears on it is a default
)

// basisRank orders what a figure can rest on, the weakest first. A figure that rests on
// nothing that anybody has to know has none, and ranks above all.
var basisRank = map[string]int{Assumed: 1, Given: 2, Fitted: 3, Measured: 4, "": 5}

// WeakerBasis returns the weaker of two bases: a figure that rests on several facts is as
// firm as the weakest of them. "" stands for a figure that rests on none.
func WeakerBasis(a, b string) string {
	if basisRank[b] < basisRank[a] {
		return b
	}
	return a
}

// BasisWord is the word for a basis: a figure that rests on nothing that anybody has to know
// is given by the flow itself.
func BasisWord(basis string) string {
	if basis == "" {
		return Given
	}
	return basis
}

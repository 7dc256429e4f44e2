package facts

// What an expected number of calls can rest on, from the firmest to the weakest.
const (
	Measured = "measured" // the step's own executions were counted
	Fitted   = "fitted"   // shares that were fitted to counts
	Given    = "given"    // the traffic profile, or the flow itself: no assumed share bears on it
	Assumed  = "assumed"  // some share that bears on it is a default
)

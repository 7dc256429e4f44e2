package review

import "archlint/analyzer/facts"

// Simulation is what a simulation of the flows saw, beside what the formulas
// say. Its figures are rounded, and its lists never nil.
type Simulation struct {
	Seed                uint64  `json:"seed"`
	Minutes             float64 `json:"minutes"` // simulated and observed
	Interactions        int     `json:"interactions"`
	CallsPerInteraction float64 `json:"callsPerInteraction"` // attempts, repeats included
	// Quantile is the one that peaks stand for, 0..1.
	Quantile float64           `json:"quantile"`
	Limits   []SimulatedLimit  `json:"limits"`
	Actions  []SimulatedAction `json:"dataActions"`
	// Phases tell spikes and outages from the rest of the time; empty without any.
	Phases      []SimulatedPhase `json:"phases"`
	Assumptions []string         `json:"assumptions"`
}

// SimulatedLimit is the demand for a limit: by the formulas, and as it was seen.
type SimulatedLimit struct {
	Limit facts.LimitID `json:"limit"`
	// Enforced is set when the simulation refuses what goes over the limit.
	Enforced bool `json:"enforced"`
	// Formula is the demand of the capacity table, null where it has none;
	// FormulaLow is its low end where it is a range.
	Formula    *facts.Demand `json:"formula"`
	FormulaLow *facts.Demand `json:"formulaLow"`
	Observed   Observed      `json:"observed"`
	// Refused counts refused attempts; RefusedShare is of those that count
	// against the limit, FormulaRefused the same by Erlang B (slots only).
	Refused        int      `json:"refused"`
	RefusedShare   float64  `json:"refusedShare"`
	FormulaRefused *float64 `json:"formulaRefused"`
	// Agrees says whether the observed mean is what the formula says, within the
	// simulation's confidence interval; null where there is nothing to compare.
	Agrees *bool `json:"agrees"`
}

// Observed is a demand minute by minute, or at any time for slots.
type Observed struct {
	Mean float64 `json:"mean"`
	// Error is the standard error of the mean.
	Error  float64 `json:"standardError"`
	Median float64 `json:"median"`
	P95    float64 `json:"p95"`
	P99    float64 `json:"p99"`
	Peak   float64 `json:"peak"` // at the simulation's quantile
	Max    float64 `json:"max"`
}

// SimulatedAction is what became of a data action's calls.
type SimulatedAction struct {
	DataAction  string  `json:"dataAction"`
	Integration string  `json:"integration"`
	Attempts    int     `json:"attempts"`
	Refused     int     `json:"refused"`
	Failed      int     `json:"failed"`
	TimedOut    int     `json:"timedOut"`
	MeanSeconds float64 `json:"meanSeconds"` // of an execution
}

// SimulatedPhase is the time of a spike or an outage, or all other time.
type SimulatedPhase struct {
	Name         string  `json:"name"`
	Minutes      int     `json:"minutes"`
	PerMinute    float64 `json:"perMinute"` // attempts, mean
	Busy         float64 `json:"busySlots"` // mean
	MostBusy     float64 `json:"mostBusySlots"`
	Refused      int     `json:"refused"`
	RefusedShare float64 `json:"refusedShare"`
}

package facts

// Call is one data action call site.
type Call struct {
	Place
	Name        string `json:"name"`        // name of the step
	DataAction  string `json:"dataAction"`  // name of the data action
	ActionID    string `json:"actionId"`    // the platform's id, "" when unknown
	Integration string `json:"integration"` // name of the integration
	Container   string `json:"container"`   // name of the task, state or menu that it stands in

	PerRun Range `json:"perRun"` // calls in one run of the flow
	// PerInteraction is how often this call site runs in one interaction that can come to its
	// flow, which may run the flow several times: least and greatest over all entry flows that
	// lead here, and the greatest of their means. Null where no entry flow leads here, or more
	// than 40 lead back to one another.
	PerInteraction *Range `json:"perInteraction"`
	// Basis is what the expected number of calls in one run rests on: "measured" (the step's own
	// executions were counted), "fitted" (it follows from shares that were fitted to counts),
	// "given" (every share that bears on it is in the traffic profile, or none does), or
	// "assumed" (some share that bears on it is a default).
	Basis string `json:"basis" enum:"measured,fitted,given,assumed"`
	// BasisExecutions is how many executions of the flow were counted; 0 where the expected
	// number does not rest on counts.
	BasisExecutions float64 `json:"basisExecutions"`
	BasisDays       int64   `json:"basisDays"` // number of days on which they were counted
	// ExpectedLow and ExpectedHigh are the 95 % interval that the counts leave for the expected
	// number of calls in one run; null where it does not rest on counts.
	ExpectedLow  *float64 `json:"expectedLow"`
	ExpectedHigh *float64 `json:"expectedHigh"` // upper end of that interval
	// BoundedBy is what the greatest count of one run rests on.
	BoundedBy string `json:"boundedBy" enum:"acyclic,loopCount,counter,platformLimit"`

	Bound         *Bound   `json:"bound"`         // of a counter: which; null for the other grounds
	BoundText     string   `json:"boundText"`     // of platformLimit: the maximum in terms of run-time values, "" where there is none
	CapReason     string   `json:"capReason"`     // of platformLimit: why nothing in the flow bounds it, "" where that is not known
	Hot           bool     `json:"hot"`           // on every path, or expected at least 0.5 times a run
	Reachable     bool     `json:"reachable"`     // some run can come to it
	LoopDepth     int      `json:"loopDepth"`     // number of loop actions and loop tasks around it
	Loop          *string  `json:"loop"`          // id of the innermost loop
	Loops         []string `json:"loops"`         // ids, outermost first
	RatePerMinute *float64 `json:"ratePerMinute"` // calls a minute while one interaction waits; null outside of waits

	TimeoutSeconds   *float64 `json:"timeoutSeconds"`   // null: unknown
	TimeoutIsDefault bool     `json:"timeoutIsDefault"` // the step keeps the default of one minute
	ProcessingPrompt bool     `json:"processingPrompt"` // something is played while it runs
	Secure           bool     `json:"secure"`           // the step is the secure one

	Outputs        Outputs `json:"outputs"`        // state of each way out
	Inputs         []Value `json:"inputs"`         // what goes into it
	SuccessOutputs []Value `json:"successOutputs"` // Text is the variable written
	FailureOutputs []Value `json:"failureOutputs"` // error details; text is the variable written

	// Texts are the literal texts in its inputs, in their expressions, and in what steps
	// assign to the variables that they read, through up to three variables, or these begin with.
	Texts []GivenText `json:"texts"`

	// ReadAfterFailure and ReadAfterTimeout are the variables this call writes
	// on success that may be read, unwritten, after it failed or timed out.
	ReadAfterFailure []Read `json:"readAfterFailure"`
	ReadAfterTimeout []Read `json:"readAfterTimeout"`
	// RepeatOf are earlier calls of the same data action with the same inputs
	// from which this one can be reached with those inputs unchanged.
	RepeatOf []Repeat `json:"repeatOf"`
	// Redundant is set when on every path to this call the same data action has
	// already succeeded with the same, unchanged inputs.
	Redundant bool `json:"redundant"`
	// RepeatsAfterFailure is set when control that leaves by failure or timeout
	// can come back to this call.
	RepeatsAfterFailure bool `json:"repeatsAfterFailure"`
	// UnhandledPath is what stands on the way of a run that leaves by an empty failure or
	// timeout output: "rejoins" (nothing but what a success comes to as well), "handles"
	// (steps of its own, since every way of success leaves before), "ends" (steps of its
	// own that only end the run), "" where no such output is empty.
	UnhandledPath string `json:"unhandledPath" enum:"rejoins,handles,ends,"`
	// Skipped are the names of the steps that only a run comes to in which the call
	// succeeded and that the person notices (something is said or asked, or the person is
	// handed over); empty where UnhandledPath is "".
	Skipped []string `json:"skipped"`
	// DecidedBy are the decisions, switches and lookups that decide whether a run comes to
	// the call.
	DecidedBy []Decider `json:"decidedBy"`
	// Cache is the data table that keeps the call's answer, null where none does.
	Cache *Cache `json:"cache"`
	// ParticipantDataSet are the steps that set participant data and after which the call
	// can run before any time passes on purpose.
	ParticipantDataSet []Place `json:"participantDataSet"`
	// Unread are the success outputs that are kept in a variable which nothing
	// can read afterwards; Keeps is how many are kept in a variable at all.
	Unread []string `json:"unread"`
	Keeps  int      `json:"keeps"`
	// FailureDetail is what becomes of the error details: "dropped", "unread" or "read".
	FailureDetail string `json:"failureDetail" enum:"dropped,unread,read,"`
	// FromCaller are the inputs that hold what the person typed, said or wrote
	// and that no condition looked at on some path to the call.
	FromCaller []CallerInput `json:"fromCaller"`

	// Via is the common module that the call stands in, "" in the flow itself.
	Via        string      `json:"via"`
	Definition *Definition `json:"definition"` // null: the export does not hold it
	// DefinitionMatch says how the definition was looked for: "found",
	// "missing", "ambiguous" or "undetermined".
	DefinitionMatch string `json:"definitionMatch" enum:"found,missing,ambiguous,undetermined"`
	// Alternative is what replaces asking Genesys Cloud's API again and again;
	// null when the request is unknown, goes elsewhere, or nothing is known.
	Alternative *Alternative `json:"alternative"`
	Witness     []Step       `json:"witness"` // a run that makes the most of this call
}

// Repeat is an earlier call that asks the same.
type Repeat struct {
	Place
	// AcrossCalls is set when every way from there passes another data action.
	AcrossCalls bool `json:"acrossCalls"`
	// Between are the nodes of the data action calls that may run in between.
	Between []string `json:"between"`
}

// Outputs are the states of a data action's three ways out: "connected", "empty" or "outOfService".
type Outputs struct {
	Success string `json:"success" enum:"connected,empty,outOfService"` // state of the success output
	Failure string `json:"failure" enum:"connected,empty,outOfService"` // state of the failure output
	Timeout string `json:"timeout" enum:"connected,empty,outOfService"` // state of the timeout output
}

// Value is a named setting. Known is false where it stands for a template's
// placeholder or could not be read: no rule may fire on its text then.
type Value struct {
	Place
	Name string `json:"name"` // name of the setting or input
	// Kind says how it is written; "unknown" where Known is false.
	Kind string `json:"kind" enum:"literal,expression,variable,notSet,unknown"`

	Text  string   `json:"text"`  // as written, an expression in its own notation
	Known bool     `json:"known"` // false where it could not be read or stands for a placeholder
	Reads []string `json:"reads"` // names of the variables that it reads
	// Assigns is the variable that takes the value, in an updateData step; "" elsewhere.
	Assigns string `json:"assigns"`
	// Constant is the text of the value where it is always the same: of a literal, and of an
	// expression that reads nothing and whose value can be computed; "" elsewhere.
	Constant string `json:"constant"`
}

// GivenText is a literal text that reaches an input of a call. It stands where it is
// written.
type GivenText struct {
	Place
	Input string `json:"input"` // name of the input
	Text  string `json:"text"`  // without quotation marks
}

// Read is a use of a variable at a place.
type Read struct {
	Place
	Variable string `json:"variable"` // name of the variable
	Name     string `json:"name"`     // of the action that reads
	Kind     string `json:"kind"`     // of the action that reads, empty for a menu
	// Container is the task, menu or state that the action stands in.
	Container string `json:"container"`
}

// CallerInput is an input that comes from the person unchecked, and the action
// by which the person gave it (no line when it came with the interaction).
type CallerInput struct {
	Place
	Input    string `json:"input"`    // name of the input
	Variable string `json:"variable"` // variable that holds it
}

// Step is one step of a witness: the action, and the output by which the run
// leaves it. Times is more than 1 on a folded loop, whose steps are in Steps.
type Step struct {
	Name   string `json:"name"`            // name of the action
	Output string `json:"output"`          // by which the run leaves it
	File   string `json:"file"`            // relative to the working directory
	Line   int    `json:"line"`            // 1-based
	Column int    `json:"column"`          // 1-based
	Node   string `json:"node"`            // tracking id or path
	Times  int64  `json:"times,omitempty"` // number of passes of a folded loop
	Steps  []Step `json:"steps,omitempty"` // of a folded loop, one pass
}

package facts

// Org is what the export says about the organisation, for policies at either
// scope. Lists are empty when the export does not tell; Known says which parts
// were exported at all ("dataActions", "queues", "limits", "licences", ...).
type Org struct {
	Name        string       `json:"name"`        // name of the organisation, "" unknown
	Region      string       `json:"region"`      // region of the organisation, "" unknown
	Known       []string     `json:"known"`       // parts that were exported at all
	DataActions []Definition `json:"dataActions"` // data actions that the export defines
	Queues      []Queue      `json:"queues"`      // queues and their in-queue flows
	Licences    int          `json:"licences"`    // 0: unknown
	LicenceType string       `json:"licenceType"` // as the flag names it, "" unknown
	// LicenceMix are the licences by type, when the export tells more than one number.
	LicenceMix []LicenceCount `json:"licenceMix"`
	// Partial is set when the export says of itself that it lacks things it was asked for.
	Partial bool `json:"partial"`
	// NotReviewed are the parts that the exporter could not read, for want of a
	// permission as a rule: they are unknown, which is not the same as empty.
	NotReviewed  []string      `json:"notReviewed"`
	Integrations []Integration `json:"integrations"` // integrations that data actions belong to
	EntryPoints  []EntryPoint  `json:"entryPoints"`  // what starts flows
}

// LicenceCount is how many licences of a type the org has.
type LicenceCount struct {
	Type  string `json:"type"`  // as the flag names it
	Count int    `json:"count"` // number of licences
}

// Integration is an integration that data actions belong to. OAuthClient names
// the credential or client that its calls to Genesys Cloud run under, "" when unknown.
type Integration struct {
	ID          string `json:"id"`          // GUID
	Name        string `json:"name"`        // name of the integration
	Type        string `json:"type"`        // such as "purecloud-data-actions"
	OAuthClient string `json:"oauthClient"` // name of the credential or client, "" unknown
}

// EntryPoint is something that starts a flow: an IVR ("ivr"), a message or
// e-mail route ("message", "email"), a trigger ("trigger").
type EntryPoint struct {
	Kind     string `json:"kind" enum:"ivr,message,email,trigger"` // "ivr", "message", "email" or "trigger"
	Name     string `json:"name"`                                  // name of the entry point
	Flow     string `json:"flow"`                                  // name of the flow, "" unknown
	FlowID   string `json:"flowId"`                                // GUID of the flow, "" unknown
	Disabled bool   `json:"disabled"`                              // it is switched off
	// Topic is the event that a trigger waits for, "" of others. Conditions are
	// its match criteria: with any, not every event starts the flow.
	Topic      string `json:"topic"`
	Conditions int    `json:"conditions"`
	// DelaySeconds is how long after the event a trigger starts the flow,
	// TTLSeconds the age at which it may drop the event; null when not set.
	DelaySeconds *float64 `json:"delaySeconds"`
	TTLSeconds   *float64 `json:"ttlSeconds"`
	// DataFormat is how a trigger hands the event to its workflow: "Json",
	// "TopLevelPrimitives", "" unknown.
	DataFormat string `json:"dataFormat"`
	// Scheduled is set where a schedule starts the flow and not an event.
	Scheduled bool `json:"scheduled"`
}

// Queue is a queue and the in-queue flows that run for it ("" when none or unknown).
type Queue struct {
	ID          string `json:"id"`          // GUID
	Name        string `json:"name"`        // name of the queue
	CallFlow    string `json:"callFlow"`    // name of the in-queue call flow
	EmailFlow   string `json:"emailFlow"`   // name of the in-queue e-mail flow
	MessageFlow string `json:"messageFlow"` // name of the in-queue message flow
}

// Limit is one limit of the catalogue with the demand held against it.
type Limit struct {
	Limit  LimitID `json:"limit"`  // which limit it is
	Demand *Demand `json:"demand"` // null without any traffic figure
	// DemandLow is the low end where the demand is a range; Demand is its high
	// end then, and null stands for a demand that is no range.
	DemandLow *Demand `json:"demandLow"`
	// DemandOpen is set where calls come on top of the demand: of waiting
	// interactions, when nobody knows how many wait, or those that Missing lists.
	DemandOpen bool `json:"demandOpen"`
	// Missing are sentences on calls that cannot be counted, and on how to give what
	// is missing. With any, the verdict is never "ok".
	Missing []string `json:"missing"`
	// Utilisation is peak demand / limit, 1 where the limit is reached; null without any
	// traffic figure. Only a lower bound where UtilisationOpen is set.
	Utilisation *float64 `json:"utilisation"`
	// UtilisationOpen is set where the peak demand can be greater than Utilisation says,
	// because calls come on top of it that nobody counted or knows the number of. A rule that
	// reads a low Utilisation as good must ask for it.
	UtilisationOpen bool `json:"utilisationOpen"`
	// Headroom is limit / peak demand; only an upper bound where UtilisationOpen is set.
	Headroom  *float64  `json:"headroom"`
	Verdict   string    `json:"verdict" enum:"ok,warning,exceeded,unknown"` // "ok", "warning", "exceeded", "unknown"
	BreakEven BreakEven `json:"breakEven"`                                  // where the limit is reached
	// Assumptions are sentences: what the figures rest on.
	Assumptions []string `json:"assumptions"`
	// AssumedShares say how far off the demand can be where it rests on assumed shares of
	// outputs; null where it rests on none, or nothing is known of it.
	AssumedShares *AssumedShares `json:"assumedShares"`
}

// AssumedShares say how far off a demand can be that rests on assumed shares.
type AssumedShares struct {
	// Worst is the demand if every interaction makes the most calls that it can; null where the
	// flows set no limit, or the number of waiting interactions bears on it.
	Worst *Demand `json:"worst"`
	// WorstVerdict is the verdict on it, "unknown" where it is null.
	WorstVerdict string `json:"worstVerdict" enum:"ok,warning,exceeded,unknown"`
	// Holds is set where the verdict is the same whatever the assumed shares are.
	Holds bool `json:"holds"`
	// Ranges are for up to three shares, those with the greatest effect on the demand, the
	// values between which the verdict stays the same.
	Ranges []ShareRange `json:"ranges"`
}

// ShareRange is one assumed share of an output with the least and the greatest value that keep
// the verdict, if the other assumed shares of the same step scale with what is left. The place
// is that of the step.
type ShareRange struct {
	Place
	Name     string  `json:"name"`     // of the step
	Output   string  `json:"output"`   // whose share it is
	Share    float64 `json:"share"`    // as assumed
	Least    float64 `json:"least"`    // 0 where no lower share changes the verdict
	Greatest float64 `json:"greatest"` // the most that it can be, where no higher share changes it
	Most     float64 `json:"most"`     // the most that it can be: 1 less the shares that are known
}

// MeasuredAction holds how often a data action ran against how often the flows come to run
// it, by the interactions that were measured in the same time and the expected counts.
type MeasuredAction struct {
	DataAction        string  `json:"dataAction"`        // name of the data action
	Integration       string  `json:"integration"`       // name of its integration
	MeasuredPerMinute float64 `json:"measuredPerMinute"` // executions, over all of the time
	ComputedPerMinute float64 `json:"computedPerMinute"` // executions that follow from the flows
	// Ratio is measured / computed, null where nothing is computed.
	Ratio *float64 `json:"ratio"`
	// Open is set where the flows make calls that ComputedPerMinute cannot count.
	Open bool `json:"open"`
	// Differs is set where the two are further apart than a quarter. Explain says then what
	// would explain it.
	Differs bool            `json:"differs"`
	Explain []MeasuredCause `json:"explain"`
}

// MeasuredCause is a call site whose assumed shares can make up the difference, or executions
// that no reviewed flow can have made. The place is that of the site.
type MeasuredCause struct {
	Place
	// Kind is "site", or "unattributed" for executions that no such call site accounts for.
	Kind string `json:"kind" enum:"site,unattributed"`
	Name string `json:"name"` // of the step; "" of unattributed executions
	// PerMinute is how many executions it can account for at most.
	PerMinute float64 `json:"perMinute"`
	// Expected is how often the site is expected to run in one run of its flow, and Needed how
	// often it would have to, if it alone made up the difference; null where it cannot alone.
	Expected *float64 `json:"expected"`
	Needed   *float64 `json:"needed"`
	// Branches are the steps that decide on the site, those first that are nearest to it.
	Branches []BranchName `json:"branches"`
}

// BranchName names a step at which runs part.
type BranchName struct {
	Place
	Name string `json:"name"` // of the step
}

// LimitID names a limit and says what it is worth here.
type LimitID struct {
	Namespace  string  `json:"namespace"`                          // as the limits API names it
	Key        string  `json:"key"`                                // key of the limit in its namespace; archlint limits lists them
	Value      float64 `json:"value"`                              // the limit, in its unit
	Unit       string  `json:"unit"`                               // such as "per minute", "concurrent"
	Scope      string  `json:"scope"`                              // what it is counted for, such as "organization"
	Source     string  `json:"source" enum:"default,org,config"`   // "default", "org", "config"
	Title      string  `json:"title"`                              // name for people
	Reference  string  `json:"reference"`                          // where the value was read
	Confidence string  `json:"confidence" enum:"high,medium,low,"` // "high", "medium" or "low": how sure the value is
}

// TrafficFigure is one number of the traffic, and where it comes from.
type TrafficFigure struct {
	Figure string  `json:"figure"` // as flags and the configuration name it
	Flow   string  `json:"flow"`   // the entry flow that it is about, "" for all
	Value  float64 `json:"value"`  // the figure, in its unit
	Unit   string  `json:"unit"`   // unit of the value
	Source string  `json:"source"` // "flag", "config", "export", "derived" from others, or "default"
	At     string  `json:"at"`     // the flag, the variable, or the place in a file; "" where there is none
}

// Demand is what is asked of a limit, in the limit's unit.
type Demand struct {
	Expected float64 `json:"expected"` // mean
	Peak     float64 `json:"peak"`     // at the peak quantile (99.9 % by default)
	// Basis is the weakest of what the demand rests on: how often calls run, how many
	// interactions come, how long executions take.
	Basis string `json:"basis" enum:"measured,fitted,given,assumed,"`
	// BasisExecutions is how many executions of flows were counted that the demand rests on; 0
	// where it does not rest on counts alone.
	BasisExecutions float64 `json:"basisExecutions"`
	BasisDays       int64   `json:"basisDays"` // number of days on which they were counted
}

// BreakEven is where the limit is reached when everything else stays; null
// where the figure does not bear on it or cannot be known.
type BreakEven struct {
	InteractionsPerMinute *float64 `json:"interactionsPerMinute"` // interactions a minute at the entry flows
	Licences              *float64 `json:"licences"`              // licences of the given type
	LatencySeconds        *float64 `json:"latencySeconds"`        // seconds that each execution takes
	CallsPerInteraction   *float64 `json:"callsPerInteraction"`   // expected calls of one interaction
	// WaitingInteractions counts interactions that wait in queues at the same time.
	WaitingInteractions *float64 `json:"waitingInteractions"`
	// StartsPerMinute counts starts of workflows, for limits on those.
	StartsPerMinute *float64 `json:"startsPerMinute"`
}

// Outage is what happens to the org's data action slots when an endpoint hangs:
// that of one data action, or those of all data actions of an integration or a host.
type Outage struct {
	// Kind is what hangs: "dataAction", "integration" or "host". DataAction,
	// Integration and Host name it; DataActions are all that hang with it.
	Kind        string    `json:"kind" enum:"dataAction,integration,host"`
	DataAction  string    `json:"dataAction"`  // "" unless Kind is "dataAction"
	Integration string    `json:"integration"` // "" where Kind is "host"
	Host        string    `json:"host"`        // "" unless Kind is "host"
	DataActions []Hanging `json:"dataActions"`
	// TimeoutSeconds is the longest own timeout of those data actions; null:
	// unknown, 60 assumed.
	TimeoutSeconds *float64 `json:"timeoutSeconds"`
	// Slots is the demand while it hangs, the other calls at their usual
	// latency; null without any traffic figure.
	Slots *Demand `json:"slots"`
	// SlotsOpen is set where a flow calls again without a limit: Slots counts
	// one attempt then, and more can be busy.
	SlotsOpen bool    `json:"slotsOpen"`
	Limit     float64 `json:"limit"` // execution slots of the organisation
	// Refused is the share of all executions that find no slot; null as Slots.
	Refused *float64 `json:"refused"`
	// SafeTimeoutSeconds is the longest timeout to set in the data actions at
	// which the peak still fits, 1 to 60; 0 when none is short enough, null as
	// Slots and where SlotsOpen is set.
	SafeTimeoutSeconds *float64 `json:"safeTimeoutSeconds"`
	Verdict            string   `json:"verdict" enum:"ok,warning,exceeded,unknown"` // "ok", "warning", "exceeded" or "unknown"
	// Affected are the integrations that lose slots with it, empty when all fits.
	Affected    []Affected `json:"affected"`
	Assumptions []string   `json:"assumptions"` // sentences: what the figures rest on
}

// Hanging is a data action whose endpoint hangs.
type Hanging struct {
	DataAction  string `json:"dataAction"`  // name of the data action
	Integration string `json:"integration"` // name of its integration
}

// Affected is an integration whose executions are refused because another's
// endpoint hangs, and the flows that take their failure outputs then.
type Affected struct {
	Integration string   `json:"integration"` // name of the integration
	DataActions []string `json:"dataActions"` // its data actions that are refused
	Flows       []string `json:"flows"`       // names of the flows that take their failure outputs
}

// FlowInput is the input document of a flow-scope policy.
type FlowInput struct {
	Flow     Flow           `json:"flow"`     // the flow to judge
	Org      Org            `json:"org"`      // what the export says about the organisation
	Capacity []Limit        `json:"capacity"` // limits with the demand held against them
	Params   map[string]any `json:"params"`   // parameters of the rule, as set
}

// OrgInput is the input document of an org-scope policy.
type OrgInput struct {
	Flows    []Flow  `json:"flows"`    // all reviewed flows, without their nodes and runs
	Org      Org     `json:"org"`      // what the export says about the organisation
	Capacity []Limit `json:"capacity"` // limits with the demand held against them
	// Outages tell what happens when the endpoint behind one data action hangs.
	Outages []Outage       `json:"outages"`
	Params  map[string]any `json:"params"` // parameters of the rule, as set
	// WholeOf, if set, gives a flow whole that stands in Flows as an outline.
	// Policies do not see it.
	WholeOf func(flow int) Flow `json:"-"`
}

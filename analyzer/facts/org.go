package facts

// Org is what the export tells of the organisation, for policies at either
// scope. Lists are empty when the export does not tell; Known says which parts
// were exported at all ("dataActions", "queues", "limits", "licences", ...).
type Org struct {
	Name        string       `json:"name"`
	Region      string       `json:"region"`
	Known       []string     `json:"known"`
	DataActions []Definition `json:"dataActions"`
	Queues      []Queue      `json:"queues"`
	Licences    int          `json:"licences"`    // 0: unknown
	LicenceType string       `json:"licenceType"` // as the flag names it, "" unknown
	// LicenceMix are the licences by type, when the export tells more than one number.
	LicenceMix []LicenceCount `json:"licenceMix"`
	// Partial is set when the export says of itself that it lacks things it was asked for.
	Partial bool `json:"partial"`
	// NotReviewed are the parts that the exporter could not read, for want of a
	// permission as a rule: they are unknown, which is not the same as empty.
	NotReviewed  []string      `json:"notReviewed"`
	Integrations []Integration `json:"integrations"`
	EntryPoints  []EntryPoint  `json:"entryPoints"`
}

// LicenceCount is how many licences of a type the org has.
type LicenceCount struct {
	Type  string `json:"type"` // as the flag names it
	Count int    `json:"count"`
}

// Integration is an integration that data actions belong to. OAuthClient names
// the credential or client that its calls to Genesys Cloud run under, "" when unknown.
type Integration struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Type        string `json:"type"`
	OAuthClient string `json:"oauthClient"`
}

// EntryPoint is something that starts a flow: an IVR ("ivr"), a message or
// e-mail route ("message", "email"), a trigger ("trigger").
type EntryPoint struct {
	Kind     string `json:"kind"`
	Name     string `json:"name"`
	Flow     string `json:"flow"`
	FlowID   string `json:"flowId"`
	Disabled bool   `json:"disabled"`
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
	ID          string `json:"id"`
	Name        string `json:"name"`
	CallFlow    string `json:"callFlow"`
	EmailFlow   string `json:"emailFlow"`
	MessageFlow string `json:"messageFlow"`
}

// Limit is one limit of the catalogue with the demand held against it.
type Limit struct {
	Limit  LimitID `json:"limit"`
	Demand *Demand `json:"demand"` // null without any traffic figure
	// DemandLow is the low end where the demand is a range; Demand is its high
	// end then, and null stands for a demand that is no range.
	DemandLow *Demand `json:"demandLow"`
	// DemandOpen is set where calls come on top of the demand: of waiting
	// interactions, when nobody knows how many wait, or those that Missing tells of.
	DemandOpen bool `json:"demandOpen"`
	// Missing are sentences on calls that cannot be counted, and on how to give what
	// is missing. With any, the verdict is never "ok".
	Missing     []string  `json:"missing"`
	Utilisation *float64  `json:"utilisation"` // peak demand / limit
	Headroom    *float64  `json:"headroom"`    // limit / peak demand
	Verdict     string    `json:"verdict"`     // "ok", "warning", "exceeded", "unknown"
	BreakEven   BreakEven `json:"breakEven"`
	// Assumptions are sentences: what the figures rest on.
	Assumptions []string `json:"assumptions"`
}

// LimitID names a limit and says what it is worth here.
type LimitID struct {
	Namespace  string  `json:"namespace"`
	Key        string  `json:"key"`
	Value      float64 `json:"value"`
	Unit       string  `json:"unit"`
	Scope      string  `json:"scope"`
	Source     string  `json:"source"` // "default", "org", "config"
	Title      string  `json:"title"`
	Reference  string  `json:"reference"` // where the value was read
	Confidence string  `json:"confidence"`
}

// TrafficFigure is one number of the traffic, and where it comes from.
type TrafficFigure struct {
	Figure string  `json:"figure"` // as flags and the configuration name it
	Flow   string  `json:"flow"`   // the entry flow that it is about, "" for all
	Value  float64 `json:"value"`
	Unit   string  `json:"unit"`
	Source string  `json:"source"` // "flag", "config", "export", "derived" from others, or "default"
	At     string  `json:"at"`     // the flag, the variable, or the place in a file; "" where there is none
}

// Demand is what is asked of a limit, in the limit's unit.
type Demand struct {
	Expected float64 `json:"expected"`
	Peak     float64 `json:"peak"`
}

// BreakEven is where the limit is reached when everything else stays; null
// where the figure does not bear on it or cannot be known.
type BreakEven struct {
	InteractionsPerMinute *float64 `json:"interactionsPerMinute"`
	Licences              *float64 `json:"licences"`
	LatencySeconds        *float64 `json:"latencySeconds"`
	CallsPerInteraction   *float64 `json:"callsPerInteraction"`
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
	Kind        string    `json:"kind"`
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
	Limit     float64 `json:"limit"`
	// Refused is the share of all executions that find no slot; null as Slots.
	Refused *float64 `json:"refused"`
	// SafeTimeoutSeconds is the longest timeout to set in the data actions at
	// which the peak still fits, 1 to 60; 0 when none is short enough, null as
	// Slots and where SlotsOpen is set.
	SafeTimeoutSeconds *float64 `json:"safeTimeoutSeconds"`
	Verdict            string   `json:"verdict"`
	// Affected are the integrations that lose slots with it, empty when all fits.
	Affected    []Affected `json:"affected"`
	Assumptions []string   `json:"assumptions"`
}

// Hanging is a data action whose endpoint hangs.
type Hanging struct {
	DataAction  string `json:"dataAction"`
	Integration string `json:"integration"`
}

// Affected is an integration whose executions are refused because another's
// endpoint hangs, and the flows that take their failure outputs then.
type Affected struct {
	Integration string   `json:"integration"`
	DataActions []string `json:"dataActions"`
	Flows       []string `json:"flows"`
}

// FlowInput is the input document of a flow-scope policy.
type FlowInput struct {
	Flow     Flow           `json:"flow"`
	Org      Org            `json:"org"`
	Capacity []Limit        `json:"capacity"`
	Params   map[string]any `json:"params"`
}

// OrgInput is the input document of an org-scope policy.
type OrgInput struct {
	Flows    []Flow  `json:"flows"`
	Org      Org     `json:"org"`
	Capacity []Limit `json:"capacity"`
	// Outages tell what happens when the endpoint behind one data action hangs.
	Outages []Outage       `json:"outages"`
	Params  map[string]any `json:"params"`
	// WholeOf, if set, gives a flow whole that stands in Flows as an outline.
	// Policies do not see it.
	WholeOf func(flow int) Flow `json:"-"`
}

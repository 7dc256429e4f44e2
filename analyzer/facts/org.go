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
	Limit       LimitID   `json:"limit"`
	Demand      *Demand   `json:"demand"`      // null without any traffic figure
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
	Flows    []Flow         `json:"flows"`
	Org      Org            `json:"org"`
	Capacity []Limit        `json:"capacity"`
	Params   map[string]any `json:"params"`
}

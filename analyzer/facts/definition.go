package facts

// Evidence is one observation that a loop's kind rests on: what was seen, at
// which variable, where it is written and read, and about which call ("" where
// there is none; nodes are named as in Place.Node).
type Evidence struct {
	What     string `json:"what"`     // what was seen
	Variable string `json:"variable"` // name of the variable
	Written  string `json:"written"`  // node where the variable is written
	Read     string `json:"read"`     // node where the variable is read
	Call     string `json:"call"`     // node of the call
}

// Alternative is what replaces polling a request to Genesys Cloud's API.
type Alternative struct {
	// Topics are notification topics that report the same changes, the most useful first;
	// Trigger is set when their events can start a workflow.
	Topics  []string `json:"topics"`
	Trigger bool     `json:"trigger"`
	BuiltIn string   `json:"builtIn"` // the Architect action or function that does the same, or ""
	Note    string   `json:"note"`    // a sentence for the reader, or ""
	Source  string   `json:"source"`  // where it is said
}

// Definition is what the data action itself says.
type Definition struct {
	ID              string `json:"id"`              // id of the platform, "" unknown
	Name            string `json:"name"`            // name of the data action
	Integration     string `json:"integration"`     // name of the integration, "" unknown
	IntegrationType string `json:"integrationType"` // such as "custom-rest-actions", "" unknown
	Method          string `json:"method"`          // of the HTTP request, in upper case, "" unknown
	URL             string `json:"url"`             // the request's URL template
	// Host is that of the URL, "" where the URL is relative or a variable names it.
	Host string `json:"host"`
	// TimeoutSeconds is its own timeout, null where it sets none: 60 s then.
	TimeoutSeconds *float64 `json:"timeoutSeconds"`
	// TimeoutUnknown is set where the file sets a timeout that cannot be read (a
	// Terraform variable without a default): TimeoutSeconds is null then.
	TimeoutUnknown bool `json:"timeoutUnknown"`
	Secure         bool `json:"secure"` // marked secure: built for sensitive data
	// Contract are the inputs that it declares, in order of name; empty where the file
	// does not tell.
	Contract []ContractInput `json:"contract"`
	// Headers are those of its request, in order of name, and Body is the template of its
	// request's body; empty where the file does not tell.
	Headers []Header `json:"headers"`
	Body    string   `json:"body"`
	// PlatformAPI reports whether it calls Genesys Cloud's own API: "yes", "no" or "unknown".
	PlatformAPI string `json:"platformApi" enum:"yes,no,unknown"`
	File        string `json:"file"`   // file that defines it
	Line        int    `json:"line"`   // 1-based
	Column      int    `json:"column"` // 1-based
}

// Header is a header of a data action's request.
type Header struct {
	Name  string `json:"name"`  // as the data action has it
	Value string `json:"value"` // its template, "" where a variable of the file sets it
}

// ContractInput is an input that a data action's contract declares.
type ContractInput struct {
	Name string `json:"name"` // as the contract has it
	Type string `json:"type"` // as JSON Schema has it ("string", "integer", ...), "" unknown
}

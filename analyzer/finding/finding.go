// Package finding is one policy's complaint about one place, its identity
// across exports, and the ordered steps that a list of findings goes through
// before it is reported.
package finding

import "encoding/json"

// Severity ranks findings.
type Severity string

// The severities, as users and policies write them. Off silences a rule.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
	Off     Severity = "off"
)

// Finding is one policy's complaint about one place.
type Finding struct {
	Rule        string          `json:"rule"`
	Severity    Severity        `json:"severity"`
	Message     string          `json:"message"`
	Remediation string          `json:"remediation"`
	Flow        string          `json:"flow"`
	File        string          `json:"file"`
	Line        int             `json:"line"`
	Column      int             `json:"column"`
	Node        string          `json:"node"`
	Pointer     string          `json:"pointer"` // JSON pointer of the place, "" where it has none
	Fingerprint string          `json:"fingerprint"`
	Evidence    json.RawMessage `json:"evidence"`
	Docs        string          `json:"docs"`
	Confidence  string          `json:"confidence"`
	Category    string          `json:"category"`
	// Limit is the limit that it is about, as namespace/key; "" where it is about none.
	Limit string `json:"limit"`
	// Reopened says why an acceptance of it does not hold any more; "" where
	// nobody accepted it.
	Reopened string `json:"reopened"`
}

package policy

import (
	"encoding/json"
	"time"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
)

// What archlint and the process that evaluates users' rules say to one another:
// JSON values, one after the other. First a setup, then questions; the worker
// answers each question with any number of replies; the last one is Done.

// setup is what the worker loads.
type setup struct {
	Sources []SourceText
	Rules   map[string]ruleSetting // by id
	Steps   int64
	Memory  uint64        // bytes of the heap that may be in use after a collection
	Time    time.Duration // of the processor, for one question
	Print   bool
	Profile bool       // keep what each rule costs
	Trial   *wireTrial // if set, the attendant does that, and the worker answers no questions
}

// wireTrial is a task for the attendant, and the parts to leave out: a worker ended at them.
type wireTrial struct {
	Task     json.RawMessage
	LeaveOut []string
}

// SourceText is a source of rules with its files.
type SourceText struct {
	Name     string
	Conftest bool
	Files    []SourceFile
}

// ruleSetting is what the configuration says of a rule.
type ruleSetting struct {
	Severity finding.Severity
	Params   map[string]any
}

// wireQuestion asks the rules of a scope about one flow, or about all.
type wireQuestion struct {
	Scope Scope
	Flow  *facts.Flow // at scope flow
	// Shared holds the facts of the organisation, where they are not those of the
	// question before; at scope org the flows come one by one in messages of their own.
	Shared  *wireShared
	Flows   int
	Outages []facts.Outage
	Each    bool     // ask rule by rule, and say which one comes
	Skip    []string // rules that were stopped
	One     *wireOne // if set, ask one rule to account for itself
}

// wireOne is a task for the attendant with one rule; About names what it is about.
type wireOne struct {
	Rule, About string
	Task        json.RawMessage
}

type wireShared struct {
	Org      facts.Org
	Capacity []facts.Limit
}

// wireReply is one thing that the worker says.
type wireReply struct {
	Loaded  bool   `json:",omitempty"` // the rules are compiled, or refused with an error
	Rule    string `json:",omitempty"` // comes next
	Print   string `json:",omitempty"` // of a rule
	Trace   string `json:",omitempty"` // a part of one
	Stopped string `json:",omitempty"` // why the worker ends itself: the rule needs too much
	Done    *wireAnswer
}

type wireAnswer struct {
	Found   []wireFound
	Errors  []string
	Overdue []string // rules that were stopped
	Costs   []Cost   `json:",omitempty"`

	Said json.RawMessage `json:",omitempty"` // of the attendant
}

// wireFound is a finding before it has a fingerprint.
type wireFound struct {
	Finding finding.Finding
	About   string
}

// send writes a value. It is a line, so that a dump is readable.
func send(to *json.Encoder, value any) error { return to.Encode(value) }

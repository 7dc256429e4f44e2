// Package trace is a recorded execution of a flow with nothing personal in it: which
// actions ran, by which output they were left, and when since the start. An export
// holds them in executions/FLOW-ID.jsonl, one execution a line.
package trace

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Trace is one execution of a flow.
type Trace struct {
	FlowID string `json:"flowId"`
	// FlowVersion is the version that ran ("3", or "debug").
	FlowVersion string `json:"flowVersion"`
	Steps       []Step `json:"steps"`
	// Ended is the platform's word for how it ended ("TRANSFER"), "" when the
	// record does not say.
	Ended string `json:"ended,omitempty"`
	// Truncated is set when the platform recorded only a part.
	Truncated bool `json:"truncated,omitempty"`
}

// Step is one action, menu, or further round of a loop.
type Step struct {
	// Action is the id of the action or menu in the flow's configuration.
	Action string `json:"action"`
	// Output is the way out that was taken: a reserved one by its canonical name
	// ("failure", "yes", "loop"), any other by its id; "" where there is none.
	Output string `json:"output,omitempty"`
	// At is seconds since the start of the execution.
	At float64 `json:"at"`
	// Failed is set when a run-time error came next.
	Failed bool `json:"failed,omitempty"`
}

// endings are the platform's words for how an execution ended. Source: the
// exitReason of flows in the platform's SDKs.
var endings = []string{
	"UNKNOWN", "DISCONNECT", "FLOW_DISCONNECT", "FLOW_ERROR_DISCONNECT", "TRANSFER", "SESSION_EXPIRE_DISCONNECT",
	"RECOGNITION_FAILURE_DISCONNECT", "RECOGNITION_FAILURE_EXIT", "USER_EXIT", "FLOW_EXIT", "FLOW_ERROR_EXIT",
}

// Ending returns a word for how an execution ended if it is one of the platform's, else
// "": a record may hold anything there.
func Ending(word string) string {
	if slices.Contains(endings, word) {
		return word
	}
	return ""
}

// ByItself reports whether the flow came to its own end: it left, disconnected or
// handed over, and nobody hung up or interrupted it.
func (t *Trace) ByItself() bool {
	return !t.Truncated && slices.Contains([]string{"FLOW_DISCONNECT", "FLOW_EXIT", "TRANSFER"}, t.Ended)
}

var guid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// ID returns an id in lower case if it has the form of the platform's, else "".
func ID(text string) string {
	if id := strings.ToLower(text); guid.MatchString(id) {
		return id
	}
	return ""
}

// maxLine bounds one execution: the platform executes at most 11,000 actions.
const maxLine = 16 << 20

// Parse reads traces, one a line. Lines that are none are counted.
func Parse(text []byte) (traces []Trace, broken int) {
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		var t Trace
		if len(line) > maxLine || json.Unmarshal(line, &t) != nil || t.FlowID == "" {
			broken++
			continue
		}
		traces = append(traces, t)
	}
	return traces, broken
}

// Append writes a trace as a line.
func Append(into []byte, t Trace) ([]byte, error) {
	if t.Steps == nil {
		t.Steps = []Step{}
	}
	line, err := json.Marshal(t)
	if err != nil {
		return into, fmt.Errorf("trace of flow %s: %w", t.FlowID, err)
	}
	return append(append(into, line...), '\n'), nil
}

package trace

import (
	"encoding/json"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"archlint/analyzer/flow"
)

// Recording is what could be read of an execution as the platform stores it.
type Recording struct {
	Trace
	// Started is when the execution began, the zero time when the record does not
	// say. It orders records, and belongs into no file.
	Started time.Time
	// Unread counts events that look like those of an action or menu and have no id
	// in the platform's form.
	Unread int
}

// ErrNoRecord says that a text is no record of an execution.
var ErrNoRecord = errors.New("it is not a record of an execution")

// event is what matters of one event, in whichever of its shapes.
type event struct {
	ActionID  string            `json:"actionId"`
	MenuID    string            `json:"menuId"`
	ObjectID  string            `json:"objectId"`
	Type      string            `json:"objectType"`
	Output    string            `json:"outputPathId"`
	At        string            `json:"dateTime"`
	StartedAt string            `json:"startDateTime"`
	Execution string            `json:"executionId"`
	Exit      string            `json:"flowExitReason"`
	Inner     []json.RawMessage `json:"execution"`
	Context   struct {
		Execution string `json:"executionId"`
	} `json:"context"`
}

// Read reads an execution as the platform stores it:
//
//	{"flow": {"flowId": "...", "flowVersion": "3.0", "startDateTime": "...", "execution": [
//	  {"startedFlow": {...}}, {"startedTask": {...}},
//	  {"actionDecision": {"actionId": "...", "outputPathId": "__YES__", "dateTime": "...", "executionId": "..."}},
//	  {"actionCallCommonModule": {"actionId": "...", "execution": [ ... ]}},
//	  {"eventLoop": {"context": {"executionId": "..."}, "outputPathId": "__LOOP__"}},
//	  {"endedFlow": {"flowExitReason": "TRANSFER"}}]}}
//
// The format is not documented beyond an example ("Historical flow execution data
// overview", Genesys Cloud Resource Center), so that what is not known is passed over.
// The events of the notification topic v2.flows.executiondata, which name an objectId,
// are read as well. Names, inputs, values, turns and variables are never looked at.
func Read(text []byte) (Recording, error) {
	var doc struct {
		Flow json.RawMessage `json:"flow"`
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		return Recording{}, ErrNoRecord
	}
	if len(doc.Flow) > 0 {
		text = doc.Flow
	}
	var f struct {
		ID        string            `json:"flowId"`
		Version   string            `json:"flowVersion"`
		Started   string            `json:"startDateTime"`
		Exit      string            `json:"flowExitReason"`
		Events    []json.RawMessage `json:"execution"`
		Truncated bool              `json:"isTruncated"`
		Cut       bool              `json:"executionItemsTruncated"`
	}
	if err := json.Unmarshal(text, &f); err != nil || f.Events == nil || ID(f.ID) == "" {
		return Recording{}, ErrNoRecord
	}
	r := reader{loops: map[string]string{}}
	r.out.FlowID, r.out.FlowVersion = ID(f.ID), version(f.Version)
	r.out.Ended, r.out.Truncated = Ending(f.Exit), f.Truncated || f.Cut
	r.out.Started = instant(f.Started)
	r.events(f.Events, 0)
	return r.out, nil
}

// version writes a version without what is no version.
func version(text string) string {
	text = strings.TrimSuffix(text, ".0")
	if text == "debug" || text != "" && len(text) < 12 && strings.Trim(text, "0123456789.") == "" {
		return text
	}
	return ""
}

func instant(text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return at
}

type reader struct {
	out   Recording
	loops map[string]string // actions by their execution
}

// maxDepth bounds how deep executions lie in one another.
const maxDepth = 50

func (r *reader) events(list []json.RawMessage, depth int) {
	if depth > maxDepth {
		r.out.Unread += len(list)
		return
	}
	for _, text := range list {
		var kinds map[string]json.RawMessage
		if json.Unmarshal(text, &kinds) != nil {
			continue
		}
		if _, flat := kinds["objectId"]; flat {
			r.flat(text)
			continue
		}
		for _, kind := range slices.Sorted(maps.Keys(kinds)) {
			var e event
			if json.Unmarshal(kinds[kind], &e) == nil {
				r.event(kind, e, depth)
			}
		}
	}
}

// flat reads an event that says of itself what kind it is.
func (r *reader) flat(text json.RawMessage) {
	var e event
	if json.Unmarshal(text, &e) != nil {
		return
	}
	if kind := strings.ToLower(e.Type); strings.HasPrefix(kind, "action") || strings.HasPrefix(kind, "menu") {
		r.step(e, e.ObjectID)
	}
}

func (r *reader) event(kind string, e event, depth int) {
	switch {
	case strings.HasPrefix(kind, "action"):
		r.step(e, e.ActionID)
		r.events(e.Inner, depth+1)
	case strings.HasPrefix(kind, "menu"):
		id := e.MenuID
		if id == "" {
			id = e.ActionID
		}
		r.step(e, id)
	case kind == "eventLoop":
		// A further round names the execution of its loop.
		r.step(e, r.loops[e.Context.Execution])
	case kind == "eventError" && len(r.out.Steps) > 0:
		r.out.Steps[len(r.out.Steps)-1].Failed = true
	case kind == "endedFlow":
		r.out.Ended = Ending(e.Exit)
	}
}

// step takes an event of an action.
func (r *reader) step(e event, id string) {
	if id = ID(id); id == "" {
		r.out.Unread++
		return
	}
	if e.Execution != "" {
		r.loops[e.Execution] = id
	}
	r.out.Steps = append(r.out.Steps, Step{Action: id, Output: output(e.Output), At: r.since(e)})
}

// output names a way out: reserved ones as everything else does, others by their id.
func output(id string) string {
	if name, reserved := flow.ReservedOutput(id); reserved && strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == "" {
		return name
	}
	return ID(id)
}

// since is the seconds since the start, to the millisecond.
func (r *reader) since(e event) float64 {
	at := instant(e.At)
	if at.IsZero() {
		at = instant(e.StartedAt)
	}
	if at.IsZero() || r.out.Started.IsZero() {
		return 0
	}
	return math.Round(1000*at.Sub(r.out.Started).Seconds()) / 1000
}

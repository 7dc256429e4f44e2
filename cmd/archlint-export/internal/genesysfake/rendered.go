package genesysfake

import (
	"fmt"
	"strings"
	"time"

	"archlint/cmd/archlint-export/internal/genesysfake/walks"
)

// Planted are what executions hold and no file of an export may: a name, numbers, what
// somebody said, a conversation.
var Planted = []string{
	"Jane Placeholder", "+447700900123", "4929123412341234", "my mother is ill", "jane@example.com", conversationID, "Of no interest",
	"Flow.CustomerName",
}

// eventNames are the platform's words for actions where they are not those of the
// configuration.
var eventNames = map[string]string{
	"DataAction": "actionCallData", "UpdateVariableAction": "actionUpdateData", "ExitLoopAction": "actionLoopExit",
	"TransferPureMatchAction": "actionTransferToAcd", "TransferMenuAction": "actionJumpToMenu", "TransferTaskAction": "actionJumpToTask",
	"TransferFlowAction": "actionTransferToFlow", "Menu": "menuMenu",
}

func eventName(kind string) string {
	if name, known := eventNames[kind]; known {
		return name
	}
	return "action" + strings.TrimSuffix(kind, "Action")
}

// rendered is an execution as the platform stores it, with everything in it that
// concerns nobody else.
func rendered(run recorded) map[string]any {
	w := rendering{at: run.At}
	events := append([]any{map[string]any{"startedFlow": map[string]any{
		"dateTime": clock(run.At), "languageTag": "en-us", "variables": private()}}}, w.events(run.Steps, 0)...)
	events = append(events, map[string]any{"endedFlow": map[string]any{
		"dateTime": clock(run.ends()), "flowExitReason": run.Ended, "outputVariables": private()}})
	return map[string]any{
		"conversationId": conversationID, "division": map[string]any{"id": "d"}, "execution": events, "executionId": run.ID,
		"executionInfo": map[string]any{"logLevel": "all"}, "flowId": run.flow.ID, "flowIsDebug": false, "flowName": "Of no interest",
		"flowType": run.flow.Type, "flowVersion": versionName(run.Version), "isSecure": false, "isTruncated": false,
		"startDateTime": clock(run.At), "endDateTime": clock(run.ends()),
	}
}

// private are variables with values.
func private() []any {
	return []any{
		map[string]any{"variableName": "Flow.CustomerName", "variableId": "v1", "value": "Jane Placeholder"},
		map[string]any{"variableName": "Call.Ani", "variableId": "__CALL_ANI__", "value": "tel:+447700900123"},
		map[string]any{"variableName": "Task.Card", "variableId": "v2", "value": "4929123412341234"},
	}
}

type rendering struct {
	at    time.Time
	n     int
	loops map[string]string // the last execution of a loop
}

// events writes steps; those of a called task stand inside the call.
func (w *rendering) events(steps []walks.Step, depth int) []any {
	out := []any{}
	for i := 0; i < len(steps); {
		end := i + 1
		for end < len(steps) && steps[end].Depth > depth {
			end++
		}
		out = append(out, w.event(steps[i], steps[i+1:end], depth))
		i = end
	}
	return out
}

func (w *rendering) event(s walks.Step, inner []walks.Step, depth int) map[string]any {
	w.n++
	execution := fmt.Sprintf("%08x-1111-4000-8000-000000000000", w.n)
	e := map[string]any{
		"dateTime": clock(w.at.Add(time.Duration(s.Milliseconds) * time.Millisecond)), "executionId": execution,
		"outputVariables": private(), "inputData": map[string]any{"email": "jane@example.com", "inputs": private()},
	}
	if s.Output != "" {
		e["outputPathId"], e["outputPathName"] = s.Output, "Jane Placeholder's way"
	}
	if s.Round {
		e["context"] = map[string]any{"executionId": w.loops[s.ID]}
		return map[string]any{"eventLoop": e}
	}
	e["actionId"], e["actionName"], e["trackingId"] = s.ID, s.Name, s.Tracking
	switch s.Kind {
	case "Menu":
		delete(e, "actionId")
		e["menuId"], e["menuName"] = s.ID, s.Name
		e["execution"] = []any{map[string]any{"turn": map[string]any{"fromParticipant": map[string]any{
			"audio": map[string]any{"speech": map[string]any{"utterance": "my mother is ill"}}}}}}
	case "LoopAction":
		if w.loops == nil {
			w.loops = map[string]string{}
		}
		w.loops[s.ID] = execution
	}
	if len(inner) > 0 {
		begin := map[string]any{"startedTask": map[string]any{"taskId": "11111111-2222-4333-8444-555555555555", "taskName": "Jane Placeholder",
			"variables": private()}}
		e["execution"] = append([]any{begin}, w.events(inner, depth+1)...)
	}
	return map[string]any{eventName(s.Kind): e}
}

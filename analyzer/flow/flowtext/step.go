package flowtext

// Step is one action with everything below it.
type Step struct {
	Name     string
	kind     string // __type in JSON
	key      string // the same in YAML
	fields   map[string]any
	yaml     map[string]any
	branches []Branch
	body     []Step // of a loop
	isLoop   bool
	action   *Action // of a data action
	queue    [2]string
	target   target
}

// target is the container that a step leads to.
type target struct{ kind, name string } // kind: "menu", "task"

// Branch is one output of a step with what follows it; no steps means that
// nothing is connected.
type Branch struct {
	id, label, key string
	Steps          []Step
}

// Action is a data action that flows call.
type Action struct {
	ID, Name, Integration string
}

// Outcomes are what follows the outputs of a data action.
type Outcomes struct{ Success, Failure, Timeout []Step }

// Data calls a data action, and waits for it as long as it is let wait by
// default.
func Data(name string, a *Action, inputs map[string]Expr, outputs map[string]*Variable, next Outcomes) Step {
	in, out := []any{}, []any{}
	yamlIn, yamlOut := map[string]any{}, map[string]any{}
	for _, k := range keys(inputs) {
		in = append(in, map[string]any{"name": k, "value": inputs[k].json()})
		yamlIn[k] = inputs[k].yaml
	}
	for _, k := range keys(outputs) {
		out = append(out, map[string]any{"name": k, "value": Var(outputs[k]).json()})
		yamlOut[k] = map[string]any{"var": outputs[k].Name}
	}
	return Step{
		Name: name, kind: "DataAction", key: "callData", action: a,
		fields: map[string]any{
			"actionName": a.Name, "actionId": a.ID, "category": map[string]any{"id": a.Integration, "name": a.Integration},
			"useSuggestedTimeout": true, "timeout": Seconds(60).json(), "inputs": in, "outputs": out,
			"errorBindings": []any{}, "processingPrompt": None("pmt").json(),
		},
		yaml: map[string]any{
			"timeout": Seconds(60).yaml, "processingPrompt": None("pmt").yaml,
			"category": map[string]any{a.Integration: map[string]any{
				"dataAction": map[string]any{a.Name: map[string]any{"inputs": yamlIn, "successOutputs": yamlOut}}}},
		},
		branches: []Branch{
			{"__SUCCESS__", "Success", "success", next.Success},
			{"__FAILURE__", "Failure", "failure", next.Failure},
			{"__TIMEOUT__", "Timeout", "timeout", next.Timeout},
		},
	}
}

// Decision takes one of two ways.
func Decision(name string, condition Expr, yes, no []Step) Step {
	return Step{
		Name: name, kind: "DecisionAction", key: "decision",
		fields: map[string]any{"expression": condition.json()}, yaml: map[string]any{"condition": condition.yaml},
		branches: []Branch{{"__YES__", "Yes", "yes", yes}, {"__NO__", "No", "no", no}},
	}
}

// Loop runs its body a number of times.
func Loop(name string, count Expr, index *Variable, body ...Step) Step {
	return Step{
		Name: name, kind: "LoopAction", key: "loop", isLoop: true, body: body,
		fields: map[string]any{"loopCount": count.json(), "currentIndex": Var(index).json()},
		yaml:   map[string]any{"loopCount": count.yaml, "currentIndex": map[string]any{"var": index.Name}},
	}
}

// ExitLoop leaves the loop around it.
func ExitLoop(name string) Step { return plain(name, "ExitLoopAction", "loopExit") }

// Wait waits.
func Wait(name string, seconds int) Step {
	return Step{
		Name: name, kind: "WaitAction", key: "wait",
		fields: map[string]any{"duration": Seconds(seconds).json()}, yaml: map[string]any{"duration": Seconds(seconds).yaml},
	}
}

// Set gives a variable a value.
func Set(name string, v *Variable, value Expr) Step {
	kind := map[string]string{"str": "string", "int": "integer", "bln": "boolean"}[v.Type]
	return Step{
		Name: name, kind: "UpdateVariableAction", key: "updateData",
		fields: map[string]any{"variables": []any{map[string]any{"variable": Var(v).json(), "expression": value.json()}}},
		yaml:   map[string]any{"statements": []any{map[string]any{kind: map[string]any{"variable": v.Name, "value": value.yaml}}}},
	}
}

// Say plays a text.
func Say(name, text string) Step {
	return Step{
		Name: name, kind: "PlayAudioAction", key: "playAudio",
		fields: map[string]any{"prompts": map[string]any{"defaultAudio": Function("ToAudioTTS", "aud", Text(text)).json(), "cases": []any{}}},
		yaml:   map[string]any{"audio": map[string]any{"tts": text}},
	}
}

// Reply sends a text in a message flow.
func Reply(name, text string) Step {
	return Step{
		Name: name, kind: "SendResponseAction", key: "sendResponse",
		fields: map[string]any{"messageBody": Text(text).json()}, yaml: map[string]any{"messageBody": Text(text).yaml},
	}
}

// HoldMusic plays music for a while.
func HoldMusic(name string, seconds int) Step {
	prompt := System("Flow.HoldPrompt", "__FLOW_HOLD_PROMPT__", "pmt")
	return Step{
		Name: name, kind: "HoldMusicAction", key: "holdMusic",
		fields: map[string]any{"playForDuration": true, "duration": Seconds(seconds).json(), "prompt": prompt.json()},
		yaml:   map[string]any{"prompt": prompt.yaml, "playStyle": map[string]any{"duration": Seconds(seconds).yaml}},
	}
}

// ToQueue transfers to a queue. In flows of messages nothing comes after it; in
// calls a failed transfer goes on.
func ToQueue(name, queueID, queueName string, call bool) Step {
	s := Step{
		Name: name, kind: "TransferPureMatchAction", key: "transferToAcd", queue: [2]string{queueID, queueName},
		fields: map[string]any{
			"queues": []any{Queue(queueID, queueName).json()}, "skills": []any{}, "priority": Number(0).json(), "errorBindings": []any{},
		},
		yaml: map[string]any{"targetQueue": Queue(queueID, queueName).yaml, "priority": lit(0)},
	}
	if call {
		s.branches = []Branch{{"__FAILURE__", "Failure", "failure", nil}}
	}
	return s
}

// ToMenu jumps to a menu of the flow.
func ToMenu(name, menu string) Step {
	s := plain(name, "TransferMenuAction", "jumpToMenu")
	s.target = target{"menu", menu}
	return s
}

// ToTask jumps to a task of the flow.
func ToTask(name, task string) Step {
	s := plain(name, "TransferTaskAction", "jumpToTask")
	s.target = target{"task", task}
	return s
}

// CallTask runs a task of the flow and goes on after it.
func CallTask(name, task string) Step {
	s := plain(name, "CallTaskAction", "callTask")
	s.target = target{"task", task}
	s.fields = map[string]any{"inputs": []any{}, "outputs": []any{}}
	s.branches = []Branch{{"__DEFAULT__", "Default", "default", nil}}
	return s
}

// ToFlow transfers to another flow of the organisation.
func ToFlow(name, flowID, flowName string) Step {
	return Step{
		Name: name, kind: "TransferFlowAction", key: "transferToFlow",
		fields:   map[string]any{"flowId": flowID, "flowName": flowName, "errorBindings": []any{}},
		yaml:     map[string]any{"targetFlow": map[string]any{"name": flowName}},
		branches: []Branch{{"__FAILURE__", "Failure", "failure", nil}},
	}
}

// SetAttribute gives an attribute of the participant a value.
func SetAttribute(name, attribute string, value Expr) Step {
	return Step{
		Name: name, kind: "SetAttributesAction", key: "setParticipantData",
		fields: map[string]any{"variables": []any{map[string]any{"variable": Text(attribute).json(), "expression": value.json()}}},
		yaml:   map[string]any{"attributes": []any{map[string]any{"attribute": map[string]any{"name": lit(attribute), "value": value.yaml}}}},
	}
}

// Ask asks for a slot in a bot flow.
func Ask(name string, answered, silent, unclear []Step) Step {
	s := plain(name, "AskForSlotAction", "askForSlot")
	s.branches = []Branch{
		{"__DEFAULT__", "Default", "default", answered}, {"__MAX_NO_INPUTS__", "Max No Inputs", "maxNoInputs", silent},
		{"__MAX_NO_MATCHES__", "Max No Matches", "maxNoMatches", unclear},
	}
	return s
}

// ExitBot leaves a bot flow.
func ExitBot(name string) Step { return plain(name, "ExitBotFlowAction", "exitBotFlow") }

// Disconnect ends a call or a conversation.
func Disconnect(name string) Step { return plain(name, "DisconnectAction", "disconnect") }

// EndWorkflow ends a workflow.
func EndWorkflow(name string) Step {
	return Step{
		Name: name, kind: "EndWorkflowAction", key: "endWorkflow",
		fields: map[string]any{"exitReason": None("str").json()}, yaml: map[string]any{"exitReason": None("str").yaml},
	}
}

func plain(name, kind, key string) Step {
	return Step{Name: name, kind: kind, key: key, fields: map[string]any{}, yaml: map[string]any{}}
}

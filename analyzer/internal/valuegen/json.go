package valuegen

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"archlint/analyzer/expr"
	"archlint/analyzer/internal/flowjson"
)

// JSON is the flow as the Platform API answers it.
func (f Flow) JSON() (string, error) {
	w := &jsonWriter{f: f, ids: map[string]string{}, types: map[string]string{}}
	doc := fields{"name": f.Name, "type": f.Type, "initialSequence": "c0", "variables": w.variables(f.Vars), "manifest": fields{}}
	var list []any
	for i, c := range f.Containers {
		list = append(list, w.container(fmt.Sprintf("c%d", i), c)...)
	}
	doc["flowSequenceItemList"] = list
	if f.Handler != "" {
		doc["errorHandling"] = fields{"handlingType": "Task", "taskReference": w.place(f.Handler)}
	}
	doc["nextTrackingNumber"] = w.next + 1
	text, err := json.MarshalIndent(doc, "", " ")
	return string(text), err
}

// jsonWriter numbers what it writes.
type jsonWriter struct {
	f    Flow
	next int
	// ids and types are those of variables, by the name in lower case; those of the
	// container at hand stand in for others of that name.
	ids, types map[string]string
}

func (w *jsonWriter) number() int {
	w.next++
	return w.next
}

// short are the platform's names of types in values.
var short = map[string]string{"integer": "int", "decimal": "dec", "boolean": "bln", "string": "str", "stringCollection": "str_coll"}

func (w *jsonWriter) variables(vars []Var) []any {
	out := []any{}
	for _, v := range vars {
		id := fmt.Sprintf("v%d", w.number())
		w.ids[strings.ToLower(v.Name)], w.types[strings.ToLower(v.Name)] = id, short[v.Type]
		out = append(out, fields{
			"__type": strings.ToUpper(v.Type[:1]) + v.Type[1:] + "Variable", "id": id, "name": v.Name, "isInput": v.Input, "isOutput": v.Output,
			"isSecure": v.Secure, "isCollection": strings.HasSuffix(v.Type, "Collection"), "initialValue": w.value(v.Initial, short[v.Type]),
		})
	}
	return out
}

// value is a setting: an expression in the platform's tree and as text.
func (w *jsonWriter) value(text, typ string) fields {
	if text == "" {
		return fields{"config": fields{"emp": fields{"text": "", "type": typ}}, "text": "", "type": typ}
	}
	return fields{"config": flowjson.Config(expr.Parse(text), w.refer), "text": text, "type": typ}
}

func (w *jsonWriter) refer(n *expr.Node) fields {
	name := strings.ToLower(n.Name)
	if id, ok := w.ids[name]; ok {
		return flowjson.Refer(n.Name, w.types[name], id)
	}
	return flowjson.ReferSystem(n.Name)
}

// container writes a container, and the tasks in its choices, as items of the list.
func (w *jsonWriter) container(id string, c *Container) []any {
	kind := map[string]string{"task": "Task", "state": "State", "loopTask": "LoopTask", "menu": "Menu", "bot": "BotState"}[c.Kind]
	out := fields{"__type": kind, "id": id, "trackingId": w.number(), "name": c.Name}
	if c.Kind == "menu" {
		return w.menu(out, c)
	}
	ids, types := w.ids, w.types
	w.ids, w.types = copied(ids), copied(types)
	out["variables"] = w.variables(c.Vars)
	var actions []any
	out["startAction"] = w.block(c.Steps, &actions)
	out["actionList"] = actions
	if c.Kind == "task" {
		out["paths"] = []any{fields{"outputId": "__DEFAULT__", "label": "Default"}}
	}
	w.ids, w.types = ids, types
	return []any{out}
}

func copied(m map[string]string) map[string]string {
	out := make(map[string]string, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}

func (w *jsonWriter) menu(out fields, c *Container) []any {
	all, choices := []any{out}, []any{}
	for i, s := range c.Choices {
		action := fields{"id": fmt.Sprintf("a%d", w.number()), "trackingId": w.next, "name": s.Name, "__type": "DisconnectAction"}
		switch s.Do {
		case "menuTask":
			id := fmt.Sprintf("t%d", w.number())
			task := fields{"__type": "Task", "id": id, "trackingId": w.next, "name": s.Name, "variables": []any{}}
			var actions []any
			task["startAction"] = w.block(s.branch("task"), &actions)
			task["actionList"] = actions
			all = append(all, task)
			action["__type"], action["taskReference"], action["taskName"] = "TaskAction", id, s.Name
		case "jumpToTask":
			action["__type"], action["taskReference"], action["taskName"] = "TaskAction", w.place(s.To), s.To
		}
		choices = append(choices, fields{"id": fmt.Sprintf("k%d", w.number()), "name": s.Name, "digit": i + 1, "action": action})
	}
	out["menuChoiceList"] = choices
	return all
}

func (w *jsonWriter) place(name string) string {
	for i, c := range w.f.Containers {
		if c.Name == name {
			return fmt.Sprintf("c%d", i)
		}
	}
	return ""
}

// block writes steps one after another and returns the id of the first.
func (w *jsonWriter) block(steps []Step, into *[]any) string {
	first, before := "", fields(nil)
	for _, s := range steps {
		action := w.step(s)
		*into = append(*into, action)
		id := action["id"].(string)
		if before != nil {
			before["nextAction"] = id
		} else {
			first = id
		}
		before = action
		w.below(s, action, into)
	}
	return first
}

var outputIDs = map[string]string{
	"success": "__SUCCESS__", "failure": "__FAILURE__", "timeout": "__TIMEOUT__", "yes": "__YES__", "no": "__NO__",
	"default": "__DEFAULT__", "loop": "__LOOP__",
}

// outputs are those that an action of a kind lists, connected or not.
var outputs = map[string][]string{
	"callData": {"success", "failure", "timeout"}, "decision": {"yes", "no"}, "callTask": {"default"}, "transferToAcd": {"failure"},
}

func (w *jsonWriter) below(s Step, action fields, into *[]any) {
	names := outputs[s.Do]
	switch s.Do {
	case "loop":
		action["path"] = w.path(s, "loop", "__LOOP__", into)
		return
	case "loopUntil":
		names = []string{"loop"}
		for _, b := range s.Branches {
			if b.Output != "loop" {
				names = append(names, b.Output)
			}
		}
	case "switch":
		for i := range s.Cases {
			names = append(names, fmt.Sprintf("case:%d", i))
		}
		names = append(names, "default")
	}
	paths := []any{}
	for i, name := range names {
		id := outputIDs[name]
		if id == "" {
			id = fmt.Sprintf("%s-%d", action["id"], i)
		}
		paths = append(paths, w.path(s, name, id, into))
	}
	if len(paths) > 0 {
		action["paths"] = paths
	}
}

func (w *jsonWriter) path(s Step, output, id string, into *[]any) fields {
	p := fields{"outputId": id, "label": output}
	if first := w.block(s.branch(output), into); first != "" {
		p["nextActionId"] = first
	}
	return p
}

// actionTypes are the platform's names of kinds.
var actionTypes = map[string]string{
	"callData": "DataAction", "updateData": "UpdateVariableAction", "decision": "DecisionAction", "switch": "SwitchAction",
	"loop": "LoopAction", "loopUntil": "LoopUntilAction", "loopNext": "NextLoopAction", "loopExit": "ExitLoopAction",
	"callTask": "CallTaskAction", "jumpToTask": "TransferTaskAction", "jumpToMenu": "TransferMenuAction", "changeState": "ChangeStateAction",
	"disconnect": "DisconnectAction", "endWorkflow": "EndWorkflowAction", "endTask": "EndTaskAction",
	"exitBotFlow": "ExitBotFlowAction", "wait": "WaitAction",
	"holdMusic": "HoldMusicAction", "playAudio": "PlayAudioAction", "transferToAcd": "TransferPureMatchAction",
	"setParticipantData": "SetAttributesAction", "getParticipantData": "GetAttributesAction",
}

func (w *jsonWriter) step(s Step) fields {
	out := fields{"__type": actionTypes[s.Do], "id": fmt.Sprintf("a%d", w.number()), "trackingId": w.next, "name": s.Name}
	switch s.Do {
	case "callData":
		out["actionName"], out["actionId"] = s.Name, "custom_-_"+s.Name
		out["category"], out["useSuggestedTimeout"] = fields{"id": "Web", "name": "Web"}, true
		out["inputs"], out["outputs"], out["errorBindings"] = w.given(s.Gives), w.taken(s.Sets), []any{}
	case "updateData":
		var pairs []any
		for _, set := range s.Sets {
			pairs = append(pairs, fields{"variable": w.value(set.Var, short[set.Type]), "expression": w.value(set.Exp, short[set.Type])})
		}
		out["variables"] = pairs
	case "setParticipantData", "getParticipantData":
		out["variables"] = w.attributes(s)
	case "decision":
		out["expression"] = w.value(s.Exp, "bln")
	case "loop", "loopUntil":
		out[map[string]string{"loop": "loopCount", "loopUntil": "maxLoopCount"}[s.Do]] = w.value(s.Exp, "int")
		out["currentIndex"] = w.value(s.Index, "int")
	case "switch":
		w.cases(s, out)
	case "callTask", "jumpToTask":
		out["taskReference"], out["taskName"] = w.place(s.To), s.To
		out["inputs"], out["outputs"] = w.given(s.Gives), w.taken(s.Sets)
	case "jumpToMenu":
		out["menuReference"], out["menuName"] = w.place(s.To), s.To
	case "changeState":
		out["stateReference"], out["stateName"] = w.place(s.To), s.To
	case "endTask":
		out["pathReference"], out["pathName"] = "__DEFAULT__", "Default"
	case "wait", "holdMusic":
		out["playForDuration"] = true
		out["duration"] = fields{"config": fields{"lit": fields{"text": "P0D0H0M30S0F", "type": "dur"}}, "text": "P0D0H0M30S0F", "type": "dur"}
	}
	return out
}

func (w *jsonWriter) cases(s Step, out fields) {
	typ, style := "bln", 0
	if s.Exp != "" {
		typ, style = short[cmp.Or(s.Type, "integer")], 1
	}
	cases := []any{}
	for i, c := range s.Cases {
		id := fmt.Sprintf("%s-%d", out["id"], i)
		cases = append(cases, fields{"name": fmt.Sprintf("case %d", i), "referenceId": id, "value": w.value(c, typ)})
	}
	out["switchStyle"], out["cases"], out["expression"] = style, cases, w.value(s.Exp, typ)
}

func (w *jsonWriter) attributes(s Step) []any {
	out := []any{}
	name := func(text string) fields {
		return fields{"config": fields{"lit": fields{"text": text, "type": "str"}}, "text": text, "type": "str"}
	}
	for _, g := range s.Gives {
		out = append(out, fields{"attribute": name(g.Var), "value": w.value(g.Exp, "str")})
	}
	for _, g := range s.Sets {
		out = append(out, fields{"attribute": name(g.Exp), "value": w.value(g.Var, "str")})
	}
	return out
}

func (w *jsonWriter) given(sets []Assign) []any {
	out := []any{}
	for _, s := range sets {
		out = append(out, fields{"name": s.Var, "value": w.value(s.Exp, short[s.Type])})
	}
	return out
}

func (w *jsonWriter) taken(sets []Assign) []any {
	out := []any{}
	for _, s := range sets {
		out = append(out, fields{"name": s.Exp, "value": w.value(s.Var, short[s.Type])})
	}
	return out
}

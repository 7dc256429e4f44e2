package flowjson

import (
	"cmp"
	"fmt"
	"strings"

	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

func (w *writer) action(a *flow.Action) fields {
	out := fields{"id": fmt.Sprintf("a%d", w.number()), "trackingId": w.next, "name": a.Name, "disabled": a.Disabled}
	if a.Kind.Opaque || len(a.Kind.Types) == 0 {
		w.fail("action %q of kind %s", a.Name, a.RawKind)
		return out
	}
	out["__type"] = a.Kind.Types[0]
	switch a.Kind.Name {
	case "callData", "callSecureData":
		w.call(a, out)
	case "updateData":
		pairs := []any{}
		for i, in := range a.Inputs {
			to := a.Results[i].Value
			pairs = append(pairs, fields{"variable": w.value(to), "expression": w.typed(in.Value, w.types[strings.ToLower(to.Text)])})
		}
		out["variables"] = pairs
	case "setParticipantData", "setConversationData":
		out["variables"] = w.attributes(a.Inputs)
	case "getParticipantData", "getConversationData":
		out["variables"] = w.attributes(a.Results)
	case "switch":
		w.cases(a, out)
	case "endTask":
		out["pathReference"], out["pathName"] = outputID(a.TaskOutput), a.TaskOutput
	default:
		if len(flow.SettingsOf(a.Kind.Name)) == 0 || a.Kind.Name == "dataTableLookup" {
			out["inputs"], out["outputs"] = w.bindings(a.Inputs), w.bindings(a.Results)
		}
	}
	w.settings(a, out)
	w.leads(a, out)
	if len(a.AlsoReads) > 0 {
		out["prompts"] = fields{"defaultAudio": w.parsed("Append(" + strings.Join(a.AlsoReads, ", ") + ")")}
	}
	return out
}

func (w *writer) call(a *flow.Action, out fields) {
	d := a.DataAction
	out["actionName"], out["category"] = d.Name, fields{"id": d.Integration, "name": d.Integration}
	out["inputs"], out["outputs"], out["errorBindings"] = w.bindings(a.Inputs), w.bindings(a.Results), w.bindings(a.Failures)
	out["useSuggestedTimeout"] = d.Timeout == nil
	if d.Timeout != nil {
		s, ok := expr.Seconds(d.Timeout)
		if !ok {
			w.fail("timeout of %q", a.Name)
		}
		out["timeout"], out["useSuggestedTimeout"] = seconds(s), s == 60
	}
	if d.ProcessingPrompt {
		out["processingPrompt"] = w.parsed(`"wait"`)
	}
}

// settings writes what the table of settings has for the kind.
func (w *writer) settings(a *flow.Action, out fields) {
	of := map[flow.Role][]flow.Binding{flow.AsValue: a.Values, flow.AsCounter: a.Values, flow.AsInput: a.Inputs, flow.AsResult: a.Results}
	for _, s := range flow.SettingsOf(a.Kind.Name) {
		for _, b := range of[s.Role] {
			switch {
			case b.Name != s.Name || b.Value == nil:
			case s.Name == "duration":
				out["playForDuration"] = true
				if n, ok := expr.Seconds(b.Value); ok {
					out[s.Platform] = seconds(n)
				} else {
					out[s.Platform] = w.value(b.Value)
				}
			default:
				out[s.Platform] = w.value(b.Value)
			}
		}
	}
}

// leads writes what the action leads to, inside the flow and outside.
func (w *writer) leads(a *flow.Action, out fields) {
	if a.Target != nil {
		kind := map[flow.ContainerKind]string{flow.Task: "task", flow.LoopTask: "task", flow.State: "state"}[a.Target.Kind]
		out[kind+"Reference"], out[kind+"Name"] = w.place(a.Target), a.Target.Name
	}
	for _, x := range a.External {
		switch x.Kind {
		case flow.ExternalQueue:
			text := x.Name
			if text == "" && x.Value != nil {
				out["queues"] = []any{w.value(x.Value)}
				continue
			}
			literal := fields{"lit": fields{"text": text, "type": "que", "val": "q-" + text}}
			out["queues"] = []any{fields{"config": literal, "text": text, "type": "que"}}
		case flow.ExternalInQueueFlow:
			out["inQueueFlowName"] = x.Name
		case flow.ExternalDataTable:
			out["datatableName"] = x.Name
		case flow.ExternalFlow, flow.ExternalModule, flow.ExternalBotFlow:
			out["flowName"] = x.Name
		case flow.ExternalUser:
			out["user"] = w.value(x.Value)
		default:
			w.fail("%s of %q", x.Kind, a.Name)
		}
	}
}

func (w *writer) cases(a *flow.Action, out fields) {
	cases := []any{}
	for i, c := range a.Cases {
		id := fmt.Sprintf("%s-case:%d", out["id"], i)
		cases = append(cases, fields{"name": fmt.Sprintf("case %d", i), "referenceId": id, "value": w.value(c)})
	}
	out["cases"], out["switchStyle"] = cases, 0
	if a.Value("expression") != nil {
		out["switchStyle"] = 1
	}
}

func (w *writer) attributes(all []flow.Binding) []any {
	out := []any{}
	for _, b := range all {
		name := fields{"config": fields{"lit": fields{"text": b.Name, "type": "str"}}, "text": b.Name, "type": "str"}
		out = append(out, fields{"attribute": name, "value": w.value(b.Value)})
	}
	return out
}

func (w *writer) bindings(all []flow.Binding) []any {
	out := []any{}
	for _, b := range all {
		out = append(out, fields{"name": b.Name, "value": w.value(b.Value)})
	}
	return out
}

// value writes a setting: its text, and the expression as the platform parses it.
func (w *writer) value(v *flow.Value) fields {
	switch {
	case v == nil || v.Kind == flow.NotSet:
		return fields{"config": fields{"emp": fields{"text": "", "type": "str"}}, "text": "", "type": "str"}
	case v.Kind == flow.Literal:
		kind := cmp.Or(v.Type, "str")
		return fields{"config": fields{"lit": fields{"text": v.Text, "type": kind}}, "text": v.Text, "type": kind}
	case v.Kind == flow.Unknown:
		w.fail("placeholder %q", v.Text)
	}
	return w.parsed(v.Text)
}

func (w *writer) parsed(text string) fields {
	return fields{"config": Config(expr.Parse(text), w.refer), "text": text, "type": "str"}
}

// refer writes a reference to a variable, also to one that nothing declares.
func (w *writer) refer(n *expr.Node) fields {
	name := strings.ToLower(n.Name)
	if id, ok := w.ids[name]; ok {
		return Refer(n.Name, w.types[name], id)
	}
	switch scope, _, _ := strings.Cut(n.Name, "."); scope {
	case "Flow", "Task", "State":
		return Refer(n.Name, w.types[name], "v-"+n.Name)
	}
	return ReferSystem(n.Name)
}

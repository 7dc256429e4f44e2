package valuegen

import (
	"cmp"
	"fmt"

	"gopkg.in/yaml.v3"
)

type fields = map[string]any

// roots are the top-level keys of flow types.
var roots = map[string]string{
	"inboundcall": "inboundCall", "inqueuecall": "inqueueCall", "workflow": "workflow", "bot": "botFlow",
}

// YAML is the flow as Archy writes it.
func (f Flow) YAML() (string, error) {
	root := roots[f.Type]
	body := fields{"name": f.Name, "variables": yamlVars(f.Vars)}
	lists := map[string][]any{}
	for i, c := range f.Containers {
		if c.Kind == "loopTask" {
			body["startUpTaskActions"] = f.yamlSteps(c.Steps)
			continue
		}
		if i == 0 {
			body["startUpRef"] = f.ref(c.Name)
		}
		lists[c.Kind+"s"] = append(lists[c.Kind+"s"], fields{c.Kind: f.yamlContainer(c)})
	}
	for key, list := range lists {
		body[key] = list
	}
	if f.Handler != "" {
		body["settingsErrorHandling"] = fields{"errorHandling": fields{"task": fields{"targetTaskRef": f.ref(f.Handler)}}}
	}
	text, err := yaml.Marshal(fields{root: body})
	return string(text), err
}

// ref is how a step names a container.
func (f Flow) ref(name string) string {
	for i, c := range f.Containers {
		if c.Name == name {
			return fmt.Sprintf("/%s/%ss/%s[%s_%d]", roots[f.Type], c.Kind, c.Kind, c.Name, i+1)
		}
	}
	return "/nowhere"
}

func (f Flow) yamlContainer(c *Container) fields {
	out := fields{"name": c.Name}
	for i, other := range f.Containers {
		if other == c {
			out["refId"] = fmt.Sprintf("%s_%d", c.Name, i+1)
		}
	}
	if c.Kind == "menu" {
		out["audio"] = fields{"tts": "Press a key"}
		var choices []any
		for i, s := range c.Choices {
			choices = append(choices, f.yamlChoice(i, s))
		}
		out["choices"] = choices
		return out
	}
	out["variables"] = yamlVars(c.Vars)
	out["actions"] = f.yamlSteps(c.Steps)
	return out
}

// yamlChoice writes a key of a menu: a task of its own, or one action.
func (f Flow) yamlChoice(i int, s Step) fields {
	key := fmt.Sprintf("digit_%d", i+1)
	switch s.Do {
	case "disconnect":
		return fields{"menuDisconnect": fields{"name": s.Name, "dtmf": key}}
	case "jumpToTask":
		return fields{"menuJumpToTask": fields{"name": s.Name, "dtmf": key, "targetTaskRef": f.ref(s.To)}}
	}
	return fields{"menuTask": fields{"name": s.Name, "dtmf": key, "task": fields{"actions": f.yamlSteps(s.branch("task"))}}}
}

func yamlVars(vars []Var) []any {
	out := []any{}
	for _, v := range vars {
		body := fields{"name": v.Name}
		if v.Initial != "" {
			body["initialValue"] = fields{"exp": v.Initial}
		}
		for key, set := range map[string]bool{"isInput": v.Input, "isOutput": v.Output, "isSecure": v.Secure} {
			if set {
				body[key] = true
			}
		}
		out = append(out, fields{v.Type + "Variable": body})
	}
	return out
}

func (f Flow) yamlSteps(steps []Step) []any {
	out := []any{}
	for _, s := range steps {
		out = append(out, fields{s.Do: f.yamlStep(s)})
	}
	return out
}

func (f Flow) yamlStep(s Step) fields {
	out := fields{"name": s.Name}
	switch s.Do {
	case "callData":
		out["category"] = fields{"Web": fields{"dataAction": fields{
			s.Name: fields{"inputs": inputsOf(s.Gives), "successOutputs": outputsOf(s.Sets)}}}}
	case "updateData":
		var statements []any
		for _, set := range s.Sets {
			statements = append(statements, fields{set.Type: fields{"variable": set.Var, "value": fields{"exp": set.Exp}}})
		}
		out["statements"] = statements
	case "setParticipantData", "getParticipantData":
		out["attributes"] = yamlAttributes(s)
	case "decision":
		out["condition"] = fields{"exp": s.Exp}
	case "loop", "loopUntil":
		out[map[string]string{"loop": "loopCount", "loopUntil": "maxLoopCount"}[s.Do]] = fields{"exp": s.Exp}
		if s.Index != "" {
			out["currentIndex"] = fields{"var": s.Index}
		}
	case "switch":
		out["evaluate"] = f.yamlSwitch(s)
		return out
	case "callTask", "jumpToTask":
		out["targetTaskRef"] = f.ref(s.To)
		out["inputs"] = inputsOf(s.Gives)
	case "jumpToMenu":
		out["targetMenuRef"] = f.ref(s.To)
	case "changeState":
		out["targetStateRef"] = f.ref(s.To)
	case "endTask":
		if s.To != "" {
			out["outputPath"] = fields{"name": s.To}
		}
	}
	outputs := fields{}
	if s.Do == "callTask" {
		outputs = outputsOf(s.Sets)
	}
	for _, b := range s.Branches {
		outputs[b.Output] = fields{"actions": f.yamlSteps(b.Steps)}
	}
	if len(outputs) > 0 {
		out["outputs"] = outputs
	}
	f.yamlMore(s, out)
	return out
}

// yamlMore adds what a step needs that decides nothing.
func (f Flow) yamlMore(s Step, out fields) {
	switch s.Do {
	case "holdMusic":
		out["prompt"] = fields{"exp": "Flow.HoldPrompt"}
		out["playStyle"] = fields{"duration": fields{"lit": fields{"seconds": 30}}}
	case "wait":
		out["duration"] = fields{"lit": fields{"seconds": 5}}
	case "playAudio":
		out["audio"] = fields{"tts": "Please wait"}
	case "transferToAcd":
		out["targetQueue"] = fields{"lit": fields{"name": "Support"}}
	}
}

func (f Flow) yamlSwitch(s Step) fields {
	var cases []any
	for i, c := range s.Cases {
		cases = append(cases, fields{"case": fields{"value": fields{"exp": c}, "actions": f.yamlSteps(s.branch(fmt.Sprintf("case:%d", i)))}})
	}
	body := fields{"cases": cases}
	if steps := s.branch("default"); len(steps) > 0 {
		body["default"] = fields{"actions": f.yamlSteps(steps)}
	}
	if s.Exp == "" {
		return fields{"firstTrue": body}
	}
	body["value"] = fields{"exp": s.Exp}
	return fields{"firstMatch": fields{cmp.Or(s.Type, "integer"): body}}
}

func yamlAttributes(s Step) []any {
	var out []any
	for _, g := range s.Gives {
		out = append(out, fields{"attribute": fields{"name": fields{"lit": g.Var}, "value": fields{"exp": g.Exp}}})
	}
	for _, g := range s.Sets {
		out = append(out, fields{"attribute": fields{"name": fields{"lit": g.Exp}, "variable": g.Var}})
	}
	return out
}

func inputsOf(sets []Assign) fields {
	out := fields{}
	for _, s := range sets {
		out[s.Var] = fields{"exp": s.Exp}
	}
	return out
}

func outputsOf(sets []Assign) fields {
	out := fields{}
	for _, s := range sets {
		out[s.Exp] = fields{"var": s.Var}
	}
	return out
}

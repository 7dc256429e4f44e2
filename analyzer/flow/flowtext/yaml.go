package flowtext

import (
	"fmt"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// rootKeys are the keys at the top of Archy files.
var rootKeys = map[string]string{
	"inboundcall": "inboundCall", "inqueuecall": "inqueueCall", "workflow": "workflow", "inboundshortmessage": "inboundShortMessage",
	"outboundcall": "outboundCall",
}

func itoa(n int) string { return strconv.Itoa(n) }

// YAML is the flow as an export job writes it.
func (f *Flow) YAML() ([]byte, error) {
	root, ok := rootKeys[f.Type]
	if !ok {
		return nil, fmt.Errorf("flows of type %s are not written as YAML here", f.Type)
	}
	body := map[string]any{"name": f.Name, "description": f.Description, "division": "Home", "defaultLanguage": "en-us"}
	if v := yamlVariables(f.Variables); v != nil {
		body["variables"] = v
	}
	lists := map[string][]any{}
	for i, c := range f.Containers {
		if c.Kind == "LoopTask" {
			body["startUpTaskActions"] = f.yamlBlock(c.Steps)
			continue
		}
		kind := map[string]string{"Task": "task", "State": "state", "Menu": "menu"}[c.Kind]
		ref := refID(c.Name, 10+i)
		if i == 0 {
			body["startUpRef"] = fmt.Sprintf("/%s/%ss/%s[%s]", root, kind, kind, ref)
		}
		lists[kind+"s"] = append(lists[kind+"s"], map[string]any{kind: f.yamlContainer(c, ref)})
	}
	for key, list := range lists {
		body[key] = list
	}
	return yaml.Marshal(map[string]any{root: body})
}

func (f *Flow) yamlContainer(c *Container, ref string) map[string]any {
	out := map[string]any{"name": c.Name, "refId": ref}
	if v := yamlVariables(c.Variables); v != nil {
		out["variables"] = v
	}
	if c.Kind != "Menu" {
		out["actions"] = f.yamlBlock(c.Steps)
		return out
	}
	var choices []any
	for i, choice := range c.Choices {
		kind := map[string]string{
			"transferToAcd": "menuTransferToAcd", "disconnect": "menuDisconnect", "jumpToTask": "menuJumpToTask", "jumpToMenu": "menuJumpToMenu",
		}[choice.Step.key]
		fields := map[string]any{"name": choice.Name, "refId": refID(choice.Name, 90+i), "dtmf": "digit_" +
			itoa(choice.Digit), "globalDtmf": false}
		for k, v := range choice.Step.yaml {
			fields[k] = v
		}
		f.yamlTarget(fields, choice.Step.target)
		choices = append(choices, map[string]any{kind: fields})
		if i == 0 {
			out["defaultChildMenuRef"] = fmt.Sprintf("./choices/%s[%s]", kind, fields["refId"])
		}
	}
	out["choices"] = choices
	out["audio"] = map[string]any{"tts": c.Prompt}
	return out
}

func (f *Flow) yamlBlock(steps []Step) []any {
	out := []any{}
	for _, s := range steps {
		fields := map[string]any{"name": s.Name}
		for k, v := range s.yaml {
			fields[k] = v
		}
		f.yamlTarget(fields, s.target)
		branches := s.branches
		if s.isLoop {
			branches = []Branch{{"", "", "loop", s.body}}
		}
		outputs := map[string]any{}
		for _, b := range branches {
			if len(b.Steps) > 0 { // what is not connected is not written
				outputs[b.key] = map[string]any{"actions": f.yamlBlock(b.Steps)}
			}
		}
		if len(outputs) > 0 {
			fields["outputs"] = outputs
		}
		out = append(out, map[string]any{s.key: fields})
	}
	return out
}

// yamlTarget writes a reference to the container that a step leads to.
func (f *Flow) yamlTarget(fields map[string]any, to target) {
	for i, c := range f.Containers {
		if to.kind != "" && c.Name == to.name {
			key := "target" + strings.ToUpper(to.kind[:1]) + to.kind[1:] + "Ref"
			fields[key] = fmt.Sprintf("/%s/%ss/%s[%s]", rootKeys[f.Type], to.kind, to.kind, refID(to.name, 10+i))
		}
	}
}

func yamlVariables(vs []*Variable) []any {
	var out []any
	for _, v := range vs {
		kind := map[string]string{"str": "string", "int": "integer", "bln": "boolean"}[v.Type] + "Variable"
		out = append(out, map[string]any{kind: map[string]any{
			"name": v.Name, "initialValue": map[string]any{"noValue": true}, "isInput": v.Input, "isOutput": false,
		}})
	}
	return out
}

package flowtext

import (
	"encoding/json"
	"strings"
)

// JSON is the flow as GET /flows/{id}/versions/{v}/configuration answers it.
func (f *Flow) JSON() ([]byte, error) {
	w := &jsonWriter{f: f, next: 10, actions: map[string]*use{}, queues: map[string]*use{}}
	for _, c := range f.Containers {
		c.tracking = w.track()
	}
	var list []any
	for _, c := range f.Containers {
		list = append(list, w.container(c))
	}
	doc := map[string]any{
		"name": f.Name, "type": f.Type, "description": f.Description, "defaultLanguage": "en-us",
		"supportedLanguages": []string{"en-us"}, "supportedLanguageOptions": []any{map[string]any{"language": "en-us"}},
		"initialSequence": f.Containers[0].id, "flowSequenceItemList": list, "nextTrackingNumber": w.next,
		"flowMetaData":  map[string]any{"flowDocumentVersion": "1.0", "minimumServerVersion": "1.0", "ttsDataVersion": "1.0"},
		"debugSettings": map[string]any{}, "defaultSettings": map[string]any{}, "variables": variables(f.Variables),
		"errorHandling": f.errorHandling(), "manifest": w.manifest(), "uiMetaData": map[string]any{"actionServiceActions": w.contracts()},
	}
	return json.Marshal(doc)
}

func (f *Flow) errorHandling() map[string]any {
	kind := "Disconnect"
	if f.Type == "workflow" {
		kind = "EndWorkflow"
	}
	queue := None("que").json()
	queue["outOfService"] = true
	return map[string]any{"handlingType": kind, "queue": queue}
}

type jsonWriter struct {
	f       *Flow
	next    int
	actions map[string]*use
	queues  map[string]*use
}

// use is where a resource is used.
type use struct {
	name, category string
	context        []any
}

func (w *jsonWriter) track() int {
	w.next++
	return w.next - 1
}

func (w *jsonWriter) container(c *Container) map[string]any {
	out := map[string]any{
		"__type": c.Kind, "id": c.id, "trackingId": c.tracking, "name": c.Name, "uiMetaData": map[string]any{"collapsed": false},
	}
	if c.Kind == "Menu" {
		w.menu(out, c)
		return out
	}
	actions := []any{}
	out["variables"] = variables(c.Variables)
	out["startAction"] = w.block(c.Steps, &actions)
	out["actionList"] = actions
	if c.Kind != "State" {
		out["paths"] = []any{map[string]any{"label": "Default", "outputId": "__DEFAULT__"}}
	}
	return out
}

// menu writes choices; the first is the one for callers who say nothing.
func (w *jsonWriter) menu(out map[string]any, c *Container) {
	var choices []any
	for i, choice := range c.Choices {
		id := GUID(w.f.ids)
		if i == 0 {
			out["defaultMenuChoice"] = id
		}
		action := w.step(choice.Step)
		choices = append(choices, map[string]any{
			"id": id, "name": choice.Name, "digit": choice.Digit, "globalDtmf": false, "globalSpeech": false, "action": action,
		})
	}
	out["menuChoiceList"] = choices
	out["prompts"] = map[string]any{"defaultAudio": Function("ToAudioTTS", "aud", Text(c.Prompt)).json(), "cases": []any{}}
}

// block writes steps one after another and returns the id of the first, "" for
// an empty block. Every action has one link to it, as the platform writes them.
func (w *jsonWriter) block(steps []Step, into *[]any) string {
	first, before := "", map[string]any(nil)
	for _, s := range steps {
		at := len(*into)
		*into = append(*into, nil)
		action := w.step(s)
		(*into)[at] = action
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

// below writes the branches or the body of a step.
func (w *jsonWriter) below(s Step, action map[string]any, into *[]any) {
	if s.isLoop {
		action["path"] = w.path(Branch{"__LOOP__", "Loop", "loop", s.body}, into)
		return
	}
	if s.branches == nil {
		return
	}
	paths := []any{}
	for _, b := range s.branches {
		paths = append(paths, w.path(b, into))
	}
	action["paths"] = paths
}

func (w *jsonWriter) path(b Branch, into *[]any) map[string]any {
	p := map[string]any{"outputId": b.id, "label": b.label, "uiMetaData": map[string]any{"collapsed": false}}
	if first := w.block(b.Steps, into); first != "" {
		p["nextActionId"] = first
	}
	return p
}

func (w *jsonWriter) step(s Step) map[string]any {
	out := map[string]any{
		"__type": s.kind, "id": GUID(w.f.ids), "trackingId": w.track(), "name": s.Name, "uiMetaData": map[string]any{"collapsed": false},
	}
	for k, v := range s.fields {
		out[k] = v
	}
	context := func(label string) map[string]any {
		return map[string]any{"actionName": label, "id": out["id"], "name": s.Name}
	}
	if a := s.action; a != nil {
		note(w.actions, a.ID, a.Name, a.Integration, context("Call Data Action"))
	}
	if s.queue[0] != "" {
		note(w.queues, s.queue[0], s.queue[1], "", context("Transfer to ACD"))
	}
	for _, c := range w.f.Containers {
		if s.target.kind != "" && c.Name == s.target.name {
			out[s.target.kind+"Reference"], out[s.target.kind+"Name"] = c.id, c.Name
		}
	}
	return out
}

func note(uses map[string]*use, id, name, category string, context any) {
	if uses[id] == nil {
		uses[id] = &use{name: name, category: category}
	}
	uses[id].context = append(uses[id].context, context)
}

func (w *jsonWriter) manifest() map[string]any {
	m := map[string]any{"language": []any{map[string]any{"id": "en-us"}}}
	for key, uses := range map[string]map[string]*use{"dataAction": w.actions, "queue": w.queues} {
		var list []any
		for _, id := range keys(uses) {
			list = append(list, map[string]any{"id": id, "name": uses[id].name, "context": uses[id].context})
		}
		if list != nil {
			m[key] = list
		}
	}
	return m
}

func (w *jsonWriter) contracts() []any {
	out := []any{}
	for _, id := range keys(w.actions) {
		out = append(out, map[string]any{"id": id, "name": w.actions[id].name, "category": w.actions[id].category})
	}
	return out
}

func variables(vs []*Variable) []any {
	out := []any{}
	for _, v := range vs {
		kind := map[string]string{"str": "String", "int": "Integer", "bln": "Boolean"}[v.Type] + "Variable"
		out = append(out, map[string]any{
			"__type": kind, "id": v.id, "name": v.Name, "isInput": v.Input, "isOutput": false, "isSecure": false,
			"isCollection": false, "isInternal": false, "version": "1.0", "initialValue": None(v.Type).json(),
		})
	}
	return out
}

// refID is how YAML names a container.
func refID(name string, tracking int) string {
	return strings.ReplaceAll(name, "/", "_") + "_" + itoa(tracking)
}

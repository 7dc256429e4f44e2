// Package flowjson writes a flow that was read from Archy YAML as the Platform API answers
// it, so that tests can hold both notations to the same outcome. It knows the kinds that the
// examples of rules are made of, and is not meant for Architect: prompts, for instance, only keep
// the variables that they read.
package flowjson

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"archlint/analyzer/flow"
)

type fields = map[string]any

// Write returns the flow as JSON, or an error that names what it cannot write.
func Write(f *flow.Flow) ([]byte, error) {
	w := &writer{flow: f, ids: map[string]string{}, types: map[string]string{}}
	doc := fields{
		"name": f.Name, "type": strings.ToUpper(string(f.Type)), "variables": w.variables(f.Variables), "manifest": fields{},
	}
	if f.Entry != nil {
		doc["initialSequence"] = w.place(f.Entry)
	}
	if f.Errors.Kind != "" {
		doc["errorHandling"] = w.errors(f.Errors)
	}
	items := []any{}
	for _, c := range f.Containers {
		items = append(items, w.container(c))
	}
	doc["flowSequenceItemList"], doc["nextTrackingNumber"] = items, w.next+1
	if w.err != nil {
		return nil, w.err
	}
	return json.Marshal(doc)
}

type writer struct {
	flow *flow.Flow
	next int
	// ids and types are those of variables by name in lower case.
	ids, types map[string]string
	err        error
}

func (w *writer) fail(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf(format, args...)
	}
}

func (w *writer) number() int {
	w.next++
	return w.next
}

// short are the platform's names of types in values, where they are not the word itself.
var short = map[string]string{
	"integer": "int", "decimal": "dec", "boolean": "bln", "string": "str", "datetime": "dt", "duration": "dur", "queue": "que",
	"stringCollection": "str_coll", "integerCollection": "int_coll",
}

func (w *writer) variables(vars []flow.Variable) []any {
	out := []any{}
	for _, v := range vars {
		id, name := fmt.Sprintf("v%d", w.number()), strings.ToLower(v.Name)
		w.ids[name], w.types[name] = id, short[v.Type]
		out = append(out, fields{
			"__type": strings.ToUpper(v.Type[:1]) + v.Type[1:] + "Variable", "id": id, "name": v.Name, "isInput": v.IsInput, "isOutput": v.IsOutput,
			"isSecure": v.IsSecure, "isCollection": strings.HasSuffix(v.Type, "Collection"), "initialValue": w.typed(v.Initial, short[v.Type]),
		})
	}
	return out
}

// typed writes a value that a variable of some type takes. Archy has no type in a literal.
func (w *writer) typed(v *flow.Value, short string) fields {
	if v == nil || v.Kind != flow.Literal {
		return w.value(v)
	}
	literal := *v
	literal.Type = short
	return w.value(&literal)
}

func (w *writer) errors(e flow.ErrorHandling) fields {
	out := fields{"handlingType": strings.ToUpper(e.Kind[:1]) + e.Kind[1:]}
	if e.Target != nil {
		out[e.Kind+"Reference"] = w.place(e.Target)
	}
	if e.Queue != nil {
		out["queue"] = w.value(e.Queue)
	}
	return out
}

func (w *writer) place(c *flow.Container) string {
	return fmt.Sprintf("c%d", slices.Index(w.flow.Containers, c))
}

var containers = map[flow.ContainerKind]string{flow.Task: "Task", flow.State: "State", flow.LoopTask: "LoopTask"}

func (w *writer) container(c *flow.Container) fields {
	if containers[c.Kind] == "" {
		w.fail("container %q of kind %s", c.Name, c.Kind)
		return nil
	}
	out := fields{"__type": containers[c.Kind], "id": w.place(c), "trackingId": w.number(), "name": c.Name}
	out["variables"] = w.variables(c.Variables)
	paths := []any{fields{"outputId": "__DEFAULT__", "label": "Default"}}
	for _, o := range c.Outputs {
		if o.ID != "default" {
			paths = append(paths, fields{"outputId": o.ID, "label": o.Name})
		}
	}
	if c.Kind == flow.Task {
		out["paths"] = paths
	}
	actions := []any{}
	out["startAction"] = w.block(c.Body, &actions)
	out["actionList"] = actions
	return out
}

// block writes steps one after another and returns the id of the first, "" for none.
func (w *writer) block(b *flow.Block, into *[]any) string {
	if b == nil {
		return ""
	}
	first, before := "", fields(nil)
	for _, a := range b.Actions {
		action := w.action(a)
		*into = append(*into, action)
		if before != nil {
			before["nextAction"] = action["id"]
		} else {
			first = action["id"].(string)
		}
		before = action
		w.paths(a, action, into)
	}
	return first
}

// capital begins a new word in an output's name.
var capital = regexp.MustCompile(`([a-z])([A-Z])`)

// outputID is the platform's id of an output: "__NOT_FOUND__" for notFound.
func outputID(name string) string {
	return "__" + strings.ToUpper(capital.ReplaceAllString(name, "${1}_${2}")) + "__"
}

func (w *writer) paths(a *flow.Action, action fields, into *[]any) {
	paths := []any{}
	for _, o := range a.Outputs {
		id := outputID(o.Name)
		if strings.HasPrefix(o.Name, "case:") {
			id = fmt.Sprintf("%s-%s", action["id"], o.Name)
		}
		path := fields{"outputId": id, "label": o.Name}
		if first := w.block(o.Block, into); first != "" {
			path["nextActionId"] = first
		}
		if a.Kind.Name == "loop" {
			action["path"] = path
			return
		}
		paths = append(paths, path)
	}
	if len(paths) > 0 {
		action["paths"] = paths
	}
}

// seconds writes a duration as the platform has it.
func seconds(s float64) fields {
	text := "P0D0H0M" + strconv.FormatFloat(s, 'f', -1, 64) + "S0F"
	return fields{"config": fields{"lit": fields{"text": text, "type": "dur"}}, "text": text, "type": "dur"}
}

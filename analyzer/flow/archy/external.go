package archy

import (
	"gopkg.in/yaml.v3"

	"archlint/analyzer/flow"
)

// calledFlowKeys are the keys below which the name of another flow is a key.
var calledFlowKeys = []string{"botFlow", "digitalBotFlow", "voiceFlow", "commonModule"}

// externalKey says where an action names something outside the flow.
type externalKey struct {
	kind string
	path []string
	// asKey: the name is the one key of the mapping there; else the value there
	// is a setting, or an object with a name.
	asKey bool
}

// externalKeys are all such places: first what is named by name alone, then
// what a value names.
var externalKeys = []externalKey{
	{flow.ExternalFlow, []string{"targetFlow"}, false},
	{flow.ExternalBotFlow, []string{"botFlow"}, true},
	{flow.ExternalBotFlow, []string{"digitalBotFlow"}, true},
	{flow.ExternalBotFlow, []string{"voiceFlow"}, true},
	{flow.ExternalAgenticVirtualAgent, []string{"agenticVirtualAgent"}, true},
	{flow.ExternalGuide, []string{"guide"}, true},
	{flow.ExternalModule, []string{"commonModule"}, true},
	{flow.ExternalInQueueFlow, []string{"overrideInQueueFlow"}, false},
	{flow.ExternalDataTable, []string{"dataTable"}, true},
	{flow.ExternalDialogflow, []string{"dialogflowAgent"}, true},
	{flow.ExternalSurvey, []string{"postCallSurveyFlow"}, false},
	{flow.ExternalQueue, []string{"targetQueue"}, false},
	{flow.ExternalQueue, []string{"queue"}, false},
	{flow.ExternalQueue, []string{"destination", "queue", "targetQueue"}, false},
	{flow.ExternalUser, []string{"targetUser"}, false},
	{flow.ExternalUser, []string{"destination", "user", "targetUser"}, false},
	{flow.ExternalGroup, []string{"targetGroup"}, false},
	{flow.ExternalGroup, []string{"destination", "group", "targetGroup"}, false},
	{flow.ExternalNumber, []string{"targetNumber"}, false},
	{flow.ExternalSchedule, []string{"evaluationType", "schedule", "selectedSchedule"}, false},
	{flow.ExternalScheduleGroup, []string{"scheduleGroup"}, false},
	{flow.ExternalEmergencyGroup, []string{"emergencyGroup"}, false},
}

// externals reads what an action names outside the flow.
func (d *decoder) externals(a *flow.Action, body *yaml.Node) {
	for _, e := range externalKeys {
		n := lookupPath(body, e.path...)
		if n == nil || isNull(n) {
			continue
		}
		path := childPath(a.Path, e.path...)
		x := flow.External{Kind: e.kind, Pos: d.pos(n)}
		if e.asKey && !isValue(n) {
			d.nameAsKey(&x, n, path)
		} else {
			d.nameAsValue(&x, n, path)
		}
		if x.Name != "" || x.Value != nil {
			a.External = append(a.External, x)
		}
	}
}

func (d *decoder) nameAsKey(x *flow.External, n *yaml.Node, path string) {
	f, ok := onlyField(n)
	if !ok {
		return
	}
	x.Name, x.Pos = f.key, d.pos(f.keyNode)
	if _, templated := restore(f.keyNode.Value); templated || angled.MatchString(f.key) {
		x.Value = &flow.Value{Kind: flow.Unknown, Text: f.key, Path: path, Pos: x.Pos}
	}
}

// nameAsValue takes the name of a literal or of an object with one. What an
// expression names is known only when the flow runs.
func (d *decoder) nameAsValue(x *flow.External, n *yaml.Node, path string) {
	if isNamedObject(n) {
		name := lookup(n, "name")
		x.Pos = d.pos(name)
		d.model(n)
		v := &flow.Value{Path: childPath(path, "name"), Pos: x.Pos}
		d.literal(v, name)
		x.Name = v.Text
		if v.Kind == flow.Unknown {
			x.Value = v
		}
		return
	}
	v := d.value(n, path)
	if !v.IsSet() {
		return
	}
	x.Value, x.Pos = v, v.Pos
	if v.Kind == flow.Literal || v.Kind == flow.Unknown {
		x.Name = v.Text
	}
}

// isValue reports whether n is a setting's value and not a name with what is
// below it.
func isValue(n *yaml.Node) bool {
	f, ok := onlyField(n)
	return isScalar(n) || ok && (f.key == "lit" || f.key == "exp" || f.key == "var")
}

// isNamedObject tells {name: x} from {lit: {name: x}} and other values.
func isNamedObject(n *yaml.Node) bool {
	return isScalar(lookup(n, "name")) && lookup(n, "lit") == nil && lookup(n, "exp") == nil && lookup(n, "var") == nil
}

package platform

import (
	"slices"
	"strconv"

	"archlint/analyzer/flow"
)

// finish gives an action its kind and sorts what was read into its lists.
func (a *actionReader) finish() {
	a.node.paths = slices.Clone(a.paths)
	a.action.Kind = flow.KindByType(a.action.RawKind)
	if a.entire {
		a.take("duration")
	}
	a.finishCall()
	a.finishPairs()
	a.finishSettings()
	a.action.External = a.refs.list(a.action.Kind.Name)
	a.finishMentions()
	for _, list := range [][]flow.Binding{a.action.Results, a.action.Failures} {
		for _, b := range list {
			a.written = append(a.written, b.Value)
		}
	}
}

// isCall reports whether the kind calls a data action or its like.
func isCall(k *flow.Kind) bool {
	return k.Leaves == flow.ToDataAction || k.Leaves == flow.ToSecureAction || k.Leaves == flow.ToBridge
}

func (a *actionReader) finishCall() {
	if !isCall(a.action.Kind) {
		return
	}
	call := a.dataAction
	call.Timeout = a.take("timeout")
	call.Secure = a.action.Kind.Leaves == flow.ToSecureAction
	a.action.DataAction = &call
}

// take removes the setting of that key and returns its value, or nil.
func (a *actionReader) take(key string) *flow.Value {
	for i, s := range a.settings {
		if s.key == key && s.value != nil {
			a.settings[i].value = nil
			return s.value
		}
	}
	return nil
}

// finishPairs sorts the entries of "variables": statements that write flow
// variables, or attributes of the conversation that are set or read.
func (a *actionReader) finishPairs() {
	for i, p := range a.pairs {
		switch a.action.Kind.Name {
		case "setParticipantData", "setConversationData", "setSecuredData":
			a.action.Inputs = append(a.action.Inputs, flow.Binding{Name: p.variable.Text, Value: p.expression})
		case "getParticipantData", "getConversationData", "getSecuredData":
			a.action.Results = append(a.action.Results, flow.Binding{Name: p.variable.Text, Value: p.expression})
		default:
			name := "statement:" + strconv.Itoa(i)
			a.action.Inputs = append(a.action.Inputs, flow.Binding{Name: name, Value: p.expression})
			a.action.Results = append(a.action.Results, flow.Binding{Name: name, Value: p.variable})
		}
	}
}

// finishSettings puts the settings that the kind keeps where the table says.
func (a *actionReader) finishSettings() {
	for _, s := range flow.SettingsOf(a.action.Kind.Name) {
		value := a.take(s.Platform)
		if value == nil || (s.Name == "expression" && (a.style == "0" || !value.IsSet())) {
			continue
		}
		b := flow.Binding{Name: s.Name, Value: value}
		switch s.Role {
		case flow.AsInput:
			a.action.Inputs = append(a.action.Inputs, b)
		case flow.AsResult:
			a.action.Results = append(a.action.Results, b)
		case flow.AsCounter:
			a.action.Values = append(a.action.Values, b)
			a.action.Results = append(a.action.Results, b)
		default:
			a.action.Values = append(a.action.Values, b)
		}
	}
}

// finishMentions notes the variables of everything that was not kept.
func (a *actionReader) finishMentions() {
	for _, s := range a.settings {
		if s.value != nil {
			a.mentions = append(a.mentions, a.references(s.value.Config)...)
		}
	}
	a.reads(&a.action.AlsoReads, a.mentions)
}

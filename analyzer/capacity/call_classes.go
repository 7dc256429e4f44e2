package capacity

import (
	"fmt"
	"slices"

	"archlint/analyzer/facts"
	"archlint/analyzer/org"
)

// Integration types whose executions count against more than the general data
// action limits, as the platform names them.
const functionIntegration = "function-data-actions"

// Every data action takes a slot and counts as a volume, whatever its integration.
func every(*Call) bool { return true }

func isFunction(c *Call) bool {
	if c.Definition != nil && c.Definition.IntegrationType != "" {
		return c.Definition.IntegrationType == functionIntegration
	}
	return c.IntegrationType == functionIntegration
}

// platformAPI reports whether the call goes to Genesys Cloud's own API: "yes",
// "no", or "unknown", also when there is no definition.
func platformAPI(c *Call) string {
	if c.Definition != nil && c.Definition.PlatformAPI != "" && c.Definition.PlatformAPI != "unknown" {
		return c.Definition.PlatformAPI
	}
	url := ""
	if c.Definition != nil {
		url = c.Definition.URL
	}
	return org.PlatformAPI(c.IntegrationType, url)
}

// onPlatform accepts calls to Genesys Cloud's own API, those of which it is not
// known too when high.
func onPlatform(high bool) func(*Call) bool {
	return func(c *Call) bool {
		kind := platformAPI(c)
		return kind == "yes" || high && kind == "unknown"
	}
}

// platformNote says how far it is known which data actions call the platform's API.
func (m *model) platformNote() string {
	unknown, all := 0, len(m.actions)
	for i := range m.actions {
		if platformAPI(&m.actions[i].Call) == "unknown" {
			unknown++
		}
	}
	switch {
	case unknown == 0:
		return ""
	case unknown == all:
		return "No definition says whether these data actions call Genesys Cloud's own API: from none of them to all."
	default:
		return fmt.Sprintf("For %d of %d data actions it is not known whether they call Genesys Cloud's own API: from none of those to all.",
			unknown, all)
	}
}

// clients splits the calls that counts accepts by the OAuth client under which
// they run and returns one predicate a client, in a fixed order. Where the
// client of an integration is unknown it may be any: high takes all of them as
// one with each other and with each known client, low each integration apart.
func (m *model) clients(clientOf map[string]string, counts func(*Call) bool, high bool) []func(*Call) bool {
	names := make(map[string]string) // of the client, by integration
	var all []string
	for i := range m.actions {
		call := &m.actions[i].Call
		name := clientOf[call.Integration]
		switch {
		case name != "":
			name = "client " + name
		case !high:
			name = "integration " + call.Integration
		}
		names[call.Integration] = name
		if counts(call) {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	var out []func(*Call) bool
	for _, client := range slices.Compact(all) {
		out = append(out, func(c *Call) bool {
			name := names[c.Integration]
			return (name == client || high && name == "") && counts(c)
		})
	}
	return out
}

// WithIntegrations is the load with the types of the organisation's integrations: the
// type tells whose API a data action calls where no definition of it was read.
func WithIntegrations(l Load, o facts.Org) Load {
	types := map[string]string{}
	for _, i := range o.Integrations {
		if known, seen := types[i.Name]; seen && known != i.Type {
			types[i.Name] = "" // two of one name: which is meant is not known
			continue
		}
		types[i.Name] = i.Type
	}
	if len(types) == 0 {
		return l
	}
	l.Entries = slices.Clone(l.Entries)
	for e := range l.Entries {
		calls := slices.Clone(l.Entries[e].Calls)
		for c := range calls {
			if calls[c].IntegrationType == "" {
				calls[c].IntegrationType = types[calls[c].Integration]
			}
		}
		l.Entries[e].Calls = calls
	}
	return l
}

package capacity

import (
	"fmt"
	"sort"
)

// Integration types whose executions count against more than the general data
// action limits, as the platform names them.
const functionIntegration = "function-data-actions"

// Every data action takes a slot and counts as a volume, whatever its integration.
func every(Call) bool { return true }

func isFunction(c Call) bool {
	return c.Definition != nil && c.Definition.IntegrationType == functionIntegration
}

// platformAPI tells whether the call goes to Genesys Cloud's own API: "yes",
// "no", or "unknown", also when there is no definition.
func platformAPI(c Call) string {
	if c.Definition == nil || c.Definition.PlatformAPI == "" {
		return "unknown"
	}
	return c.Definition.PlatformAPI
}

// onPlatform accepts calls to Genesys Cloud's own API, those of which it is not
// known too when high.
func onPlatform(high bool) func(Call) bool {
	return func(c Call) bool {
		kind := platformAPI(c)
		return kind == "yes" || high && kind == "unknown"
	}
}

// platformNote says how far it is known which data actions call the platform's API.
func (l Load) platformNote() string {
	unknown, all := 0, 0
	for _, call := range l.dataActions() {
		all++
		if platformAPI(call) == "unknown" {
			unknown++
		}
	}
	switch {
	case unknown == 0:
		return ""
	case unknown == all:
		return "No definition says whether these data actions call Genesys Cloud's own API: from none of them to all."
	default:
		return fmt.Sprintf("For %d of %d data actions it is not known whether they call Genesys Cloud's own API: from none of those to all.", unknown, all)
	}
}

// dataActions returns one call for each data action, ordered by integration and name.
func (l Load) dataActions() []Call {
	var all []Call
	seen := map[[2]string]int{}
	for _, e := range l.Entries {
		for _, call := range e.Calls {
			key := [2]string{call.Integration, call.DataAction}
			i, ok := seen[key]
			if !ok {
				seen[key] = len(all)
				all = append(all, call)
				continue
			}
			all[i] = merged(all[i], call)
		}
	}
	sort.SliceStable(all, func(i, j int) bool {
		if all[i].Integration != all[j].Integration {
			return all[i].Integration < all[j].Integration
		}
		return all[i].DataAction < all[j].DataAction
	})
	return all
}

// merged keeps what either of two calls of one data action knows, the longer
// timeout and the more retries.
func merged(a, b Call) Call {
	if a.Definition == nil {
		a.Definition = b.Definition
	}
	if a.LatencySeconds == nil {
		a.LatencySeconds = b.LatencySeconds
	}
	if a.TimeoutSeconds == nil || b.TimeoutSeconds == nil {
		a.TimeoutSeconds = nil // one of them unknown: the default stands for both
	} else if *b.TimeoutSeconds > *a.TimeoutSeconds {
		a.TimeoutSeconds = b.TimeoutSeconds
	}
	if b.Retries > a.Retries {
		a.Retries, a.RetriesAssumed = b.Retries, b.RetriesAssumed
	}
	a.Flows = append(append([]string(nil), a.Flows...), b.Flows...)
	return a
}

// clients splits the calls that counts accepts by the OAuth client under which
// they run and returns one predicate a client, in a fixed order. Where the
// client of an integration is unknown it may be any: high takes all of them as
// one with each other and with each known client, low each integration apart.
func (l Load) clients(clientOf map[string]string, counts func(Call) bool, high bool) []func(Call) bool {
	name := func(c Call) string {
		if client := clientOf[c.Integration]; client != "" {
			return "client " + client
		}
		if high {
			return ""
		}
		return "integration " + c.Integration
	}
	var names []string
	seen := map[string]bool{}
	for _, call := range l.dataActions() {
		if n := name(call); counts(call) && !seen[n] {
			seen[n] = true
			names = append(names, n)
		}
	}
	sort.Strings(names)
	var all []func(Call) bool
	for _, n := range names {
		all = append(all, func(c Call) bool { return counts(c) && (name(c) == n || high && name(c) == "") })
	}
	if len(all) == 0 {
		all = append(all, counts)
	}
	return all
}

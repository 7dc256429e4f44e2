package flowfacts

import (
	"regexp"
	"slices"

	"archlint/analyzer/cfg"
	"archlint/analyzer/dataflow"
	"archlint/analyzer/expr"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
)

// The vendor's cache (blueprint "Design Architect flow data actions for resiliency"): a data
// table lookup, the call where it found nothing or something too old, and a data action that
// writes the answer into the table under the same key. It is recognised in two steps: the flow
// by itself shows all but what the writing data action does, which its definition tells.

// mostCaches is how many lookups of a flow are looked at: package dataflow follows no more.
const mostCaches = 64

// addCaches fills in the caches that the flow by itself shows: WrittenBy are the calls that may
// write the answer back. calls are those of a.sites.
func (a *analysed) addCaches(calls []facts.Call) {
	lookups := a.tableLookups()
	if len(lookups) > mostCaches {
		return // a made-up flow
	}
	for _, lookup := range lookups {
		key := keyOf(a.graph.Nodes[lookup].Action)
		if key == nil || key.Kind == flow.Unknown || key.Text == "" {
			continue
		}
		at := a.place(lookup)
		cache := facts.Cache{
			Place: at, Name: a.title(lookup), Table: target(a.graph.Nodes[lookup].Action), Key: key.Text, StaleWhen: a.staleWhen(lookup),
		}
		var cached []int
		for i := range calls {
			if !restsOn(&calls[i], at.Node) || cache.StaleWhen == "" && a.data.Leads(lookup, "found", a.sites[i]) {
				continue
			}
			cached = append(cached, i)
			if takes(&calls[i], key) {
				cache.WrittenBy = append(cache.WrittenBy, calls[i].Node)
			}
		}
		for _, i := range cached {
			if calls[i].Cache == nil && len(cache.WrittenBy) > 0 {
				own := cache
				own.WrittenBy = slices.Clone(cache.WrittenBy)
				calls[i].Cache = &own
			}
		}
	}
}

func (a *analysed) tableLookups() []cfg.NodeID {
	var found []cfg.NodeID
	for i := range a.graph.Nodes {
		if act := a.graph.Nodes[i].Action; act != nil && act.Kind.Name == "dataTableLookup" {
			found = append(found, cfg.NodeID(i))
		}
	}
	return found
}

// keyOf is the key that a data table lookup looks for, nil where the file does not tell.
func keyOf(lookup *flow.Action) *flow.Value {
	for _, in := range lookup.Inputs {
		if in.Name == "lookupValue" {
			return in.Value
		}
	}
	return nil
}

// restsOn reports whether what a lookup finds decides on the call.
func restsOn(c *facts.Call, lookup string) bool {
	return slices.ContainsFunc(c.DecidedBy, func(d facts.Decider) bool { return slices.Contains(d.Lookups, lookup) })
}

// takes reports whether an input of the call is written as the key is.
func takes(c *facts.Call, key *flow.Value) bool {
	return slices.ContainsFunc(c.Inputs, func(v facts.Value) bool { return v.Known && v.Kind == string(key.Kind) && v.Text == key.Text })
}

// staleWhen is the condition after a lookup that holds what was found against the clock, "" for
// none.
func (a *analysed) staleWhen(lookup cfg.NodeID) string {
	for i := range a.graph.Nodes {
		n, act := cfg.NodeID(i), a.graph.Nodes[i].Action
		if act == nil || act.Kind.Name != "decision" {
			continue
		}
		test := act.Value("condition")
		if test != nil && a.readsClock(n, test) && slices.Contains(a.data.LookupsBehind(n), lookup) && a.data.Leads(lookup, "found", n) {
			return test.Text
		}
	}
	return ""
}

// readsClock reports whether a condition asks for the time, or reads a variable that is set
// from it.
func (a *analysed) readsClock(n cfg.NodeID, test *flow.Value) bool {
	e := expr.Of(test)
	if asksClock(e) {
		return true
	}
	if a.clock == nil {
		a.clock = a.setByClock()
	}
	return slices.ContainsFunc(expr.References(e), func(ref *expr.Node) bool {
		v := a.data.Refers(n, ref)
		return v != dataflow.NoVar && len(a.clock[v]) > 0
	})
}

// settleCaches leaves those caches that a data action may fill that writes a data table.
func settleCaches(calls []facts.Call) {
	writes := make(map[string]bool)
	for i := range calls {
		writes[calls[i].Node] = mayWriteTable(&calls[i])
	}
	for i := range calls {
		if c := calls[i].Cache; c != nil {
			c.WrittenBy = slices.DeleteFunc(c.WrittenBy, func(node string) bool { return !writes[node] })
			if len(c.WrittenBy) == 0 {
				calls[i].Cache = nil
			}
		}
	}
}

var (
	tableRows   = regexp.MustCompile(`/api/v2/flows/datatables/[^/]+/rows`)
	writingName = regexp.MustCompile(`(?i)(insert|update|write|put|set|save|store|create|add).*(cache|data ?table|row|entry)`)
)

// mayWriteTable reports whether a call writes rows of a data table: by its definition, and by
// its name where the definition is not there.
func mayWriteTable(c *facts.Call) bool {
	if c.Definition == nil {
		return writingName.MatchString(c.DataAction)
	}
	return slices.Contains([]string{"POST", "PUT", "DELETE", "PATCH"}, c.Definition.Method) && tableRows.MatchString(c.Definition.URL)
}

package capacity

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"archlint/analyzer/facts"
)

// The kinds of what hangs in an outage.
const (
	oneAction      = "dataAction"
	oneIntegration = "integration"
	oneHost        = "host"
)

// cause is what an outage hits: the endpoint of one data action, of all data actions of an
// integration, or of all data actions that call one host.
type cause struct {
	kind, name string
	actions    []int // of the model, by index, ascending
	// perhaps are the data actions that may hang as well: their host is not known.
	perhaps []int
}

// causes lists what may hang: each data action, in their order, then each
// integration and each host of several, by name.
func (m *model) causes() []cause {
	var all []cause
	integrations, hosts := map[string][]int{}, map[string][]int{}
	var unknown []int // of a host that is not known
	for i := range m.actions {
		call := &m.actions[i].Call
		all = append(all, cause{kind: oneAction, name: call.DataAction, actions: []int{i}})
		if call.Integration != "" {
			integrations[call.Integration] = append(integrations[call.Integration], i)
		}
		if host := hostOf(call); host != "" {
			hosts[host] = append(hosts[host], i)
		} else if platformAPI(call) != "yes" {
			unknown = append(unknown, i)
		}
	}
	all = append(all, together(oneIntegration, integrations)...)
	for _, c := range together(oneHost, hosts) {
		c.perhaps = unknown
		all = append(all, c)
	}
	return all
}

// widest is the cause with all that perhaps hangs as well.
func (c cause) widest() cause {
	c.actions = slices.Concat(c.actions, c.perhaps)
	slices.Sort(c.actions)
	return c
}

// hostOf is the host that a data action calls, "" where that is not known.
func hostOf(c *Call) string {
	if c.Definition == nil {
		return ""
	}
	return c.Definition.Host
}

// together are the causes of that kind that hold several data actions, by name.
func together(kind string, actions map[string][]int) []cause {
	var all []cause
	for _, name := range slices.Sorted(maps.Keys(actions)) {
		if len(actions[name]) > 1 {
			all = append(all, cause{kind: kind, name: name, actions: actions[name]})
		}
	}
	return all
}

func (c cause) has(action int) bool {
	_, found := slices.BinarySearch(c.actions, action)
	return found
}

// identify fills in what hangs.
func (c cause) identify(m *model, o *facts.Outage) {
	o.Kind = c.kind
	switch c.kind {
	case oneAction:
		o.DataAction, o.Integration = c.name, m.actions[c.actions[0]].Integration
	case oneIntegration:
		o.Integration = c.name
	case oneHost:
		o.Host = c.name
	}
	for _, i := range c.actions {
		o.DataActions = append(o.DataActions, facts.Hanging{DataAction: m.actions[i].DataAction, Integration: m.actions[i].Integration})
	}
}

// timeout is the longest own timeout of the data actions that hang, nil where one
// of them is unknown.
func (c cause) timeout(m *model) *float64 {
	longest := m.actions[c.actions[0]].OwnTimeoutSeconds
	for _, i := range c.actions[1:] {
		longest = longer(longest, m.actions[i].OwnTimeoutSeconds)
	}
	return longest
}

// counted reports whether anything is known of how often the data actions run.
func (c cause) counted(m *model) bool {
	return slices.ContainsFunc(c.actions, func(i int) bool { return m.actions[i].counted })
}

// unbounded reports whether some flow repeats one of the calls without a limit.
func (c cause) unbounded(m *model) bool {
	return slices.ContainsFunc(c.actions, func(i int) bool { return m.endless(i) })
}

// names lists the first of some data actions.
func (m *model) names(actions []int) string {
	var names []string
	for _, i := range actions[:min(len(actions), 5)] {
		names = append(names, fmt.Sprintf("%q", m.actions[i].DataAction))
	}
	if more := len(actions) - len(names); more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names, ", "), more)
	}
	return strings.Join(names, ", ")
}

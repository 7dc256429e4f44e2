package flowfacts

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/branchmodel"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/source"
)

// The steps that the caches below are made of.
const (
	cacheLookup = `{dataTableLookup: {name: Known, lookupValue: {exp: Flow.queue}, dataTable: {Waits: {foundOutputs: {at: {var: Flow.at}, wait: {var: Flow.wait}}}}, outputs: {found: {actions: [%s]}, notFound: {actions: [%s]}}}}`
	cacheAsk    = `{callData: {name: Ask, category: {X: {dataAction: {Get Wait: {inputs: {queue: {exp: Flow.queue}}, successOutputs: {wait: {var: Flow.wait}}}}}}}}`
	cacheWrite  = `{callData: {name: Keep, category: {X: {dataAction: {Insert Cache Row: {inputs: {key: {exp: %s}, wait: {exp: Flow.wait}}}}}}}}`
	cacheStale  = `{decision: {name: Old, condition: {exp: '%s'}, outputs: {"yes": {actions: [%s]}}}}`
	cacheFlag   = `{updateData: {name: Flag, statements: [{string: {variable: Flow.flag, value: {lit: %s}}}]}}`
	cacheNow    = `{updateData: {name: Now, statements: [{datetime: {variable: Flow.now, value: {exp: GetCurrentDateTimeUtc()}}}]}}`
	byAge       = `DateTimeDiff(GetCurrentDateTimeUtc(), ToDateTime(Flow.at)) > ToDuration("PT5M")`
)

// TestCaches recognises the vendor's cache, and not what only looks like one.
func TestCaches(t *testing.T) {
	write := fmt.Sprintf(cacheWrite, "Flow.queue")
	refill := cacheAsk + ", " + write
	flagged := fmt.Sprintf(cacheLookup, fmt.Sprintf(cacheStale, byAge, fmt.Sprintf(cacheFlag, "update")), fmt.Sprintf(cacheFlag, "insert"))
	byFlag := fmt.Sprintf(`{decision: {name: Again, condition: {exp: 'Flow.flag == "insert" or Flow.flag == "update"'}, outputs: {"yes": {actions: [%s]}}}}`, refill)
	for name, tt := range map[string]struct {
		actions []string
		want    string
	}{
		"asked where nothing was found": {[]string{fmt.Sprintf(cacheLookup, "", refill)}, "Ask Keep by Flow.queue in Waits until "},
		"asked again after a while":     {[]string{flagged, byFlag}, "Ask Keep by Flow.queue in Waits until " + byAge},
		"the time in a variable": {[]string{cacheNow, fmt.Sprintf(cacheLookup, fmt.Sprintf(cacheStale, "DateTimeDiff(Flow.now, ToDateTime(Flow.at)) > Flow.age", refill), refill)},
			"Ask Keep Ask Keep by Flow.queue in Waits until DateTimeDiff(Flow.now, ToDateTime(Flow.at)) > Flow.age"},
		"asked whatever was found":    {[]string{fmt.Sprintf(cacheLookup, "", ""), cacheAsk, write}, ""},
		"nothing is written back":     {[]string{fmt.Sprintf(cacheLookup, "", cacheAsk)}, ""},
		"written under another key":   {[]string{fmt.Sprintf(cacheLookup, "", cacheAsk+", "+fmt.Sprintf(cacheWrite, "Flow.other"))}, ""},
		"something else is called":    {[]string{fmt.Sprintf(cacheLookup, "", cacheAsk+", "+strings.ReplaceAll(write, "Insert Cache Row", "Send Order"))}, ""},
		"what was found is a setting": {[]string{fmt.Sprintf(cacheLookup, fmt.Sprintf(cacheStale, `Flow.wait == "on"`, refill), "")}, ""},
		"found as well, by no clock":  {[]string{fmt.Sprintf(cacheLookup, fmt.Sprintf(cacheStale, `Flow.wait == "on"`, fmt.Sprintf(cacheFlag, "update")), fmt.Sprintf(cacheFlag, "insert")), byFlag}, ""},
		"the key is a placeholder":    {[]string{strings.ReplaceAll(fmt.Sprintf(cacheLookup, "", refill), "exp: Flow.queue", "lit: '{{queue}}'")}, ""},
		"the clock before the lookup": {[]string{fmt.Sprintf(cacheStale, `GetCurrentDateTimeUtc() > Flow.at`, cacheAsk), fmt.Sprintf(cacheLookup, "", "")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, caches(t, tt.actions)); diff != "" {
				t.Errorf("-want +got: %s", diff)
			}
		})
	}
}

// caches names the calls of a flow of these steps that a table caches, and the cache.
func caches(t *testing.T, actions []string) string {
	t.Helper()
	text := "workflow:\n  name: F\n  startUpRef: /workflow/states/state[M_1]\n  states:\n  - state:\n      name: M\n      refId: M_1\n      actions:\n"
	for _, a := range actions {
		text += "      - " + a + "\n"
	}
	flows, err := archy.Decode(source.NewFile("f.yaml", []byte(text)), archy.Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	g := lower(flows[0], nil, nil)
	a := analyse(flows[0], g, branchmodel.Bind(nil, g).Model, nil)
	found, _ := a.facts()
	newDefinitions(nil).define(&found)
	var names []string
	cache := ""
	for _, c := range found.Calls {
		if c.Cache != nil {
			names = append(names, c.Name)
			cache = fmt.Sprintf(" by %s in %s until %s", c.Cache.Key, c.Cache.Table, c.Cache.StaleWhen)
		}
	}
	return strings.Join(names, " ") + cache
}

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
	cacheAsk = `{callData: {name: Ask, category: {X: {dataAction: {Get Wait: ` +
		`{inputs: {queue: {exp: Flow.queue}}, successOutputs: {wait: {var: Flow.wait}}}}}}}}`
	cacheNow = `{updateData: {name: Now, statements: [{datetime: {variable: Flow.now, value: {exp: GetCurrentDateTimeUtc()}}}]}}`
	byAge    = `DateTimeDiff(GetCurrentDateTimeUtc(), ToDateTime(Flow.at)) > ToDuration("PT5M")`
	bySet    = `DateTimeDiff(Flow.now, ToDateTime(Flow.at)) > Flow.age`
)

func cacheLookup(found, notFound string) string {
	return `{dataTableLookup: {name: Known, lookupValue: {exp: Flow.queue}, dataTable: {Waits: {foundOutputs: ` +
		`{at: {var: Flow.at}, wait: {var: Flow.wait}}}}, outputs: {found: {actions: [` + found + `]}, notFound: {actions: [` + notFound + `]}}}}`
}

func cacheWrite(key string) string {
	return `{callData: {name: Keep, category: {X: {dataAction: {Insert Cache Row: ` +
		`{inputs: {key: {exp: ` + key + `}, wait: {exp: Flow.wait}}}}}}}}`
}

func cacheStale(condition, yes string) string {
	return `{decision: {name: Old, condition: {exp: '` + condition + `'}, outputs: {"yes": {actions: [` + yes + `]}}}}`
}

func cacheFlag(value string) string {
	return `{updateData: {name: Flag, statements: [{string: {variable: Flow.flag, value: {lit: ` + value + `}}}]}}`
}

// TestCaches recognises the vendor's cache, and not what only looks like one.
func TestCaches(t *testing.T) {
	write := cacheWrite("Flow.queue")
	refill := cacheAsk + ", " + write
	flagged := cacheLookup(cacheStale(byAge, cacheFlag("update")), cacheFlag("insert"))
	byFlag := cacheStale(`Flow.flag == "insert" or Flow.flag == "update"`, refill)
	setting := cacheStale(`Flow.wait == "on"`, cacheFlag("update"))
	for name, tt := range map[string]struct {
		actions []string
		want    string
	}{
		"asked where nothing was found": {[]string{cacheLookup("", refill)}, "Ask Keep by Flow.queue in Waits until "},
		"asked again after a while":     {[]string{flagged, byFlag}, "Ask Keep by Flow.queue in Waits until " + byAge},
		"the time in a variable": {[]string{cacheNow, cacheLookup(cacheStale(bySet, refill), refill)},
			"Ask Keep Ask Keep by Flow.queue in Waits until " + bySet},
		"asked whatever was found":    {[]string{cacheLookup("", ""), cacheAsk, write}, ""},
		"nothing is written back":     {[]string{cacheLookup("", cacheAsk)}, ""},
		"written under another key":   {[]string{cacheLookup("", cacheAsk+", "+cacheWrite("Flow.other"))}, ""},
		"something else is called":    {[]string{cacheLookup("", strings.ReplaceAll(refill, "Insert Cache Row", "Send Order"))}, ""},
		"what was found is a setting": {[]string{cacheLookup(cacheStale(`Flow.wait == "on"`, refill), "")}, ""},
		"found as well, by no clock":  {[]string{cacheLookup(setting, cacheFlag("insert")), byFlag}, ""},
		"the key is a placeholder":    {[]string{strings.ReplaceAll(cacheLookup("", refill), "exp: Flow.queue", "lit: '{{queue}}'")}, ""},
		"the clock before the lookup": {[]string{cacheStale(`GetCurrentDateTimeUtc() > Flow.at`, cacheAsk), cacheLookup("", "")}, ""},
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
	text := "workflow:\n  name: F\n  startUpRef: /workflow/states/state[M_1]\n" +
		"  states:\n  - state:\n      name: M\n      refId: M_1\n      actions:\n"
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

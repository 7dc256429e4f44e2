package limits

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"archlint/analyzer/source"
)

func load(t *testing.T) Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEveryEntryIsComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range load(t).Entries {
		if seen[e.ID()] {
			t.Errorf("%s stands twice", e.ID())
		}
		seen[e.ID()] = true
		for what, text := range map[string]string{"title": e.Title, "unit": e.Unit, "scope": e.Scope, "source": e.Reference} {
			if text == "" {
				t.Errorf("%s has no %s", e.ID(), what)
			}
		}
		if !slices.Contains([]string{"yes", "no", "unknown"}, e.Raisable) {
			t.Errorf("%s: raisable is %q", e.ID(), e.Raisable)
		}
		if !slices.Contains([]string{"high", "medium", "low"}, e.Confidence) {
			t.Errorf("%s: confidence is %q", e.ID(), e.Confidence)
		}
		if e.Read.Year() < 2026 {
			t.Errorf("%s: read on %v", e.ID(), e.Read)
		}
		if e.Source != Default {
			t.Errorf("%s: source is %q", e.ID(), e.Source)
		}
		if e.Value == nil && e.Note == "" {
			t.Errorf("%s has neither value nor note", e.ID())
		}
		if (e.Low == nil) != (e.High == nil) || e.Low != nil && (*e.Low > *e.Value || *e.Value > *e.High) {
			t.Errorf("%s: value outside its range", e.ID())
		}
	}
}

// What is published of each limit: NaN for a key whose value was not found.
var published = map[string]float64{
	"dataactions/actions.concurrent.executions.max":                           50,
	"dataactions/requests.volume.max":                                         2500,
	"dataactions/actions.function.concurrent.executions.max":                  math.NaN(),
	"dataactions/actions.function.configuration.requests.rate.per.second":     math.NaN(),
	"dataactions/actions.function.response.bytes.max":                         750000,
	"dataactions/actions.total.max":                                           500,
	"dataactions/actions.integration.max":                                     100,
	"dataactions/config.timeoutSeconds":                                       60,
	"dataactions/function.timeoutSeconds":                                     15,
	"platform.api/client.credentials.token.rate.per.minute":                   300,
	"platform.api/token.rate.per.minute":                                      300,
	"platform.api/observed.data.actions.rate.per.minute":                      900,
	"platform.api/org.app.user.rate.per.minute":                               3000,
	"platform.api/request.bytes.max":                                          512000,
	"platform.api/absolute.request.bytes.max":                                 math.NaN(),
	"platform.api/tokens.per.user.max":                                        10,
	"event.orchestration/event.orchestration.workflow.invocations.per.minute": 6000,
	"event.orchestration/event.orchestration.workflow.invocations.per.hour":   36000,
	"event.orchestration/distinct.target.ratio":                               0.8,
	"event.orchestration/scheduled.trigger.runs.per.hour":                     2,
	"event.orchestration/trigger.variables.characters.max":                    32000,
	"platform.api/assignment.service.queue.routes.rate.per.minute":            math.NaN(),
	"platform.api/assignment.service.agent.routes.rate.per.minute":            math.NaN(),
	"platform.api/assignment.service.conversation.routes.rate.per.minute":     math.NaN(),
	"platform.api/flows.query.page.size.25.rate.per.minute":                   12000,
	"platform.api/flows.query.page.size.100.rate.per.minute":                  3000,
	"platform.api/flows.query.page.size.500.rate.per.minute":                  600,
	"architect/in.queue.flows.per.interaction.max":                            10,
	"fair.use/hourly.licence.hours.per.allowance":                             111,
	"notifications/channels.per.user.and.application.max":                     20,
	"notifications/topics.per.channel.max":                                    1000,
	"notifications/channel.lifetime.hours":                                    24,
	"datatables/tables.max.allowed":                                           200,
	"datatables/rows.per.table.max":                                           5000,
	"datatables/fields.per.table.max":                                         50,
	"datatables/reference.key.characters.max":                                 256,
	"datatables/table.name.characters.max":                                    256,
	"datatables/flow.lookups":                                                 math.NaN(),
	"architect/actions.per.flow.invocation.max":                               10000,
	"architect/actions.after.error.max":                                       1000,
	"architect/loop.count":                                                    99,
	"architect/flow.publish.bytes.max":                                        6165627,
	"architect/flow.save.bytes.max":                                           6291456,
	"architect/common.module.bytes.max":                                       math.NaN(),
	"architect/expression.characters.max":                                     32000,
	"architect/expression.nesting.max":                                        60,
	"architect/flow.outcomes.max":                                             100,
	"architect/flow.milestones.max":                                           1000,
	"architect/flow.milestones.per.outcome.max":                               20,
	"architect/flow.outcomes.per.flow.max":                                    100,
	"audiohook/global.inbound.binary.max":                                     25,
	"fair.use/api.requests.per.month.communicate":                             10000,
	"fair.use/api.requests.per.month.cx1":                                     75000,
	"fair.use/api.requests.per.month.cx1-concurrent":                          97500,
	"fair.use/api.requests.per.month.cx2":                                     110000,
	"fair.use/api.requests.per.month.cx2-concurrent":                          143000,
	"fair.use/api.requests.per.month.cx2-digital":                             110000,
	"fair.use/api.requests.per.month.cx3":                                     140000,
	"fair.use/api.requests.per.month.cx3-concurrent":                          182000,
	"fair.use/api.requests.per.month.cx4":                                     180000,
	"fair.use/api.requests.per.month.ex":                                      75000,
}

func TestPublishedLimits(t *testing.T) {
	c := load(t)
	for id, want := range published {
		namespace, key, _ := strings.Cut(id, "/")
		e, ok := c.Find(namespace, key)
		switch {
		case !ok:
			t.Errorf("no %s", id)
		case math.IsNaN(want) != (e.Value == nil) || e.Value != nil && *e.Value != want:
			t.Errorf("%s: %v, want %g", id, e.Value, want)
		}
	}
	if _, ok := c.Find("dataactions", "nothing"); ok {
		t.Error("found what is not there")
	}
}

// Each of the three bands says what it means.
func TestBands(t *testing.T) {
	means := map[string]string{"token": "several pooled tokens", "observed": "Not a limit of the platform but an observation",
		"client": "whatever the number of tokens"}
	for _, e := range load(t).Entries {
		if want := means[e.Band]; e.Value != nil && e.Key != "token.rate.per.minute" && !strings.Contains(e.Note, want) {
			t.Errorf("%s, band %q: note %q", e.ID(), e.Band, e.Note)
		}
	}
}

// Every published pair of named and concurrent allowances has the ratio 1.3.
func TestConcurrentAllowancesAreThirtyPercentMore(t *testing.T) {
	c := load(t)
	pairs := 0
	for _, licence := range c.LicenceTypes() {
		named, ok := strings.CutSuffix(licence, concurrent)
		if !ok {
			continue
		}
		pairs++
		a, _ := c.Allowance(licence)
		base, err := c.Allowance(named)
		if err != nil || *a.Value*10 != *base.Value*13 {
			t.Errorf("%s allows %g, %s %g: %v", licence, *a.Value, named, *base.Value, err)
		}
	}
	if pairs != 6 {
		t.Errorf("%d pairs", pairs)
	}
}

func TestAllowance(t *testing.T) {
	c := load(t)
	if a, err := c.Allowance(" CX2-Concurrent "); err != nil || *a.Value != 143000 {
		t.Errorf("cx2-concurrent allows %+v, %v", a, err)
	}
	for licence, want := range map[string]string{
		"ex-concurrent": "ex is not sold by concurrent users", "cx9": "communicate, cx1, cx1-concurrent", "": "not known",
	} {
		if _, err := c.Allowance(licence); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", licence, err, want)
		}
	}
}

func TestAgeNote(t *testing.T) {
	c := load(t)
	first := c.Entries[0].Read
	for _, e := range c.Entries {
		if e.Read.Before(first) {
			first = e.Read
		}
	}
	if note := c.AgeNote(first.AddDate(1, 0, 0), "today"); note != "" {
		t.Errorf("old within its first year: %q", note)
	}
	if note := c.AgeNote(time.Time{}, "today"); note != "" {
		t.Errorf("old on no day: %q", note)
	}
	late := c.AgeNote(first.AddDate(9, 0, 0), "today")
	if !strings.HasPrefix(late, "The built-in limits were read more than a year before today, the oldest on "+first.Format(time.DateOnly)) {
		t.Errorf("after nine years: %q", late)
	}
	own := c.With([]Override{{Namespace: "dataactions", Key: "requests.volume.max", Value: 9, Source: Org}})
	if n := len(own.Old(first.AddDate(9, 0, 0))); n != len(c.Entries)-1 {
		t.Errorf("%d of %d defaults are old beside one value of the organisation", n, len(c.Entries))
	}
	c.Entries[3].Read = first.AddDate(-2, 0, 0)
	if note := c.AgeNote(first, "the day of the export"); !strings.HasPrefix(note, "1 of ") ||
		!strings.Contains(note, "before the day of the export") {
		t.Errorf("one old limit: %q", note)
	}
}

func TestBrokenCatalogue(t *testing.T) {
	for _, text := range []string{"limits: [{key: a, read: soon}]", "limits: [{key: a}]", "limits: [{kei: a}]", "{"} {
		if _, err := decode([]byte(text)); err == nil {
			t.Errorf("%s: no error", text)
		}
	}
}

func TestReadOverrides(t *testing.T) {
	text := `{"entities": [
		{"key": "requests.volume.max", "namespace": "dataactions", "value": 5000},
		{"key": "actions.concurrent.executions.max", "value": "75"},
		{"key": "broken", "namespace": "dataactions", "value": "many"}]}
	{"platform.api/org.app.user.rate.per.minute": 4000, "comment": "hand-made", "platform.api/x": -1}
	{"namespaces": {"dataactions": [{"key": "new.limit", "namespace": "dataactions", "value": 3}]}}`
	found, problems := ReadOverrides(source.NewFile("org/limits.json", []byte(text)), "dataactions", Org)
	var ids []string
	for _, o := range found {
		ids = append(ids, o.Namespace+"/"+o.Key)
		if o.Source != Org || o.Reference != "org/limits.json" {
			t.Errorf("%+v does not say where it came from", o)
		}
	}
	want := "dataactions/requests.volume.max dataactions/actions.concurrent.executions.max " +
		"platform.api/org.app.user.rate.per.minute dataactions/new.limit"
	if got := strings.Join(ids, " "); got != want {
		t.Errorf("found %s\nwant  %s", got, want)
	}
	if len(problems) != 2 || !strings.HasPrefix(problems[0].Error(), "org/limits.json:4:58: the value of limit dataactions/broken") {
		t.Errorf("problems %v", problems)
	}
}

func TestWithReplacesAndLeavesTheOriginal(t *testing.T) {
	c := load(t)
	n := len(c.Entries)
	changed := c.With([]Override{
		{Namespace: "dataactions", Key: "requests.volume.max", Value: 5000, Source: Org, Reference: "org/limits.json"},
		{Namespace: "dataactions", Key: "requests.volume.max", Value: 6000, Source: Config, Reference: "--limits"},
		{Namespace: "other", Key: "thing.max", Value: 7, Source: Org},
	})
	e, _ := changed.Find("dataactions", "requests.volume.max")
	if *e.Value != 6000 || e.Source != Config || *e.DefaultValue != 2500 || e.Unit != "per minute" {
		t.Errorf("replaced entry %+v", e)
	}
	if added, ok := changed.Find("other", "thing.max"); !ok || *added.Value != 7 {
		t.Errorf("added entry %+v", added)
	}
	if old, _ := c.Find("dataactions", "requests.volume.max"); *old.Value != 2500 || len(c.Entries) != n {
		t.Error("the original changed")
	}
}

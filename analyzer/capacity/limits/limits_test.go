package limits

import (
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

func TestTheLimitsThatMatter(t *testing.T) {
	for id, want := range map[string]float64{
		"dataactions/actions.concurrent.executions.max":                         50,
		"dataactions/requests.volume.max":                                       2500,
		"platform.api/client.credentials.token.rate.per.minute":                 300,
		"platform.api/observed.data.actions.rate.per.minute":                    900,
		"platform.api/org.app.user.rate.per.minute":                             3000,
		"event.orchestration/event.orchestration.workflow.invocations.per.hour": 36000,
		"architect/actions.per.flow.invocation.max":                             10000,
		"datatables/tables.max.allowed":                                         200,
	} {
		namespace, key, _ := strings.Cut(id, "/")
		e, ok := load(t).Find(namespace, key)
		if !ok || *e.Value != want {
			t.Errorf("%s: found %t, want %g", id, ok, want)
		}
	}
	if _, ok := load(t).Find("dataactions", "nothing"); ok {
		t.Error("found what is not there")
	}
}

// Every published pair of named and concurrent allowances has the ratio 1.3.
func TestConcurrentAllowancesAreThirtyPercentMore(t *testing.T) {
	c := load(t)
	for _, a := range c.Allowances {
		named, ok := strings.CutSuffix(a.Licence, concurrent)
		if !ok {
			continue
		}
		base, err := c.Allowance(named)
		if err != nil || a.Value*10 != base.Value*13 {
			t.Errorf("%s allows %g, %s %g: %v", a.Licence, a.Value, named, base.Value, err)
		}
	}
}

func TestAllowance(t *testing.T) {
	c := load(t)
	if a, err := c.Allowance(" CX2-Concurrent "); err != nil || a.Value != 143000 {
		t.Errorf("cx2-concurrent allows %v, %v", a, err)
	}
	for licence, want := range map[string]string{
		"ex-concurrent": "ex is not sold by concurrent users", "cx9": "communicate, cx1, cx1-concurrent", "": "not known",
	} {
		if _, err := c.Allowance(licence); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", licence, err, want)
		}
	}
}

func TestStale(t *testing.T) {
	c := load(t)
	if c.Stale(c.Read.AddDate(1, 0, 0)) || c.AgeNote(c.Read) != "" {
		t.Error("stale within its first year")
	}
	late := c.Read.AddDate(1, 0, 1)
	if !c.Stale(late) || !strings.Contains(c.AgeNote(late), c.Read.Format(time.DateOnly)) {
		t.Errorf("not stale after a year: %q", c.AgeNote(late))
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

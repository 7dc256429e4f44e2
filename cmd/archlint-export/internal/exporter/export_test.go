package exporter_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"archlint/cmd/archlint-export/internal/exporter"
	"archlint/cmd/archlint-export/internal/fixture"
	"archlint/cmd/archlint-export/internal/genesysfake"
)

func options(dir string) exporter.Options {
	return exporter.Options{
		Dir: dir, Region: fixture.Region, Now: fixture.Now, JobPoll: time.Millisecond, JobRetry: time.Millisecond, TrafficDays: 2,
	}
}

// run exports from a fake and expects an export.
func run(t *testing.T, fake *genesysfake.Running, opts exporter.Options) exporter.Result {
	t.Helper()
	result, err := exporter.Run(context.Background(), fixture.Client(t, fake, nil), opts)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range fake.Problems() {
		t.Error(p)
	}
	return result
}

func TestExportOfTheDemo(t *testing.T) {
	fake := fixture.Start(t, fixture.Options(t))
	dir := t.TempDir()
	result := run(t, fake, options(dir))
	m := result.Manifest
	if m.Partial || len(m.Missing) > 0 || len(m.Refused) > 0 || result.Stopped != nil {
		t.Errorf("partial %v, missing %v, refused %v, stopped %v", m.Partial, m.Missing, m.Refused, result.Stopped)
	}
	want := map[string]int{"flows": 6, "dataActions": 4, "integrations": 2, "queues": 2, "ivrs": 2, "messageRoutes": 1, "emailRoutes": 1,
		"triggers": 1, "limits": 6, "licences": 3}
	if diff := cmp.Diff(want, m.Counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if len(m.NeverPublished) != 1 || m.NeverPublished[0].Name != "Spring Campaign" {
		t.Errorf("never published: %v", m.NeverPublished)
	}
	files := fixture.Files(t, dir)
	for _, part := range []string{"flows/inboundcall/water-hotline~", "flows/workflow/wrap-up-watch~", "actions/get-order-state~",
		"org/limits/dataactions.json", "org/traffic-flows/2026-11-22.json"} {
		found := false
		for name := range files {
			found = found || strings.HasPrefix(name, part)
		}
		if !found {
			t.Errorf("no file %s*", part)
		}
	}
	for name := range files {
		if strings.HasPrefix(name, ".archlint-export") {
			t.Errorf("%s is left", name)
		}
	}
}

// An organisation that has not changed gives the same bytes, but for one line,
// in a second run over the first and in a run of its own.
func TestSameOrganisationSameBytes(t *testing.T) {
	fake := fixture.Start(t, fixture.Options(t))
	first, other := t.TempDir(), t.TempDir()
	run(t, fake, options(first))
	before := fixture.Files(t, first)
	requests := len(fake.Requests())
	result := run(t, fake, options(first))
	again := len(fake.Requests()) - requests
	if result.Fetched != 0 || result.Unchanged != 10 {
		t.Errorf("the second run fetched %d and left %d", result.Fetched, result.Unchanged)
	}
	for _, r := range fake.Requests()[requests:] {
		if strings.HasSuffix(r.Path, "/configuration") || strings.Contains(r.Path, "/integrations/actions/") {
			t.Errorf("the second run asked %s", r.Path)
		}
	}
	if again >= requests {
		t.Errorf("the second run made %d requests, the first %d", again, requests)
	}
	if diff := cmp.Diff(before, fixture.Files(t, first)); diff != "" {
		t.Errorf("second run (-first +second):\n%s", diff)
	}
	later := options(other)
	later.Now = func() time.Time { return fixture.Now().Add(time.Hour) }
	later.Concurrency = 1
	run(t, fake, later)
	after := fixture.Files(t, other)
	for name, text := range after {
		after[name] = strings.ReplaceAll(text, "2026-11-23T11:30:00Z", "2026-11-23T10:30:00Z")
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("run of its own (-first +other):\n%s", diff)
	}
}

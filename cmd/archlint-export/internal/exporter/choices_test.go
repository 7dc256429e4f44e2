package exporter_test

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"archlint/cmd/archlint-export/internal/exporter"
	"archlint/cmd/archlint-export/internal/fixture"
	"archlint/cmd/archlint-export/internal/genesysfake"
	"archlint/cmd/archlint-export/internal/genesysfake/demoorg"
	"archlint/cmd/archlint-export/internal/layout"
)

// flowFiles are the names of the exported flows, without their ids.
func flowFiles(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	for name := range fixture.Files(t, dir) {
		if rest, ok := strings.CutPrefix(name, "flows/"); ok {
			short, _, _ := strings.Cut(path.Base(rest), "~")
			names = append(names, short)
		}
	}
	slices.Sort(names)
	return names
}

func TestChoices(t *testing.T) {
	all := []string{"messages", "night-line", "order-status", "supply-hold", "water-hotline", "wrap-up-watch"}
	tests := []struct {
		name    string
		change  func(*exporter.Options)
		want    []string
		unnamed []string // without the version that was asked for
		missing string
	}{
		{"everything", func(*exporter.Options) {}, all, []string{"Spring Campaign"}, ""},
		{"latest", func(o *exporter.Options) { o.Version = exporter.Latest }, slices.Insert(slices.Clone(all), 3, "spring-campaign"), nil, ""},
		{"debug", func(o *exporter.Options) { o.Version = exporter.Debug }, nil,
			[]string{"Messages", "Night Line", "Order Status", "Spring Campaign", "Supply Hold", "Water Hotline", "Wrap-up Watch"}, ""},
		{"a number", func(o *exporter.Options) { o.Version, o.Flows = "7", []string{"Wrap-up Watch"} }, []string{"wrap-up-watch"}, nil, ""},
		{"a number that is none", func(o *exporter.Options) { o.Version, o.Flows = "99", []string{"Wrap-up Watch"} }, nil, nil,
			"it has no version 99.0"},
		{"by name, in any case", func(o *exporter.Options) { o.Flows = []string{"water hotline", "Messages"} },
			[]string{"messages", "water-hotline"}, nil, ""},
		{"by a name that is none", func(o *exporter.Options) { o.Flows = []string{"Water Hotlin"} }, nil, nil,
			"there is no flow of that name or id that the client can see"},
		{"by type", func(o *exporter.Options) { o.Types = []string{"workflow", "inQueueCall"} }, []string{"supply-hold", "wrap-up-watch"}, nil,
			""},
		{"by division", func(o *exporter.Options) { o.Divisions = []string{"Field Service"} }, []string{"order-status", "wrap-up-watch"},
			[]string{"Spring Campaign"}, ""},
		{"since", func(o *exporter.Options) { o.ModifiedSince = time.Date(2026, 10, 5, 0, 0, 0, 0, time.UTC) },
			[]string{"messages", "order-status"}, nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fake := fixture.Start(t, fixture.Options(t))
			opts := options(t.TempDir())
			opts.TrafficDays = 0
			tt.change(&opts)
			result := run(t, fake, opts)
			if got := flowFiles(t, opts.Dir); !slices.Equal(got, tt.want) {
				t.Errorf("flows %v, want %v", got, tt.want)
			}
			var unnamed []string
			for _, e := range result.Manifest.NeverPublished {
				unnamed = append(unnamed, e.Name)
			}
			slices.Sort(unnamed)
			if !slices.Equal(unnamed, tt.unnamed) {
				t.Errorf("without the version: %v, want %v", unnamed, tt.unnamed)
			}
			m := result.Manifest.Missing
			if (tt.missing == "") != (len(m) == 0) || len(m) > 0 && m[0].Reason != tt.missing || result.Manifest.Partial != (len(m) > 0) {
				t.Errorf("partial %v, missing %v, want %q", result.Manifest.Partial, m, tt.missing)
			}
		})
	}
}

// The draft of a flow is not what is published: neither is mistaken for the other.
func TestLatestIsNotPublished(t *testing.T) {
	fake := fixture.Start(t, fixture.Options(t))
	dir := t.TempDir()
	run(t, fake, options(dir))
	opts := options(dir)
	opts.Version = exporter.Latest
	if _, err := exporter.Run(context.Background(), fixture.Client(t, fake, nil), opts); !errors.Is(err, exporter.ErrOther) {
		t.Errorf("error %v", err)
	}
}

// A flow that is deleted after it was listed is told, and nothing is missing for it.
func TestFlowVanishes(t *testing.T) {
	org := demoorg.Demo()
	at := slices.IndexFunc(org.Flows, func(f *demoorg.Flow) bool { return f.Name == "Water Hotline" })
	before := t.TempDir()
	run(t, fixture.Start(t, fixture.Options(t)), options(before))
	for _, dir := range []string{t.TempDir(), before} {
		var fake *genesysfake.Running
		opts := fixture.Options(t)
		org.Flows[at].Version = 13 // else the second run would not ask for it
		opts.Org = org
		opts.Fault = func(_ int, r *http.Request) genesysfake.Fault {
			if strings.HasSuffix(r.URL.Path, "/integrations/actions") { // the flows are listed by now
				go fake.Delete(org.Flows[at].ID)
				time.Sleep(20 * time.Millisecond)
			}
			return genesysfake.None
		}
		fake = fixture.Start(t, opts)
		// Requests of the run are counted under the fake's lock, which Delete takes too.
		result := run(t, fake, options(dir))
		m := result.Manifest
		if len(m.Vanished) != 1 || m.Vanished[0].Name != "Water Hotline" || m.Partial || slices.Contains(flowFiles(t, dir), "water-hotline") {
			t.Errorf("vanished %v, partial %v, flows %v", m.Vanished, m.Partial, flowFiles(t, dir))
		}
	}
}

// A day of traffic that was taken before its figures were final is taken again,
// and then left.
func TestTrafficSettles(t *testing.T) {
	fake := fixture.Start(t, fixture.Options(t))
	dir := t.TempDir()
	asked := func(days int) int {
		opts := options(dir)
		opts.TrafficDays = 3
		opts.Now = func() time.Time { return fixture.Now().AddDate(0, 0, days) }
		before := len(fake.Requests())
		run(t, fake, opts)
		n := 0
		for _, r := range fake.Requests()[before:] {
			if strings.HasPrefix(r.Path, "/api/v2/analytics/flows/") {
				n++
			}
		}
		return n
	}
	for i, want := range []int{3, 3, 3} { // the same day, one later, one later: none is final
		if got := asked(i); got != want {
			t.Errorf("run %d asked for %d days, want %d", i+1, got, want)
		}
	}
	// At 10:30 on the sixth day the window holds three days; none is three days old.
	if n := len(slices.DeleteFunc(slices.Collect(maps.Keys(fixture.Files(t, dir))),
		func(name string) bool { return !strings.HasPrefix(name, "org/traffic-flows/") })); n != 3 {
		t.Errorf("%d days are kept", n)
	}
	opts := options(dir)
	opts.TrafficDays = 10
	run(t, fake, opts)
	before := len(fake.Requests())
	run(t, fake, opts)
	n := 0
	for _, r := range fake.Requests()[before:] {
		if strings.HasPrefix(r.Path, "/api/v2/analytics/flows/") {
			n++
		}
	}
	if n != 3 {
		t.Errorf("of 10 days %d are asked for again, want the 3 that are not final", n)
	}
}

func TestOneRunInADirectory(t *testing.T) {
	dir := t.TempDir()
	held, err := layout.Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	fake := fixture.Start(t, fixture.Options(t))
	if _, err := exporter.Run(context.Background(), fixture.Client(t, fake, nil), options(dir)); !errors.Is(err, layout.ErrBusy) {
		t.Errorf("error %v", err)
	}
}

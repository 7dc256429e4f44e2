package exporter_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"archlint/cmd/archlint-export/internal/exporter"
	"archlint/cmd/archlint-export/internal/fixture"
	"archlint/cmd/archlint-export/internal/genesysfake"
	"archlint/cmd/archlint-export/internal/layout"
	"archlint/cmd/archlint-export/internal/transport"
)

// trial is an export in which requests fail. Requests are asked one after
// another, so that the nth is the same in every trial.
type trial struct {
	org    *demoOrg
	before map[string]string // what stands in the directory already
	clean  map[string]string // what an export without any fault gives
	change func(*exporter.Options)
}

// passing faults are those that another attempt gets over.
var passing = []genesysfake.Fault{
	genesysfake.ServerError, genesysfake.BadGateway, genesysfake.Throttle, genesysfake.ThrottleWait, genesysfake.Drop,
	genesysfake.Cut, genesysfake.Slow, genesysfake.Partial, genesysfake.Expired,
}

func (tr trial) options(dir string) exporter.Options {
	opts := options(dir)
	opts.TrafficDays, opts.Concurrency = 1, 1
	if tr.change != nil {
		tr.change(&opts)
	}
	return opts
}

// start starts a fake; it checks nothing against the API's description, which
// other tests do.
func (tr trial) start(t *testing.T, fault func(int, *http.Request) genesysfake.Fault) *genesysfake.Running {
	return fixture.Start(t, genesysfake.Options{
		Org: tr.org, Region: fixture.Region, ClientID: fixture.ID, ClientSecret: fixture.Secret, Now: fixture.Now, Fault: fault,
	})
}

func (tr trial) export(t *testing.T, fake *genesysfake.Running, dir string) (exporter.Result, error) {
	t.Helper()
	client := fixture.Client(t, fake, func(o *transport.Options) { o.RequestTimeout = 300 * time.Millisecond })
	result, err := exporter.Run(context.Background(), client, tr.options(dir))
	for _, p := range fake.Problems() {
		t.Error(p)
	}
	return result, err
}

// requests are those of an export without any fault, which it also keeps.
func (tr *trial) requests(t *testing.T) []genesysfake.Record {
	t.Helper()
	fake := tr.start(t, nil)
	dir := t.TempDir()
	fill(t, dir, tr.before)
	if result, err := tr.export(t, fake, dir); err != nil || result.Manifest.Partial {
		t.Fatalf("without any fault: %v, missing %v", err, result.Manifest.Missing)
	}
	tr.clean = fixture.Files(t, dir)
	return fake.Requests()
}

// run exports with faults, looks at what that leaves, and exports once more. Once
// says that only one request fails.
func (tr trial) run(t *testing.T, kind genesysfake.Fault, once bool, fault func(int, *http.Request) genesysfake.Fault) {
	t.Helper()
	on := true
	fake := tr.start(t, func(n int, r *http.Request) genesysfake.Fault {
		if !on {
			return genesysfake.None
		}
		return fault(n, r)
	})
	dir := t.TempDir()
	fill(t, dir, tr.before)
	result, err := tr.export(t, fake, dir)
	left := fixture.Files(t, dir)
	switch {
	case err != nil:
		tr.nothingChanged(t, left, err)
	case tr.unharmed(left, result):
		return
	case slices.Contains(passing, kind) && once:
		same(t, tr.clean, left, "although the fault passes")
	default:
		tr.whole(t, left, result, kind)
	}
	on = false
	if _, err := tr.export(t, fake, dir); err != nil {
		t.Fatalf("second run: %v", err)
	}
	same(t, tr.clean, fixture.Files(t, dir), "after the second run")
}

// nothingChanged: an export that cannot begin says so and leaves everything.
func (tr trial) nothingChanged(t *testing.T, left map[string]string, err error) {
	t.Helper()
	if err.Error() == "" {
		t.Error("an error without words")
	}
	maps.DeleteFunc(left, func(name, _ string) bool { return strings.HasPrefix(name, ".archlint-export/") })
	before := map[string]string{}
	maps.Copy(before, tr.before)
	same(t, before, left, "after "+err.Error())
}

// whole: every file is as it was or as it should be, and what is not as it
// should be is named in the manifest.
func (tr trial) whole(t *testing.T, left map[string]string, result exporter.Result, kind genesysfake.Fault) {
	t.Helper()
	m := manifest(t, left)
	if len(m.Missing)+len(m.Refused)+len(m.Vanished) == 0 && kind != genesysfake.NotFound {
		same(t, tr.clean, left, "of an export that misses nothing")
	}
	if !m.Partial && len(m.Missing) > 0 || m.Partial && len(m.Missing) == 0 {
		t.Errorf("partial is %v, missing is %v", m.Partial, m.Missing)
	}
	for name, text := range left {
		if name == layout.ManifestName || name == "org/flows.json" || name == "org/actions.json" {
			continue // differ where something is missing
		}
		if text != tr.clean[name] && text != tr.before[name] && !explained(m, name) && !tellsOfNothing(kind, name) {
			t.Errorf("%s is neither the old nor the new:\n%s", name, text)
		}
	}
	for name := range tr.clean {
		if left[name] != tr.clean[name] && !explained(m, name) && !tellsOfNothing(kind, name) {
			t.Errorf("%s is not as it should be (there: %v), and the manifest says nothing of it: missing %v, refused %v", name, left[name] != "",
				m.Missing, m.Refused)
		}
	}
}

// unharmed: everything is as an export without faults leaves it.
func (tr trial) unharmed(left map[string]string, result exporter.Result) bool {
	return result.Stopped == nil && !result.Manifest.Partial && maps.Equal(left, tr.clean)
}

// tellsOfNothing: that a namespace of limits, an integration's configuration or a
// mail domain does not exist is an answer like any other.
func tellsOfNothing(kind genesysfake.Fault, name string) bool {
	return kind == genesysfake.NotFound && (strings.HasPrefix(name, "org/limits/") || name == "org/integrations.json" ||
		name == "org/email-routes.json")
}

// partOf are the parts of the files below org/.
var partOf = map[string]string{
	"flows": "flows", "actions": "dataActions", "integrations": "integrations", "queues": "queues", "ivrs": "ivrs",
	"message-routes": "messageRoutes", "email-routes": "emailRoutes", "triggers": "triggers", "limits": "limits", "licences": "licences",
	"traffic-flows": "traffic", "traffic-workflows": "traffic", "traffic-objects": "traffic", "traffic-bots": "botTraffic",
	"traffic-actions": "traffic", "traffic-conversations": "traffic",
}

// explained reports whether the manifest tells that a file is missing or old.
func explained(m layout.Manifest, name string) bool {
	if name == layout.ManifestName {
		return true
	}
	dir, rest, _ := strings.Cut(name, "/")
	part, id := "flows", strings.TrimSuffix(rest[strings.LastIndex(rest, "~")+1:], filepath.Ext(rest))
	switch dir {
	case "org":
		first, _, _ := strings.Cut(rest, "/")
		part, id = partOf[strings.TrimSuffix(first, ".json")], ""
	case "actions":
		part = "dataActions"
	case "executions":
		part = "executions"
	}
	parts := []string{part}
	if part == "integrations" {
		parts = append(parts, "dataActions") // those that they belong to are told in full
	}
	if part == "executions" {
		parts = append(parts, "flows") // without a list of flows there is nothing to ask for
	}
	if part == "licences" {
		parts = append(parts, "billedLicences") // then counted in another way
	}
	tells := func(x layout.Missing) bool {
		stopped := x.Kind == "run"
		listed := dir == "org" && (part == "flows" && x.Kind == "flow" || part == "dataActions" && x.Kind == "dataAction")
		return stopped || slices.Contains(parts, x.Kind) || listed || id != "" && strings.HasSuffix(x.ID, id)
	}
	return slices.ContainsFunc(m.Missing, tells) || slices.ContainsFunc(m.Vanished, tells) ||
		slices.ContainsFunc(m.Refused, func(r layout.Refusal) bool { return slices.Contains(parts, r.Part) })
}

func manifest(t *testing.T, files map[string]string) layout.Manifest {
	t.Helper()
	var m layout.Manifest
	if err := json.Unmarshal([]byte(files[layout.ManifestName]), &m); err != nil {
		t.Fatalf("%s: %v", layout.ManifestName, err)
	}
	return m
}

// When any one request fails once, in a way that may pass, nothing of it is seen in
// the export; in other ways, the manifest says what is missing. Another run
// makes it whole.
func TestAnyRequestFails(t *testing.T) {
	some := []genesysfake.Fault{genesysfake.ServerError, genesysfake.Cut, genesysfake.Forbidden, genesysfake.NotFound, genesysfake.Garbage}
	kinds := map[string][]genesysfake.Fault{"new": genesysfake.Faults(), "update": some, "yaml": some, "executions": some}
	for name, tr := range trials(t) {
		all := tr.requests(t)
		for _, kind := range kinds[name] {
			t.Run(fmt.Sprintf("%s/%s", name, kind), func(t *testing.T) {
				for n := 1; n <= len(all); n += stride() {
					t.Run(fmt.Sprint(n), func(t *testing.T) {
						t.Parallel()
						tr.run(t, kind, true, func(at int, _ *http.Request) genesysfake.Fault {
							if at == n {
								return kind
							}
							return genesysfake.None
						})
					})
				}
			})
		}
	}
}

// The same when a request fails as often as it is asked.
func TestAnyRequestKeepsFailing(t *testing.T) {
	tr := trials(t)["update"]
	all := tr.requests(t)
	for _, kind := range []genesysfake.Fault{genesysfake.ServerError, genesysfake.Drop, genesysfake.Partial, genesysfake.Expired} {
		t.Run(kind.String(), func(t *testing.T) {
			seen := map[string]bool{}
			for _, r := range all {
				key := r.Method + r.Host + r.Path
				if seen[key] {
					continue
				}
				seen[key] = true
				t.Run(fmt.Sprint(r.N), func(t *testing.T) {
					t.Parallel()
					tr.run(t, kind, false, func(_ int, q *http.Request) genesysfake.Fault {
						if host, _, _ := strings.Cut(q.Host, ":"); q.Method+host+q.URL.Path == key {
							return kind
						}
						return genesysfake.None
					})
				})
			}
		})
	}
}

// stride leaves requests out where time is short.
func stride() int {
	if testing.Short() {
		return 5
	}
	return 1
}

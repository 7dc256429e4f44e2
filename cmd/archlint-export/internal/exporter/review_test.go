package exporter_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/review"
	"archlint/cmd/archlint-export/internal/exporter"
	"archlint/cmd/archlint-export/internal/fixture"
	"archlint/cmd/archlint-export/internal/genesysfake"
)

// reviewOf exports with permissions lacking, and reviews what that gives.
func reviewOf(t *testing.T, change func(*exporter.Options), denied ...string) *review.Review {
	t.Helper()
	opts := fixture.Options(t)
	opts.Denied = denied
	fake := fixture.Start(t, opts)
	dir := t.TempDir()
	export := options(dir)
	export.TrafficDays = 0
	if change != nil {
		change(&export)
	}
	run(t, fake, export)
	review, err := analyzer.Analyze(context.Background(), []string{dir}, analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(review.Errors) > 0 {
		t.Errorf("the export could not be read: %v", review.Errors)
	}
	return review
}

// volume is the verdict on the executions per minute.
func volume(t *testing.T, r *review.Review) (verdict string, assumptions string) {
	t.Helper()
	for _, l := range r.Capacity {
		if l.Limit.Key == "requests.volume.max" {
			return l.Verdict, strings.Join(l.Assumptions, " ")
		}
	}
	t.Fatal("no such limit")
	return "", ""
}

// What a client may not read is unknown in the review, and so is what depends on it.
func TestRefusedIsNotNone(t *testing.T) {
	tests := []struct {
		name   string
		denied []string
		want   string
		says   string
		entry  bool // Water Hotline counts as one
	}{
		{"everything may be read", nil, "ok", "", true},
		{"queues", []string{"routing:queue:view"}, "unknown", "The queues were not reviewed", true},
		{"call routes", []string{"routing:callRoute:view"}, "ok", "", true},
		{"message routes", []string{"routing:message:manage"}, "ok", "", true},
		{"data actions", []string{"integrations:action:view", "bridge:actions:view"}, "ok", "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := reviewOf(t, nil, tt.denied...)
			verdict, assumptions := volume(t, r)
			if verdict != tt.want || !strings.Contains(assumptions, tt.says) {
				t.Errorf("verdict %s, want %s, because %q:\n%s", verdict, tt.want, tt.says, assumptions)
			}
			for _, f := range r.Flows {
				if f.Name == "Water Hotline" && f.Entry != tt.entry {
					t.Errorf("Water Hotline counts as an entry: %v", f.Entry)
				}
			}
			told := slices.ContainsFunc(r.Assumptions, func(a string) bool { return strings.HasPrefix(a, "Not reviewed, ") })
			if told != (len(tt.denied) > 0) {
				t.Errorf("that parts were not reviewed is told: %v", told)
			}
		})
	}
}

// The limit on how many data actions there may be is not held against a list
// that could not be read.
func TestRefusedDataActionsAreNotCounted(t *testing.T) {
	r := reviewOf(t, nil, "integrations:action:view", "bridge:actions:view")
	for _, l := range r.Capacity {
		if l.Limit.Key == "actions.total.max" {
			t.Errorf("demand %v of %s", l.Demand, l.Limit.Key)
		}
	}
	for _, f := range r.Findings {
		if f.Rule == "definition-missing" {
			t.Errorf("%s: %s", f.Rule, f.Message)
		}
	}
}

// YAML by export jobs reviews as the JSON does.
func TestYAMLReviewsAsJSONDoes(t *testing.T) {
	figures := func(r *review.Review) map[string]float64 {
		out := map[string]float64{}
		for _, f := range r.Flows {
			out[f.Name] = f.PerRun.Expected
		}
		return out
	}
	want := figures(reviewOf(t, nil))
	got := figures(reviewOf(t, func(o *exporter.Options) { o.Format = exporter.FormatYAML }))
	for name, calls := range want {
		if got[name] != calls {
			t.Errorf("%s: %v calls a run, of its YAML %v", name, calls, got[name])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d flows, of YAML %d", len(want), len(got))
	}
}

// An export that lacks a flow says so, and no verdict on it is good.
func TestPartialIsNotWhole(t *testing.T) {
	opts := fixture.Options(t)
	opts.Fault = func(_ int, r *http.Request) genesysfake.Fault {
		if strings.HasSuffix(r.URL.Path, "/versions/12.0/configuration") { // the Water Hotline's
			return genesysfake.ServerError
		}
		return genesysfake.None
	}
	dir := t.TempDir()
	result := run(t, fixture.Start(t, opts), options(dir))
	if m := result.Manifest; !m.Partial || len(m.Missing) != 1 || m.Missing[0].Name != "Water Hotline" {
		t.Fatalf("partial %v, missing %v", m.Partial, m.Missing)
	}
	r, err := analyzer.Analyze(context.Background(), []string{dir}, analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if verdict, assumptions := volume(t, r); verdict != "unknown" || !strings.Contains(assumptions, "The export is partial") {
		t.Errorf("verdict %s:\n%s", verdict, assumptions)
	}
}

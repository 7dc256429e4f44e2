package exporter_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"archlint/analyzer/flow"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/org"
	"archlint/analyzer/source"
	"archlint/analyzer/trace"
	"archlint/cmd/archlint-export/internal/exporter"
	"archlint/cmd/archlint-export/internal/fixture"
	"archlint/cmd/archlint-export/internal/genesysfake"
	"archlint/cmd/archlint-export/internal/genesysfake/demoorg"
)

// traces reads the recorded executions of an export, by flow.
func traces(t *testing.T, files map[string]string) map[string][]trace.Trace {
	t.Helper()
	all := map[string][]trace.Trace{}
	for name, text := range files {
		if !strings.HasPrefix(name, "executions/") {
			continue
		}
		read, broken := trace.Parse([]byte(text))
		if broken > 0 {
			t.Errorf("%s: %d lines are no executions", name, broken)
		}
		all[strings.TrimSuffix(strings.TrimPrefix(name, "executions/"), ".jsonl")] = read
	}
	return all
}

func flowOf(o *demoorg.Org, name string) *demoorg.Flow {
	return o.Flows[slices.IndexFunc(o.Flows, func(f *demoorg.Flow) bool { return f.Name == name })]
}

func TestExecutions(t *testing.T) {
	opts := fixture.Options(t)
	fake := fixture.Start(t, opts)
	export := options(t.TempDir())
	export.Executions = 12
	result := run(t, fake, export)
	if m := result.Manifest; m.Partial || m.Counts["executions"] != 12*6 || len(m.Remarks) > 0 {
		t.Errorf("partial %v, counts %v, remarks %q", m.Partial, m.Counts, m.Remarks)
	}
	got := traces(t, fixture.Files(t, export.Dir))
	for _, f := range opts.Org.Flows {
		if f.Version == 0 {
			continue
		}
		if len(got[f.ID]) != 12 {
			t.Errorf("%d executions of %s", len(got[f.ID]), f.Name)
		}
		for _, one := range got[f.ID] {
			if one.FlowID != f.ID || one.FlowVersion != fmt.Sprint(f.Version) || one.Ended == "" || len(one.Steps) == 0 {
				t.Errorf("%s: execution %+v", f.Name, one)
			}
		}
	}
	again := options(export.Dir) // without --executions
	run(t, fake, again)
	if left := traces(t, fixture.Files(t, export.Dir)); len(left) > 0 {
		t.Errorf("executions of an earlier export are left: %v", left)
	}
}

// What is written of an execution is what happened in it, and no more: the last ones,
// in the order in which they began.
func TestExecutionsAreTheLast(t *testing.T) {
	opts := fixture.Options(t)
	export := options(t.TempDir())
	export.Executions, export.TrafficDays, export.Flows = 450, 0, []string{"Order Status"}
	run(t, fixture.Start(t, opts), export)
	f := flowOf(opts.Org, "Order Status")
	var want []string
	for hour := fixture.Now().UTC().Truncate(time.Hour); len(want) < 450; hour = hour.Add(-time.Hour) {
		for i := f.Walks.Count(hour) - 1; i >= 0 && len(want) < 450; i-- {
			one, err := f.Walks.Make(hour, i)
			if err != nil {
				t.Fatal(err)
			}
			if one.Version == f.Version && !one.At.Add(time.Duration(one.Milliseconds)*time.Millisecond).After(fixture.Now()) {
				var steps []string
				for _, s := range one.Steps {
					steps = append(steps, fmt.Sprintf("%s %v", s.ID, float64(s.Milliseconds)/1000))
				}
				want = append(want, strings.Join(steps, ", ")+" "+one.Ended)
			}
		}
	}
	slices.Reverse(want)
	var got []string
	for _, one := range traces(t, fixture.Files(t, export.Dir))[f.ID] {
		var steps []string
		for _, s := range one.Steps {
			steps = append(steps, fmt.Sprintf("%s %v", s.Action, s.At))
		}
		got = append(got, strings.Join(steps, ", ")+" "+one.Ended)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%d executions, want %d, or others:\n%.600q\n%.600q", len(got), len(want), got, want)
	}
}

// Whatever executions hold of people, no file of an export does.
func TestNothingPersonalInAnExport(t *testing.T) {
	fake := fixture.Start(t, fixture.Options(t))
	export := options(t.TempDir())
	export.Executions = 60
	run(t, fake, export)
	files := fixture.Files(t, export.Dir)
	for name, text := range files {
		for _, planted := range genesysfake.Planted {
			if strings.Contains(text, planted) {
				t.Errorf("%s holds %q", name, planted)
			}
		}
	}
	if len(traces(t, files)) != 6 {
		t.Error("there are no executions to look at")
	}
}

func TestExecutionsThatAreNotThere(t *testing.T) {
	tests := []struct {
		name    string
		change  func(*genesysfake.Options)
		remark  string
		refused string
	}{
		{"not recorded", func(o *genesysfake.Options) { o.Unrecorded = true }, "does not store execution data", ""},
		{"setting refused", deny("architect:flowinstanceexecutiondata:view"), "", "architect:flowinstanceexecutiondata:view"},
		{"search refused", deny("architect:flowInstance:search"), "", "architect:flowInstance:search"},
		{"jobs refused", deny("architect:flowInstance:view"), "", "architect:flowInstance:view"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			opts := fixture.Options(t)
			tt.change(&opts)
			export := options(t.TempDir())
			export.Executions, export.TrafficDays = 3, 0
			m := run(t, fixture.Start(t, opts), export).Manifest
			if m.Partial || (tt.refused != "") != (len(m.Refused) == 1) || tt.refused != "" && m.Refused[0].Permission != tt.refused {
				t.Errorf("partial %v, refused %+v", m.Partial, m.Refused)
			}
			if told := strings.Join(m.Remarks, " "); !strings.Contains(told, tt.remark) || (told == "") != (tt.remark == "") {
				t.Errorf("remarks %q", m.Remarks)
			}
			if got := traces(t, fixture.Files(t, export.Dir)); len(got) > 0 {
				t.Errorf("executions %v", got)
			}
		})
	}
}

func deny(permission string) func(*genesysfake.Options) {
	return func(o *genesysfake.Options) { o.Denied = []string{permission} }
}

// The counts of an export agree with each other: an action without a loop around it ran
// in as many executions as its data action was executed, and in no more than began.
func TestCountsAgree(t *testing.T) {
	opts := fixture.Options(t)
	export := options(t.TempDir())
	export.TrafficDays = 7
	run(t, fixture.Start(t, opts), export)
	var pieces []org.Piece
	for name, text := range fixture.Files(t, export.Dir) {
		if role := org.RoleOf(name); role != "" {
			pieces = append(pieces, org.Piece{Role: role, File: source.NewFile(name, []byte(text))})
		}
	}
	o, problems := org.Parse(pieces)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	f := flowOf(opts.Org, "Order Status")
	if got := o.FlowVersion(f.ID); got != fmt.Sprint(f.Version) {
		t.Errorf("version %q", got)
	}
	sessions, most, starts := 0.0, 0.0, 0.0
	for _, c := range o.Traffic.Objects {
		if c.Start <= 0 || c.Days != 7 {
			t.Errorf("flow %s version %s: %v starts on %d days", c.FlowID, c.Version, c.Start, c.Days)
		}
		for _, object := range c.Objects {
			if object.Count > c.Start {
				t.Errorf("object %s ran in %v executions of %v", object.ID, object.Count, c.Start)
			}
			if c.FlowID == f.ID && c.Version == fmt.Sprint(f.Version) {
				most = max(most, object.Count)
			}
		}
		if c.FlowID == f.ID {
			starts += c.Start
			for _, object := range c.Objects {
				if object.ID == dataActionSite(t, f) {
					sessions += object.Count
				}
			}
		}
	}
	for _, a := range o.Traffic.Actions {
		if a.Name == "Get Order State" && (a.Executions != sessions || a.Failed == 0 || a.Failed >= a.Executions) {
			t.Errorf("%v executions, %v of them failed, in %v sessions", a.Executions, a.Failed, sessions)
		}
	}
	entered := 0.0
	for _, flow := range o.Traffic.Flows {
		if flow.ID == f.ID {
			for _, i := range flow.Intervals {
				entered += i.Count
			}
		}
	}
	if entered != starts || sessions != starts || most == 0 {
		t.Errorf("entered %v times, %v starts, %v sessions of the first action", entered, starts, sessions)
	}
}

// dataActionSite is the id of the flow's first data action step.
func dataActionSite(t *testing.T, f *demoorg.Flow) string {
	t.Helper()
	text, err := f.JSON()
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := platform.Decode(source.NewFile(f.Name, text), platform.Options{})
	if err != nil {
		t.Fatal(err)
	}
	site := ""
	decoded.Walk(func(a *flow.Action, _ *flow.Container) {
		if a.DataAction != nil && site == "" {
			site = a.ID
		}
	})
	return site
}

func TestTooManyExecutions(t *testing.T) {
	if err := (exporter.Options{Dir: "x", Executions: 5001}).Check(); err == nil || !strings.Contains(err.Error(), "at most 5000") {
		t.Errorf("error %v", err)
	}
}

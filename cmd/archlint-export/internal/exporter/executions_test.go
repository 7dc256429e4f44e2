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
		export  func(*exporter.Options)
		remark  string
		refused string
	}{
		{"not recorded", func(o *genesysfake.Options) { o.Unrecorded = true }, nil, "does not store execution data", ""},
		{"YAML", nil, func(o *exporter.Options) { o.Format, o.Types = exporter.FormatYAML, []string{"survey"} }, "it can with --format json", ""},
		{"setting refused", deny("architect:flowinstanceexecutiondata:view"), nil, "", "architect:flowinstanceexecutiondata:view"},
		{"search refused", deny("architect:flowInstance:search"), nil, "", "architect:flowInstance:search"},
		{"jobs refused", deny("architect:flowInstance:view"), nil, "", "architect:flowInstance:view"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			opts := fixture.Options(t)
			if tt.change != nil {
				tt.change(&opts)
			}
			export := options(t.TempDir())
			export.Executions, export.TrafficDays = 3, 0
			if tt.export != nil {
				tt.export(&export)
			}
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

// Where dates cannot be searched for, one page of executions is what there is.
func TestExecutionsWithoutDates(t *testing.T) {
	opts := fixture.Options(t)
	opts.Undated = true
	export := options(t.TempDir())
	export.Executions, export.TrafficDays, export.Flows = 450, 0, []string{"Order Status"}
	m := run(t, fixture.Start(t, opts), export).Manifest
	if n := m.Counts["executions"]; m.Partial || n < 150 || n > 200 {
		t.Errorf("partial %v, %d executions", m.Partial, n)
	}
}

func deny(permission string) func(*genesysfake.Options) {
	return func(o *genesysfake.Options) { o.Denied = []string{permission} }
}

// measured exports a week of traffic, and reads what the export tells of it.
func measured(t *testing.T, organisation *demoorg.Org) *org.Org {
	t.Helper()
	export, opts := options(t.TempDir()), fixture.Options(t)
	export.TrafficDays, opts.Org = 7, organisation
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
	return o
}

// objectSum is how many executions of a flow, in all versions, an object ran in, and how
// many there were.
func objectSum(o *org.Org, flowID, object string) (ran, starts float64) {
	for _, c := range o.Traffic.Objects {
		if c.FlowID != flowID {
			continue
		}
		starts += c.Start
		for _, one := range c.Objects {
			if one.ID == object {
				ran += one.Count
			}
		}
	}
	return ran, starts
}

func executionsOf(o *org.Org, dataAction string) (all, failed float64) {
	for _, a := range o.Traffic.Actions {
		if a.Name == dataAction {
			all, failed = all+a.Executions, failed+a.Failed
		}
	}
	return all, failed
}

// The counts of an export agree with each other. Nothing runs in more executions than
// began, and a data action that one step calls, without a loop around it, is executed as
// often as that step runs.
func TestCountsAgree(t *testing.T) {
	organisation := demoorg.Demo()
	o := measured(t, organisation)
	for _, c := range o.Traffic.Objects {
		if c.Start <= 0 || c.Days != 7 {
			t.Errorf("flow %s version %s: %v starts on %d days", c.FlowID, c.Version, c.Start, c.Days)
		}
		for _, object := range c.Objects {
			if object.Count > c.Start {
				t.Errorf("object %s ran in %v executions of %v", object.ID, object.Count, c.Start)
			}
		}
	}
	f := flowOf(organisation, "Order Status")
	if got := o.FlowVersion(f.ID); got != fmt.Sprint(f.Version) {
		t.Errorf("version %q", got)
	}
	ran, starts := objectSum(o, f.ID, dataActionSites(t, f, "Get Order State")[0])
	all, failed := executionsOf(o, "Get Order State")
	if ran == 0 || all != ran || starts != ran || failed == 0 || failed >= all {
		t.Errorf("%v executions, %v of them failed, in %v of %v executions of the flow", all, failed, ran, starts)
	}
	entered := 0.0
	for _, flow := range o.Traffic.Flows {
		for _, i := range flow.Intervals {
			if flow.ID == f.ID {
				entered += i.Count
			}
		}
	}
	if entered != starts {
		t.Errorf("entered %v times, %v starts", entered, starts)
	}
}

// A data action of several steps, some of them in loops and called tasks, is executed at
// least as often as these run, and a bot's first question is left once in every session.
func TestCountsOfSeveralSitesAgree(t *testing.T) {
	organisation := demoorg.Measured(5)
	o := measured(t, organisation)
	line := flowOf(organisation, "Rail Line")
	sites := dataActionSites(t, line, "Find Customer by Number")
	sum := 0.0
	for _, site := range sites {
		ran, starts := objectSum(o, line.ID, site)
		if ran == 0 || ran > starts {
			t.Errorf("site %s ran in %v of %v executions", site, ran, starts)
		}
		sum += ran
	}
	if all, _ := executionsOf(o, "Find Customer by Number"); len(sites) != 3 || all <= sum || all > 3*sum {
		t.Errorf("%d sites ran in %v executions of the flow, and were executed %v times", len(sites), sum, all)
	}
	bot := flowOf(organisation, "Rail Bot")
	asked, results := map[string]float64{}, map[string]bool{}
	for _, ask := range o.Traffic.Asks {
		asked[ask.ActionID] += ask.Count
		results[ask.Result] = true
		if ask.BotID != bot.ID {
			t.Errorf("a question of %s", ask.BotID)
		}
	}
	for action, n := range asked {
		if ran, _ := objectSum(o, bot.ID, action); ran != n {
			t.Errorf("question %s was left in %v sessions and asked in %v", action, n, ran)
		}
	}
	if len(asked) != 2 || len(results) != 3 {
		t.Errorf("questions %v, results %v", asked, results)
	}
}

// dataActionSites are the ids of the flow's steps that call a data action.
func dataActionSites(t *testing.T, f *demoorg.Flow, dataAction string) (sites []string) {
	t.Helper()
	text, err := f.JSON()
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := platform.Decode(source.NewFile(f.Name, text), platform.Options{})
	if err != nil {
		t.Fatal(err)
	}
	decoded.Walk(func(a *flow.Action, _ *flow.Container) {
		if a.DataAction != nil && a.DataAction.Name == dataAction {
			sites = append(sites, a.ID)
		}
	})
	return sites
}

func TestTooManyExecutions(t *testing.T) {
	if err := (exporter.Options{Dir: "x", Executions: 5001}).Check(); err == nil || !strings.Contains(err.Error(), "at most 5000") {
		t.Errorf("error %v", err)
	}
}

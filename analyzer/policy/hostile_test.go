package policy

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/policy/policytest"
)

// TestMain is a worker where a test asks for one.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == WorkerArgument {
		os.Exit(Work(os.Stdin, os.Stdout, nil))
	}
	os.Exit(m.Run())
}

func workerCommand(t *testing.T) []string {
	t.Helper()
	return policytest.Worker(t, WorkerArgument)
}

// TestHostileRules: each ends in time, is told, and lets the other rules speak, of
// the same source and of another.
func TestHostileRules(t *testing.T) {
	other := func(id string) string {
		return strings.ReplaceAll(rule("id: "+id+"\nseverity: warning", someBody), "ours.calls", "ours."+strings.ReplaceAll(id, "-", "_"))
	}
	for _, tt := range policytest.Hostile() {
		t.Run(tt.Name, func(t *testing.T) {
			body := "findings contains {\"at\": input.flow} if {\n\t" + tt.Body +
				"\n}\n\nf(x, y) := x + y\n\nnumbers_as_text := [\"x\" | some i in numbers.range(1, 100000)]\n"
			bad := strings.ReplaceAll(rule("id: our-bad\nseverity: error", body), "ours.calls", "ours.bad")
			set, err := Load(t.Context(), Options{Steps: 300_000, Worker: workerCommand(t), Sources: []string{
				write(t, map[string]string{"good.rego": other("our-other")}),
				write(t, map[string]string{"bad.rego": bad, "good.rego": other("our-same")})}})
			loads := err == nil
			if !loads && !strings.Contains(err.Error(), "is not available, since nothing bounds what a call costs") {
				t.Fatal(err)
			}
			defer set.Close()
			set.workers.setup.Memory, set.workers.setup.Time = 128<<20, 5*time.Second
			start := time.Now()
			got, errs := set.EvalFlow(t.Context(), twoCalls())
			want := 4
			if !loads {
				want = 2
			}
			if len(got) != want {
				t.Errorf("the other rules say %v", got)
			}
			if loads && (len(errs) != 1 || !strings.HasPrefix(errs[0].Error(), "rule our-bad: flow Orders: ")) {
				t.Errorf("got %v", errs)
			}
			if testing.Verbose() {
				t.Log(time.Since(start), errs, err)
			}
		})
	}
}

// TestManyFindings: a rule may report so many, the rest is counted.
func TestManyFindings(t *testing.T) {
	for body, want := range map[string]struct {
		findings int
		text     string
	}{
		"{\"at\": input.flow, \"message\": sprintf(\"%d\", [i])} if some i in numbers.range(1, 20000)": {10_000,
			"20,000 findings, of which the first 10,000 are reported"},
		"{\"at\": 3, \"about\": i} if some i in numbers.range(1, 1000)": {0,
			"and 990 more such errors"},
		"{\"at\": input.flow, \"evidence\": {\"x\": x}} if {\n\t" + policytest.Nested() + "\n}": {0,
			"MB of memory"},
		"{\"at\": input.flow, \"about\": x} if {\n\t" + policytest.Nested() + "\n}": {0,
			"MB of memory"},
		"{\"at\": x} if {\n\t" + policytest.Nested() + "\n}": {0,
			"MB of memory"},
		"{\"at\": input.flow, \"message\": sprintf(\"%d%s\", [i, x])} if {\n\t" + long + "\n\tsome i in numbers.range(1, 1000)\n}": {671,
			"of 1,000 findings are reported"},
	} {
		set := loadText(t, Options{Worker: workerCommand(t)}, rule(someMeta, "findings contains "+body+"\n"))
		defer set.Close()
		set.workers.setup.Memory = 256 << 20
		got, errs := set.EvalFlow(t.Context(), twoCalls())
		if len(got) != want.findings || len(errs) != 1 || !strings.Contains(errs[0].Error(), want.text) {
			t.Errorf("%s: %d findings, %v", body, len(got), errs)
		}
	}
}

// long binds x to a text of 100,000 bytes.
const long = `x := concat("", ["aaaaaaaaaaaaaaaaaaaa" | some i in numbers.range(1, 5000)])`

// TestWorkersChangeNothing: what a worker finds, prints and says is what this process
// would, over several flows, with levels and parameters.
func TestWorkersChangeNothing(t *testing.T) {
	text := rule("id: our-calls\nseverity: warning\nparams:\n  most: {type: integer, default: 1}\n  names: {type: strings, default: [a]}",
		"findings contains {\"at\": call, \"about\": input.params.most, \"message\": sprintf(\"<%s> %d %v\", [call.name, input.params.most, "+
			"input.params.names]), \"evidence\": {\"p\": call.perRun, \"l\": input.org.name}} if {\n\tsome call in input.flow.calls\n"+
			"\tprint(\"at\", call.name)\n}\n")
	org := strings.ReplaceAll(rule("id: our-flows\nscope: org\nseverity: info",
		"findings contains {\"at\": f} if {\n\tsome f in input.flows\n\tcount(input.capacity) == 1\n}\n"), "ours.calls", "ours.flows")
	conftest := write(t, map[string]string{"c.rego": "package main\n\nwarn contains \"x\" if input.flow.name != \"\"\n"})
	var said [2]string
	for i, command := range [][]string{nil, workerCommand(t)} {
		var out strings.Builder
		set, err := Load(t.Context(), Options{Builtin: true, Worker: command, Print: &out, Conftest: []string{conftest},
			Sources: []string{write(t, map[string]string{"x.rego": text}), write(t, map[string]string{"y.rego": org})},
			Levels:  map[string]finding.Severity{"our-calls": finding.Error},
			Params:  map[string]map[string]any{"our-calls": {"most": 7, "names": []any{"b"}}}})
		if err != nil {
			t.Fatal(err)
		}
		defer set.Close()
		if (set.workers != nil) != (command != nil) {
			t.Errorf("workers: %v", set.workers)
		}
		var flows []facts.Flow
		for n := range 3 {
			in := facts.FlowInput{Flow: benchFlow(n), Org: facts.Org{Name: fmt.Sprint("Org ", n/2)}}
			flows = append(flows, in.Flow)
			got, errs := set.EvalFlow(t.Context(), in)
			fmt.Fprintln(&out, got, errs)
		}
		got, errs := set.EvalOrg(t.Context(), facts.OrgInput{Flows: flows, Capacity: []facts.Limit{{}}})
		fmt.Fprintln(&out, got, errs)
		var paths = strings.NewReplacer(set.units[1].source, "one", set.units[2].source, "two")
		said[i] = paths.Replace(out.String())
	}
	if diff := cmp.Diff(said[0], said[1]); diff != "" || !strings.Contains(said[0], "our-flows") ||
		!strings.Contains(said[0], "conftest-warn") || !strings.Contains(said[0], "<Call Data Action> 7 [\"b\"]") {
		t.Errorf("(-here +worker): %s\n%s", diff, said[0])
	}
}

// TestWorkerThatCannotStart is told, and the built-in rules speak.
func TestWorkerThatCannotStart(t *testing.T) {
	set := loadText(t, Options{Builtin: true, Worker: []string{filepath.Join(t.TempDir(), "none")}}, rule(someMeta, someBody))
	got, errs := set.EvalFlow(t.Context(), facts.FlowInput{Flow: benchFlow(0)})
	if len(errs) != 1 || !strings.Contains(errs[0].Error(), "starting the process that evaluates rules") || len(got) == 0 {
		t.Errorf("%d findings, %v", len(got), errs)
	}
}

// TestRulesThatNobodyCanCompile: the types of nested values grow exponentially. The
// source is left out and told, the others speak.
func TestRulesThatNobodyCanCompile(t *testing.T) {
	bomb := rule("id: our-bad\nseverity: error", "findings contains {\"at\": input.flow} if {\n\t"+policytest.Nested()+"\n\ty39 == "+
		"[y38, [y37, y37]]\n\tx == [y39, [y38, y38]]\n}\n")
	set, err := Load(t.Context(), Options{Worker: workerCommand(t), Sources: []string{
		write(t, map[string]string{"good.rego": rule(someMeta, someBody)}),
		write(t, map[string]string{"bad.rego": strings.ReplaceAll(bomb, "ours.calls", "ours.bad")})}})
	if err == nil || !strings.Contains(err.Error(), "compiling its rules: it needs more than") {
		t.Errorf("got %v", err)
	}
	defer set.Close()
	if got, errs := set.EvalFlow(t.Context(), twoCalls()); len(got) != 2 || len(errs) > 0 {
		t.Errorf("the other rule says %v, %v", got, errs)
	}
}

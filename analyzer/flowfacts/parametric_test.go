package flowfacts

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"archlint/analyzer/calls"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/source"
)

// looping is a flow with steps in its main task and others in a task "t". Lists are
// inputs a, b and c, numbers n and m.
func looping(main, task string) string {
	indent := func(text string) string {
		return strings.ReplaceAll(strings.TrimSuffix("\n"+text, "\n"), "\n", "\n          ")
	}
	return `inboundCall:
  name: Looping
  startUpRef: ./tasks/task[main]
  variables:
    - stringCollectionVariable: {name: Flow.a, isInput: true}
    - stringCollectionVariable: {name: Flow.b, isInput: true}
    - stringCollectionVariable: {name: Flow.c, isInput: true}
    - integerVariable: {name: Flow.n, isInput: true}
    - integerVariable: {name: Flow.tries, initialValue: {lit: 0}}
  tasks:
    - task:
        name: Main
        refId: main
        actions:` + indent(main) + `
          - disconnect: {name: End}
    - task:
        name: T
        refId: t
        actions:` + indent(task) + `
          - endTask: {name: Back}
`
}

func callStep(name string) string {
	return fmt.Sprintf("- callData: {name: %s, category: {Web: {dataAction: {%s: {}}}}}\n", name, name)
}

func loopStep(count, body string) string {
	return "- loop:\n    name: Repeat\n    currentIndex: {var: Flow.i}\n    loopCount: {" + count +
		"}\n    outputs:\n      loop:\n        actions:\n" +
		nested(body, 10)
}

func nested(text string, by int) string {
	pad := strings.Repeat(" ", by)
	return pad + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n"+pad) + "\n"
}

func taskStep() string { return "- callTask:\n    name: Call\n    targetTaskRef: ./tasks/task[t]\n" }

func decisionStep(yes, no string) string {
	out := "- decision:\n    name: Which\n    condition: {exp: Flow.x == \"y\"}\n    outputs:\n"
	for _, o := range []struct{ name, body string }{{"'yes'", yes}, {"'no'", no}} {
		if o.body != "" {
			out += "      " + o.name + ":\n        actions:\n" + nested(o.body, 10)
		}
	}
	return out
}

func studied(t interface{ Fatal(...any) }, text string) facts.Flow {
	flows, err := archy.Decode(source.NewFile("made.yaml", []byte(text)), archy.Options{})
	if err != nil || len(flows) != 1 {
		t.Fatal(err, text)
	}
	out := study(flows[0], nil, nil, nil, nil)
	if out.err != nil {
		t.Fatal(out.err)
	}
	return out.flow.Facts
}

// TestParametricBounds: what is bounded by a length alone is bounded in its terms, and
// nothing else is.
func TestParametricBounds(t *testing.T) {
	get := callStep("Get")
	for name, test := range map[string]struct{ main, task, bound, why string }{
		"a list":   {loopStep("exp: Count(Flow.a)", get), "", "Count(Flow.a)", "the length of Flow.a is known only at run time"},
		"a number": {loopStep("exp: Flow.n", get+callStep("Other")), "", "Flow.n", "the value of Flow.n is known only at run time"},
		"the lesser": {loopStep("exp: 'Min(Count(Flow.a), Flow.n)'", get), "", "Min(Count(Flow.a), Flow.n)",
			"the value of Min(Count(Flow.a), Flow.n) is known only at run time"},
		"a sum as a count": {loopStep("exp: Flow.n + 1", get), "", "(Flow.n + 1)", ""},
		"in one another": {loopStep("exp: Count(Flow.a)", loopStep("exp: Count(Flow.b)", get)), "", "Count(Flow.a) x Count(Flow.b)",
			"the length of Flow.a is known only at run time"},
		"with a constant": {loopStep("lit: 4", loopStep("exp: Count(Flow.b)", get)), "", "4 x Count(Flow.b)", ""},
		"by a task":       {taskStep() + loopStep("exp: Count(Flow.a)", taskStep()) + taskStep(), get, "2 + Count(Flow.a)", ""},
		"one after another": {loopStep("exp: Count(Flow.a)", taskStep()) + loopStep("exp: Count(Flow.b)", taskStep()+taskStep()), get,
			"Count(Flow.a) + 2 x Count(Flow.b)", ""},
		"the same twice": {loopStep("exp: Count(Flow.a)", taskStep()) + loopStep("exp: Count(Flow.a)", taskStep()), get,
			"2 x Count(Flow.a)", ""},
		"squared": {loopStep("exp: Count(Flow.a)", loopStep("exp: Count(Flow.a)", get)), "", "Count(Flow.a) x Count(Flow.a)", ""},
		"a branch to fixed": {decisionStep(loopStep("lit: 7", taskStep()), loopStep("exp: Count(Flow.a)", taskStep())), get,
			"7 + Count(Flow.a)", ""},
		"more in the last": {loopStep("exp: Count(Flow.a)", decisionStep(taskStep()+taskStep()+"- loopExit: {name: Out}\n", taskStep())), get,
			"1 + Count(Flow.a)", ""},
		"a counter inside": {loopStep("exp: Count(Flow.a)", loopStep("exp: Flow.tries + 3", get)), "", "3 x Count(Flow.a)", ""},
		"four in one": {loopStep("exp: Count(Flow.a)",
			loopStep("exp: Count(Flow.b)", loopStep("exp: Count(Flow.c)", loopStep("exp: Flow.n", get)))), "", "", ""},
		"a cycle around": {"- loop:\n    name: R\n    loopCount: {exp: Count(Flow.a)}\n    outputs:\n      loop:\n        actions:\n" +
			nested(get, 10) + "- jumpToTask:\n    name: Again\n    targetTaskRef: ./tasks/task[main]\n", "", "", ""},
		"chosen by the dice": {loopStep("exp: 'GetRandomInteger(1, Foo)'", get), "", "", ""},
	} {
		f := studied(t, looping(test.main, test.task))
		for _, c := range f.Calls {
			if c.Name != "Get" {
				continue
			}
			if c.BoundText != test.bound || c.BoundedBy != string(calls.PlatformLimit) {
				t.Errorf("%s: %q by %s, want %q", name, c.BoundText, c.BoundedBy, test.bound)
			}
			if test.why != "" && c.CapReason != test.why {
				t.Errorf("%s: %q, want %q", name, c.CapReason, test.why)
			}
		}
	}
}

// TestParametricBoundsHoldForEveryLength: with numbers in the place of lengths no call
// runs more often than the bound says.
func TestParametricBoundsHoldForEveryLength(t *testing.T) {
	met, exact := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		task := steps(t, 1, false)
		main := steps(t, 3, true)
		bounds := studied(t, looping(main, task)).Calls
		for range 3 {
			lengths := map[string]int64{"a": rapid.Int64Range(0, 6).Draw(t, "a"), "b": rapid.Int64Range(0, 6).Draw(t, "b"),
				"c": rapid.Int64Range(0, 40).Draw(t, "c")}
			given := studied(t, replaced(looping(main, task), lengths, "lit: %d")).Calls
			for i, c := range given {
				text := bounds[i].BoundText
				if text == "" {
					continue
				}
				met++
				bound := evaluated(t, replaced(text, lengths, "%d"))
				if c.PerRun.Max > bound {
					t.Fatalf("%s runs %d times where %v, its bound is %s\n%s", c.Name, c.PerRun.Max, lengths, text, looping(main, task))
				}
				if c.PerRun.Max == bound {
					exact++
				}
			}
		}
	})
	t.Logf("%d bounds, %d attained", met, exact)
	if met < 100 || exact*2 < met {
		t.Errorf("%d bounds, %d attained: too few", met, exact)
	}
}

func replaced(text string, lengths map[string]int64, as string) string {
	for name, n := range lengths {
		number := fmt.Sprintf(as, n)
		text = strings.ReplaceAll(text, "exp: Count(Flow."+name+")", number)
		text = strings.ReplaceAll(text, "Count(Flow."+name+")", number)
	}
	return text
}

// evaluated is the value of a sum of products.
func evaluated(t *rapid.T, sum string) int64 {
	total := int64(0)
	for _, product := range strings.Split(sum, " + ") {
		one := int64(1)
		for _, factor := range strings.Split(product, " x ") {
			var n int64
			if _, err := fmt.Sscan(factor, &n); err != nil {
				t.Fatal(sum, err)
			}
			one *= n
		}
		total += one
	}
	return total
}

// steps draws some steps, nested in one another; calls of the task among them if tasks
// is set.
func steps(t *rapid.T, deep int, tasks bool) string {
	text := ""
	for range rapid.IntRange(1, 3).Draw(t, "steps") {
		kind := rapid.IntRange(0, 6).Draw(t, "kind")
		switch {
		case kind == 0 && tasks:
			text += taskStep()
		case kind < 3 || deep == 0:
			text += callStep("Get")
		case kind == 3:
			text += loopStep(fmt.Sprintf("lit: %d", rapid.IntRange(0, 4).Draw(t, "count")), steps(t, deep-1, tasks))
		case kind == 4:
			out := rapid.SampledFrom([]string{"", "- loopExit: {name: Out}\n", "- loopNext: {name: On}\n", "- disconnect: {name: Bye}\n"}).
				Draw(t, "out")
			text += decisionStep(steps(t, deep-1, tasks)+out, steps(t, deep-1, tasks))
		default:
			text += loopStep("exp: Count(Flow."+rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "list")+")", steps(t, deep-1, tasks))
		}
	}
	return text
}

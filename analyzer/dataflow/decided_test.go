package dataflow

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/cfg"
)

// TestDecided names, for each call, what decides on it with the lookups behind, and the
// participant data that was set right before.
func TestDecided(t *testing.T) {
	tests := []struct{ name, sketch, want string }{
		{"nothing", `task Main
  data Get(id=1)`, ""},

		{"a decision", `task Main
  decision Flow.vip
    yes: data Get(id=1)`, "decision(Flow.vip)"},

		{"both ways lead to it", `task Main
  decision Flow.vip
    yes: play "a"
  data Get(id=1)`, ""},

		{"a lookup that found nothing", `task Main
  table Row(id=1) -> q=Task.q
    notFound: data Get(id=1)`, "dataTableLookup() behind 2"},

		{"what a lookup found is too old", `task Main
  table Row(id=1) -> at=Task.at
  decision Task.at == "old"
    yes: data Get(id=1)`, "decision(Task.at) behind 2"},

		{"a flag that a lookup decides on", `task Main
  table Row(id=1) -> at=Task.at
    found:
      set Task.flag = "found"
    notFound:
      set Task.flag = "insert"
  decision Task.flag == "insert"
    yes: data Get(id=1)`, "decision(Task.flag) behind 2"},

		{"participant data is set", `task Main
  setdata a=1
  data Get(id=1)`, "set at 2"},

		{"and then time passes", `task Main
  setdata a=1
  wait 10
  data Get(id=1)`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := lower(t, sketch(t, test.sketch))
			f := Analyze(g)
			var got []string
			for _, c := range f.Calls() {
				for _, d := range f.DecidedBy(c.Node) {
					s := fmt.Sprintf("%s(%s)", g.Nodes[d].Action.Kind.Name, strings.Join(f.ConditionReads(d), " "))
					for _, l := range f.LookupsBehind(d) {
						s += fmt.Sprintf(" behind %d", line(g, l))
					}
					got = append(got, s)
				}
				for _, n := range c.WrittenBefore {
					got = append(got, fmt.Sprintf("set at %d", line(g, n)))
				}
			}
			if diff := cmp.Diff(test.want, strings.Join(got, "; ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDeclared(t *testing.T) {
	g := lower(t, sketch(t, `vars Flow.never Flow.given=1 Flow.set Flow.asked
task Main
  set Flow.set = 1
  decision IsSet(Flow.asked)
  decision Flow.never == 1
  data Get(id=Flow.given)`))
	var got []string
	for _, d := range Analyze(g).Declared() {
		got = append(got, fmt.Sprintf("%s %d %d %d %v", d.Variable.Name, d.Writes, d.Reads, lines(g, d.ReadAt), d.Unsure))
	}
	want := []string{"Flow.never 0 1 [5] false", "Flow.given 0 1 [6] false", "Flow.set 1 0 [] false", "Flow.asked 0 0 [] false"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, d := range Analyze(lower(t, sketch(t, "vars Flow.x\ntask Main\n  mystery\n  decision Flow.x == 1"))).Declared() {
		if !d.Unsure {
			t.Error("an unknown action may write the variable")
		}
	}
}

func lines(g *cfg.Graph, nodes []cfg.NodeID) []int {
	var out []int
	for _, n := range nodes {
		out = append(out, line(g, n))
	}
	return out
}

func TestReadersAreTheFirstFew(t *testing.T) {
	var d Declared
	for _, n := range []cfg.NodeID{9, 4, 9, 7, 1, 4, 8} {
		d.readAt(n)
	}
	if want := []cfg.NodeID{1, 4, 7}; !slices.Equal(d.ReadAt, want) {
		t.Errorf("read at %v, want %v", d.ReadAt, want)
	}
}

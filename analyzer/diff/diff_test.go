package diff

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
)

func ptr[T any](x T) *T { return &x }

// call is a call site that runs up to so many times, in the loops of these ids.
func call(node string, most int64, loops ...string) facts.Call {
	return facts.Call{Place: facts.Place{Node: node, File: "f.yaml"}, Name: "Ask", DataAction: "Get",
		PerRun: facts.Range{Max: most, Expected: 1}, Loops: loops, BoundedBy: "loopCount"}
}

func loop(id string, count *int64) facts.Loop {
	return facts.Loop{Place: facts.Place{Node: id}, ID: id, Name: "Until done", Form: "loop", Count: count}
}

func flow(most int64, calls []facts.Call, loops ...facts.Loop) facts.Flow {
	r := facts.Range{Max: most, Expected: 1}
	return facts.Flow{Name: "Main", Type: "inboundcall", Format: "platform", PerRun: r, PerInteraction: r, Calls: calls, Loops: loops}
}

// What a change comes from is named by node and loop.
func TestBecause(t *testing.T) {
	plain := flow(3, []facts.Call{call("1", 3, "9")}, loop("9", ptr(int64(3))))
	for _, c := range []struct {
		name string
		head facts.Flow
		want []string
	}{
		{"loop count", flow(12, []facts.Call{call("1", 12, "9")}, loop("9", ptr(int64(12)))),
			[]string{`data action "Get" in "Ask": loop "Until done" goes round 3 -> 12 times`}},
		{"count no constant", flow(900, []facts.Call{call("1", 900, "9")}, loop("9", nil)),
			[]string{`data action "Get" in "Ask": the count of loop "Until done" is no constant any more`}},
		{"new call in the loop", flow(6, []facts.Call{call("1", 3, "9"), call("2", 3, "9")}, loop("9", ptr(int64(3)))),
			[]string{`data action "Get" in "Ask": it is new, in loop "Until done" of 3 rounds`}},
		{"call gone", flow(0, nil, loop("9", ptr(int64(3)))), []string{`data action "Get" in "Ask": it is gone`}},
		{"out of the loop", flow(1, []facts.Call{call("1", 1)}), []string{`data action "Get" in "Ask": it is in loop "Until done" no more`}},
		{"another node of the same name", flow(3, []facts.Call{call("77", 3, "9")}, loop("9", ptr(int64(3)))), nil},
		{"another loop id", flow(5, []facts.Call{call("1", 5, "8")}, loop("8", ptr(int64(5)))),
			[]string{`data action "Get" in "Ask": loop "Until done" goes round 3 -> 5 times`}},
		{"paths", flow(6, []facts.Call{call("1", 6, "9")}, loop("9", ptr(int64(3)))),
			[]string{`data action "Get" in "Ask": other paths lead to it`}},
	} {
		d := Compare(Side{Flows: []facts.Flow{plain}}, Side{Flows: []facts.Flow{c.head}})
		var got []string
		for _, f := range d.Flows {
			got = append(got, f.Because...)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// A flow that an interaction goes on in is a cause too.
func TestReached(t *testing.T) {
	org := func(next int64) []facts.Flow {
		entry := flow(1, []facts.Call{call("1", 1)})
		entry.PerInteraction.Max, entry.Reaches = 1+next, []string{"Next"}
		after := flow(next, []facts.Call{call("1", next)})
		after.Name = "Next"
		return []facts.Flow{entry, after}
	}
	d := Compare(Side{Flows: org(2)}, Side{Flows: org(10)})
	if got := d.Flows[0].Because; len(got) != 1 || got[0] != `it goes on in flow "Next", which makes up to 2 -> 10 calls` {
		t.Errorf("%q", got)
	}
	if w := d.Worsened(); w.Bounds != 3 {
		t.Errorf("%+v", w)
	}
}

// Flows are the same by id, whatever their name, and by name, whatever their file.
func TestPairs(t *testing.T) {
	a, b := flow(1, nil), flow(1, nil)
	a.ID, b.ID, b.Name = "x", "x", "Renamed"
	if d := Compare(Side{Flows: []facts.Flow{a}}, Side{Flows: []facts.Flow{b}}); len(d.Flows) != 1 || d.Flows[0].Status != Changed ||
		*d.Flows[0].Name.New != "Renamed" {
		t.Errorf("%+v", d.Flows)
	}
	b.ID, b.Name, b.File = "", "main", "elsewhere"
	if d := Compare(Side{Flows: []facts.Flow{a}}, Side{Flows: []facts.Flow{b}}); len(d.Flows) != 1 || d.Flows[0].Status != Changed {
		t.Errorf("%+v", d.Flows)
	}
	b.Name = "Other"
	if d := Compare(Side{Flows: []facts.Flow{a}}, Side{Flows: []facts.Flow{b}}); len(d.Flows) != 2 || d.Flows[0].Status != Removed ||
		d.Flows[1].Status != Added || d.Worsened().Bounds != 0 {
		t.Errorf("%+v", d.Flows)
	}
}

// Of a flow that an export holds twice, each copy is paired with its own.
func TestPairsOfCopies(t *testing.T) {
	one, two := flow(1, []facts.Call{call("1", 1)}), flow(2, []facts.Call{call("1", 1), call("2", 1)})
	one.File, two.File = "a.yaml", "b.yaml"
	moved, also := one, two
	moved.File, also.File = "z/2.yaml", "z/1.yaml"
	if d := Compare(Side{Flows: []facts.Flow{one, two}}, Side{Flows: []facts.Flow{also, moved}}); len(d.Flows) != 0 {
		t.Errorf("%+v", d.Flows)
	}
}

func TestFindings(t *testing.T) {
	found := func(print, message string, count int) finding.Finding {
		return finding.Finding{Rule: "r", Flow: "Main", Fingerprint: print, Message: message,
			Evidence: json.RawMessage(fmt.Sprintf(`{"count":%d}`, count))}
	}
	base := []finding.Finding{found("a", "a", 1), found("b", "b", 5), found("c", "c", 1), found("x", "same words", 1)}
	head := []finding.Finding{found("a", "a", 2), found("b", "b", 4), found("d", "d", 1), found("y", "same words", 1)}
	d := Compare(Side{Findings: base}, Side{Findings: head}).Findings
	if len(d.New) != 1 || d.New[0].Fingerprint != "d" || len(d.Gone) != 1 || d.Gone[0].Fingerprint != "c" {
		t.Errorf("new %v, gone %v", d.New, d.Gone)
	}
	if len(d.Worse) != 1 || d.Worse[0].Fingerprint != "a" || d.Worse[0].Figures[0] != (Figure{"count", 1, 2}) {
		t.Errorf("worse %v", d.Worse)
	}
}

func TestVerdicts(t *testing.T) {
	limit := func(verdict string, peak float64) []facts.Limit {
		return []facts.Limit{{Limit: facts.LimitID{Namespace: "a", Key: "b"}, Verdict: verdict,
			Demand: &facts.Demand{Expected: peak / 2, Peak: peak}}}
	}
	for _, c := range []struct {
		from, to string
		worse    int
	}{{"ok", "warning", 1}, {"warning", "exceeded", 1}, {"unknown", "exceeded", 1}, {"exceeded", "ok", 0}, {"ok", "ok", 0},
		{"ok", "unknown", 0}} {
		d := Compare(Side{Limits: limit(c.from, 1)}, Side{Limits: limit(c.to, 2)})
		if got := d.Worsened().Verdicts; got != c.worse || *d.Capacity[0].Peak.New != 2 {
			t.Errorf("%s -> %s: %d got worse", c.from, c.to, got)
		}
	}
	if d := Compare(Side{Limits: limit("ok", 1)}, Side{Limits: limit("ok", 1)}); len(d.Capacity) != 0 {
		t.Errorf("%+v", d.Capacity)
	}
}

// A review differs from itself in nothing.
func TestSelf(t *testing.T) {
	side := Side{Flows: []facts.Flow{flow(3, []facts.Call{call("1", 3, "9"), call("2", 1)}, loop("9", ptr(int64(3))))},
		Findings: []finding.Finding{{Rule: "r", Fingerprint: "a"}}}
	d := Compare(side, side)
	if len(d.Flows)+len(d.Capacity)+len(d.Findings.New)+len(d.Findings.Worse)+len(d.Findings.Gone) != 0 {
		t.Errorf("%+v", d)
	}
}

package waiver

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/pattern"
	"archlint/analyzer/source"
)

// reviewed is a flow with a call in a loop, and a data action's definition.
func reviewed(today string) Reviewed {
	day, err := Day(today)
	if err != nil {
		panic(err)
	}
	return Reviewed{
		Flows: []facts.Flow{{
			Name: "Main", File: "flows/main.yaml",
			Calls: []facts.Call{{Place: facts.Place{Node: "9"}, Name: "Ask", DataAction: "Get order"}},
			Loops: []facts.Loop{{Place: facts.Place{Node: "8"}, ID: "8", Name: "Until done", Calls: []string{"9"}}},
			Nodes: []facts.Node{{Place: facts.Place{Node: "9"}, Name: "Ask"}},
		}},
		Org:   facts.Org{DataActions: []facts.Definition{{Name: "Get order", File: "actions.tf", Line: 3}}},
		Today: day,
		Rules: map[string]string{"polling": "polling", "poll": "polling", "secret": "secret", Unused: Unused},
		Firm:  map[string]string{"secret": "base.yaml:4"},
	}
}

func seen(node string) finding.Finding {
	return finding.Finding{Rule: "polling", Flow: "Main", File: "flows/main.yaml", Line: 5, Node: node,
		Evidence: json.RawMessage(`{"perRun":{"max":20},"waitSeconds":5}`)}
}

func names(globs ...string) []*regexp.Regexp {
	var out []*regexp.Regexp
	for _, g := range globs {
		out = append(out, pattern.Name(g))
	}
	return out
}

func TestRegister(t *testing.T) {
	early, late := "2027-03-31", "2027-04-01"
	day, _ := Day(early)
	definition := finding.Finding{Rule: "polling", File: "actions.tf", Line: 3}
	limit := finding.Finding{Rule: "polling", Limit: "dataactions/requests.volume.max"}
	for _, c := range []struct {
		name     string
		waiver   Waiver
		finding  finding.Finding
		today    string
		waived   bool
		reopened string // a part of it
		own      string // the rule of what is found about the waiver
	}{
		{"flow", Waiver{Rule: "polling", Place: Selector{Flows: names("other", "ma*")}}, seen("9"), early, true, "", ""},
		{"another flow", Waiver{Rule: "polling", Place: Selector{Flows: names("other")}}, seen("9"), early, false, "", Unused},
		{"another rule", Waiver{Rule: "secret", Place: Selector{Flows: names("*")}}, seen("9"), early, false, "", Invalid},
		{"former id", Waiver{Rule: "poll", Place: Selector{Flows: names("*")}}, seen("9"), early, true, "", ""},
		{"no such rule", Waiver{Rule: "pooling", Place: Selector{Flows: names("*")}}, seen("9"), early, false, "", Invalid},
		{"about waivers", Waiver{Rule: Unused, Place: Selector{Flows: names("*")}}, seen("9"), early, false, "", Invalid},
		{"node by name", Waiver{Rule: "polling", Place: Selector{Nodes: names("ask")}}, seen("9"), early, true, "", ""},
		{"node by id", Waiver{Rule: "polling", Place: Selector{Nodes: names("9")}}, seen("9"), early, true, "", ""},
		{"loop by name", Waiver{Rule: "polling", Place: Selector{Nodes: names("until*")}}, seen("8"), early, true, "", ""},
		{"node of another flow", Waiver{Rule: "polling", Place: Selector{Flows: names("x"), Nodes: names("ask")}}, seen("9"),
			early, false, "", Unused},
		{"data action of a call", Waiver{Rule: "polling", Place: Selector{DataActions: names("get *")}}, seen("9"), early, true, "", ""},
		{"data action in a loop", Waiver{Rule: "polling", Place: Selector{DataActions: names("get *")}}, seen("8"), early, true, "", ""},
		{"data action by its definition", Waiver{Rule: "polling", Place: Selector{DataActions: names("get *")}}, definition, early, true, "", ""},
		{"limit", Waiver{Rule: "polling", Place: Selector{Limits: names("dataactions/*")}}, limit, early, true, "", ""},
		{"limit of a flow's finding", Waiver{Rule: "polling", Place: Selector{Limits: names("*")}}, seen("9"), early, false, "", Unused},
		{"path", Waiver{Rule: "polling", Place: Selector{Paths: []*regexp.Regexp{pattern.Path("flows")}}}, seen("9"), early, true, "", ""},
		{"on its last day", Waiver{Rule: "polling", Expires: day, Place: Selector{Flows: names("*")}}, seen("9"), early, true, "", ""},
		{"after its last day", Waiver{Rule: "polling", Expires: day, Place: Selector{Flows: names("*")}}, seen("9"), late, false,
			"waived until 2027-03-31", Expired},
		{"pinned", Waiver{Rule: "polling", AtMost: []finding.Figure{{Path: "perRun.max", Value: 20}}, Place: Selector{Flows: names("*")}},
			seen("9"), early, true, "", ""},
		{"pinned by the end of the name", Waiver{Rule: "polling", AtMost: []finding.Figure{{Path: "max", Value: 30}},
			Place: Selector{Flows: names("*")}}, seen("9"), early, true, "", ""},
		{"grown", Waiver{Rule: "polling", AtMost: []finding.Figure{{Path: "perRun.max", Value: 19}}, Place: Selector{Flows: names("*")}},
			seen("9"), early, false, "waived with perRun.max 19, now 20", ""},
		{"fallen where less is worse", Waiver{Rule: "polling", AtMost: []finding.Figure{{Path: "waitSeconds", Value: 6}},
			Place: Selector{Flows: names("*")}}, seen("9"), early, false, "waitSeconds 6, now 5", ""},
		{"pinned to nothing", Waiver{Rule: "polling", AtMost: []finding.Figure{{Path: "min", Value: 1}}, Place: Selector{Flows: names("*")}},
			seen("9"), early, false, "does not have", ""},
		{"comment", Waiver{Rule: "polling", comment: true, File: "flows/main.yaml", Place: Selector{lines: [2]int{5, 6}}}, seen("9"),
			early, true, "", ""},
		{"comment elsewhere", Waiver{Rule: "polling", comment: true, File: "flows/main.yaml", Place: Selector{lines: [2]int{6, 7}}}, seen("9"),
			early, false, "", Unused},
		{"comment without a reason", Waiver{Rule: "polling", comment: true, problem: "it gives no reason", File: "flows/main.yaml",
			Place: Selector{lines: [2]int{5, 6}}}, seen("9"), early, false, "gives no reason", Invalid},
	} {
		c.waiver.Reason, c.waiver.Pos = "a reason", source.Pos{Line: 1, Column: 1}
		r := NewRegister([]Waiver{c.waiver}, reviewed(c.today))
		kept := r.Process([]finding.Finding{c.finding})
		if waived := len(kept) == 0 && len(r.Accepted()) == 1; waived != c.waived {
			t.Errorf("%s: waived %t", c.name, waived)
			continue
		}
		if !c.waived && !strings.Contains(kept[0].Reopened, c.reopened) || !c.waived && c.reopened == "" && kept[0].Reopened != "" {
			t.Errorf("%s: reopened because %q", c.name, kept[0].Reopened)
		}
		own := r.Findings(true)
		switch {
		case c.own == "" && len(own) > 0, c.own != "" && (len(own) != 1 || own[0].Rule != c.own):
			t.Errorf("%s: about the waiver %v, want %s", c.name, own, c.own)
		}
	}
}

// A rule that may not be waived stays a finding, and says why.
func TestFirm(t *testing.T) {
	r := NewRegister([]Waiver{{Rule: "secret", Reason: "x", File: "w.yaml", Pos: source.Pos{Line: 2}, Place: Selector{Flows: names("*")}}},
		reviewed("2027-01-01"))
	f := seen("9")
	f.Rule = "secret"
	kept := r.Process([]finding.Finding{f})
	if len(kept) != 1 || kept[0].Reopened != "the waiver at w.yaml:2 is not honoured: secret may not be waived, says base.yaml:4" {
		t.Errorf("%+v", kept)
	}
}

// What is not reviewed says nothing about waivers.
func TestUnusedNeedsTheWhole(t *testing.T) {
	waivers := []Waiver{
		{Rule: "polling", Reason: "x", Place: Selector{Flows: names("elsewhere")}},
		{Rule: "polling", Reason: "x", Place: Selector{Nodes: names("somewhere")}},
		{Rule: "polling", Reason: "x", Place: Selector{Flows: names("main"), Nodes: names("gone")}},
	}
	count := func(selection, complete bool) int {
		review := reviewed("2027-01-01")
		review.Selection = selection
		r := NewRegister(waivers, review)
		r.Process([]finding.Finding{seen("9")})
		return len(r.Findings(complete))
	}
	if got := [3]int{count(false, true), count(true, true), count(false, false)}; got != [3]int{3, 1, 0} {
		t.Errorf("%v unused in the whole, a selection, and with errors", got)
	}
}

// Of two waivers for one finding the one that holds counts.
func TestTwoWaivers(t *testing.T) {
	day, _ := Day("2026-01-01")
	old := Waiver{Rule: "polling", Reason: "old", Expires: day, Place: Selector{Flows: names("*")}}
	now := Waiver{Rule: "polling", Reason: "new", Place: Selector{Nodes: names("ask")}}
	for _, list := range [][]Waiver{{old, now}, {now, old}} {
		r := NewRegister(list, reviewed("2027-01-01"))
		if kept := r.Process([]finding.Finding{seen("9")}); len(kept) != 0 || r.Accepted()[0].Record.Reason != "new" ||
			r.Accepted()[0].Reopened != "" {
			t.Errorf("%+v", r.Accepted())
		}
	}
}

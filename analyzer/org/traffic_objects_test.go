package org

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// counted is an answer with one metric of one group on one day of November 2026.
func counted(day int, group, metric string, count float64) string {
	return fmt.Sprintf(`{"results": [{"group": {%s}, "data": [{"interval": "2026-11-%02dT00:00:00Z/2026-11-%02dT00:00:00Z",
		"metrics": [{"metric": %q, "stats": {"count": %g}}]}]}]}`, group, day, day+1, metric, count)
}

const (
	version3 = `"flowId": "f-1", "flowVersion": "3.0"`
	menu     = version3 + `, "flowObjectId": "menu"`
	lookup   = version3 + `, "flowObjectId": "lookup"`
	oldMenu  = `"flowId": "f-1", "flowVersion": "2", "flowObjectId": "menu"`
)

// gathered is a day of counts as the exporter writes them.
const gathered = `{"interval": "2026-11-02T00:00:00Z/2026-11-03T00:00:00Z", "flows": [
	{"flowId": "f-1", "flowVersion": "3.0", "nFlowExecutions": {"menu": 90, "lookup": 4, "odd": "x", "none": 0}}, {"flowId": "f-2"}]}`

func TestObjectCounts(t *testing.T) {
	tests := []struct {
		name, answers string
		want          []FlowCounts
		flows         map[string]float64 // entries of flows over all days
	}{
		{
			name: "versions apart, days added",
			answers: counted(2, version3, "nFlow", 100) + counted(3, version3, "nFlow", 50) + counted(2, menu, "nFlowExecutions", 90) +
				counted(3, menu, "nFlowExecutions", 45) + counted(3, lookup, "nFlowExecutions", 4) + counted(2, oldMenu, "nFlowExecutions", 7),
			want: []FlowCounts{
				{FlowID: "f-1", Version: "2", Days: 1, Objects: []ObjectCount{{"menu", 7}}},
				{FlowID: "f-1", Version: "3", Days: 2, Start: 150, Objects: []ObjectCount{{"lookup", 4}, {"menu", 135}}},
			},
			flows: map[string]float64{"f-1": 150},
		},
		{
			name: "starts of a day without objects do not count",
			answers: counted(2, version3, "nFlow", 100) + counted(4, version3, "nFlow", 999) +
				counted(2, menu, "nFlowExecutions", 90),
			want:  []FlowCounts{{FlowID: "f-1", Version: "3", Days: 1, Start: 100, Objects: []ObjectCount{{"menu", 90}}}},
			flows: map[string]float64{"f-1": 1099},
		},
		{
			name: "a day whose starts are missing makes them unknown",
			answers: counted(2, version3, "nFlow", 100) + counted(2, menu, "nFlowExecutions", 90) +
				counted(3, menu, "nFlowExecutions", 80),
			want:  []FlowCounts{{FlowID: "f-1", Version: "3", Days: 2, Objects: []ObjectCount{{"menu", 170}}}},
			flows: map[string]float64{"f-1": 100},
		},
		{
			name: "a flow that two queries count was entered once",
			answers: counted(2, version3, "nFlow", 100) + counted(2, version3, "nFlowExecutions", 101) +
				counted(2, menu, "nFlowExecutions", 90),
			want:  []FlowCounts{{FlowID: "f-1", Version: "3", Days: 1, Start: 101, Objects: []ObjectCount{{"menu", 90}}}},
			flows: map[string]float64{"f-1": 101},
		},
		{
			name:    "gathered by flow and version",
			answers: gathered + counted(2, version3, "nFlow", 100),
			want: []FlowCounts{
				{FlowID: "f-1", Version: "3", Days: 1, Start: 100, Objects: []ObjectCount{{"lookup", 4}, {"menu", 90}}},
			},
			flows: map[string]float64{"f-1": 100},
		},
		{
			name:    "objects alone are no entries of the flow",
			answers: counted(2, menu, "nFlowExecutions", 90) + counted(2, `"flowObjectId": "menu"`, "nFlowExecutions", 1),
			want:    []FlowCounts{{FlowID: "f-1", Version: "3", Days: 1, Objects: []ObjectCount{{"menu", 90}}}},
			flows:   map[string]float64{},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o, problems := Parse([]Piece{piece("x/org/traffic-objects/all.json", test.answers)})
			if len(problems) != 0 {
				t.Fatalf("problems %v", problems)
			}
			if diff := cmp.Diff(test.want, o.Traffic.Objects); diff != "" {
				t.Errorf("objects (-want +got):\n%s", diff)
			}
			flows := map[string]float64{}
			for _, f := range o.Traffic.Flows {
				for _, i := range f.Intervals {
					flows[f.ID] += i.Count
				}
			}
			if diff := cmp.Diff(test.flows, flows); diff != "" {
				t.Errorf("entries of flows (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBotAsks(t *testing.T) {
	ask := `"botId": "b-1", "botVersion": "4.0", "askActionId": "a-1", "askActionResult": `
	o, problems := Parse([]Piece{piece("x/org/traffic-bots/all.json", counted(2, ask+`"Success"`, "nBotSessions", 9)+
		counted(3, ask+`"Success"`, "nBotSessions", 1)+counted(3, ask+`"NoInput"`, "nBotSessions", 2)+
		counted(3, `"botId": "b-1"`, "nBotSessions", 12))})
	want := []BotAsk{{"b-1", "4", "a-1", "NoInput", 2}, {"b-1", "4", "a-1", "Success", 10}}
	if diff := cmp.Diff(want, o.Traffic.Asks); diff != "" || len(problems) != 0 {
		t.Errorf("asks (-want +got):\n%s%v", diff, problems)
	}
}

func TestFlowVersion(t *testing.T) {
	o, _ := Parse([]Piece{piece("x/org/flows.json", `{"entities": [{"id": "b", "version": "12.0"}, {"id": "a", "name": "A"},
		{"id": "c", "version": "1"}, {"id": "c", "version": "2"}, {"name": "no id", "version": "9"}]}`)})
	for id, want := range map[string]string{"a": "", "b": "12", "c": "", "d": ""} {
		if got := o.FlowVersion(id); got != want {
			t.Errorf("version of %s is %q, want %q", id, got, want)
		}
	}
}

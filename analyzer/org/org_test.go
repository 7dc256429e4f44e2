package org

import (
	"strconv"
	"strings"
	"testing"

	"archlint/analyzer/facts"
	"archlint/analyzer/source"

	"github.com/google/go-cmp/cmp"
)

func piece(name, text string) Piece {
	return Piece{Role: RoleOf(name), File: source.NewFile(name, []byte(text))}
}

// An export as its parts come: what an org of two queues and one refused part tells.
func sampleExport() []Piece {
	return []Piece{
		piece("export/archlint-export.json", `{
			"schemaVersion": 1, "region": "mypurecloud.de", "organization": {"id": "o-1", "name": "Example"},
			"exportedAt": "2026-11-02T08:00:00Z", "counts": {"flows": 3, "dataActions": 2, "queues": 2, "triggers": 0},
			"refused": [{"part": "triggers", "route": "/api/v2/processautomation/triggers",
				"permission": "processautomation:trigger:view", "status": 403}, "licences"]}`),
		piece("export/org/queues.json", `{"entities": [
			{"id": "q-2", "name": "Support", "queueFlow": {"id": "f-2", "name": "Support Hold"}},
			{"id": "q-1", "name": "Sales", "emailInQueueFlow": {"id": "f-3", "name": "Mail Hold"}, "queueFlow": null}]}`),
		piece("export/org/limits/dataactions.json", `{"entities": [{"key": "requests.volume.max", "value": 5000}]}`),
		piece("export/org/integrations.json", `[{"id": "i-1", "name": "CRM", "integrationType": {"id": "custom-rest-actions"}},
			{"id": "i-2", "name": "Cloud", "integrationType": {"id": "purecloud-data-actions"},
			 "config": {"credentials": {"pureCloudOAuthClient": {"id": "c-9", "name": "Reader"}}}}]`),
		piece("export/org/ivrs.json", `{"entities": [{"id": "r-1", "name": "Hotline", "openHoursFlow": {"id": "f-1", "name": "Main"}, `+
			`"closedHoursFlow": {"id": "f-4", "name": "Closed"}}]}`),
		piece("export/org/notes.json", `{"anything": 1}`),
		piece("export/org/traffic-flows.json", `{"results": [
			{"group": {"flowId": "f-1", "mediaType": "voice"}, "data": [
				{"interval": "2026-11-02T09:00:00.000Z/2026-11-02T10:00:00.000Z", "metrics": [{"metric": "nFlow", "stats": {"count": 600}}]},
				{"interval": "2026-11-02T08:00:00.000Z/2026-11-02T09:00:00.000Z", "metrics": [{"metric": "nFlow", "stats": {"count": 300}}]}]},
			{"group": {"flowId": "f-1", "mediaType": "callback"}, "data": [
				{"interval": "2026-11-02T09:00:00.000Z/2026-11-02T10:00:00.000Z", "metrics": [{"metric": "nFlow", "stats": {"count": 60}}]}]}]}`),
		piece("export/org/traffic-actions.json",
			`{"results": [{"group": {"actionId": "custom_-_1", "actionName": "Get Customer", "integrationName": "CRM"}, "data": [
			{"interval": "2026-11-02T09:00:00Z/2026-11-02T10:00:00Z",
				"metrics": [{"metric": "tTotalExecution", "stats": {"count": 3, "sum": 4500, "max": 2500}}]},
			{"interval": "2026-11-02T10:00:00Z/2026-11-02T11:00:00Z",
				"metrics": [{"metric": "tTotalExecution", "stats": {"count": 1, "sum": 500}}]}]}]}`),
		piece("export/org/traffic-conversations.json", `{"results": [{"group": {"mediaType": "voice"}, "data": [
			{"interval": "2026-11-02T09:00:00Z/2026-11-02T10:00:00Z", "metrics": [
				{"metric": "nOffered", "stats": {"count": 500}}, {"metric": "tWait", "stats": {"count": 500, "sum": 10000000}},
				{"metric": "tHandle", "stats": {"count": 450, "sum": 108000000}}, {"metric": "tAbandon", "stats": {"count": 50, "sum": 1}}]}]}]}`),
	}
}

func TestParseExport(t *testing.T) {
	o, problems := Parse(sampleExport())
	if len(problems) != 0 {
		t.Fatalf("problems %v", problems)
	}
	f := o.Facts()
	want := facts.Org{
		Name: "Example", Region: "mypurecloud.de",
		Known:       []string{"dataActions", "flows", "integrations", "ivrs", "limits", "queues", "traffic"},
		NotReviewed: []string{"licences", "triggers"},
		Queues: []facts.Queue{
			{ID: "q-1", Name: "Sales", EmailFlow: "Mail Hold"}, {ID: "q-2", Name: "Support", CallFlow: "Support Hold"},
		},
		Integrations: []facts.Integration{
			{ID: "i-1", Name: "CRM", Type: "custom-rest-actions"},
			{ID: "i-2", Name: "Cloud", Type: "purecloud-data-actions", OAuthClient: "c-9"},
		},
		EntryPoints: []facts.EntryPoint{
			{Kind: "ivr", Name: "Hotline", Flow: "Main", FlowID: "f-1"}, {Kind: "ivr", Name: "Hotline", Flow: "Closed", FlowID: "f-4"},
		},
	}
	if diff := cmp.Diff(want, f); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
	if len(o.Limits) != 1 || o.Limits[0].Namespace != "dataactions" || o.Limits[0].Value != 5000 {
		t.Errorf("limits %+v", o.Limits)
	}
	if o.NotReviewed[1].Status != 403 || o.NotReviewed[1].Permission != "processautomation:trigger:view" {
		t.Errorf("refusals %+v", o.NotReviewed)
	}
}

func TestParseTraffic(t *testing.T) {
	o, _ := Parse(sampleExport())
	flow := o.Traffic.Flows[0]
	if len(flow.Intervals) != 2 || flow.Intervals[0].Count != 300 || flow.Intervals[1].PerMinute() != 11 {
		t.Errorf("flow traffic %+v", flow)
	}
	a := o.Traffic.Actions[0]
	if a.Executions != 4 || a.MeanSeconds != 1.25 || a.MaxSeconds != 2.5 || a.Integration != "CRM" {
		t.Errorf("action traffic %+v", a)
	}
	if c := o.Traffic.Conversations; c == nil || c.WaitSeconds/c.Waits != 20 || c.HandleSeconds/c.Handles != 240 || c.Abandons != 50 {
		t.Errorf("conversations %+v", c)
	}
}

func TestWhatIsBrokenStaysUnknown(t *testing.T) {
	o, problems := Parse([]Piece{
		piece("x/org/queues.json", "{\"entities\": [\n{\"id\": \"q-1\", \"name\": }]}"),
		piece("x/org/limits.json", "{\"entities\": [\n{\"key\": \"a.max\", \"namespace\": \"n\", \"value\": "+
			"\"lots\"},{\"key\":\"b\",\"namespace\":\"n\",\"value\":3}]}"),
		piece("x/org/integrations.json", `[7, "x", {"name": "Odd", "integrationType": "custom-rest-actions"}, {}]`),
		piece("x/org/traffic-flows.json", `{"results": [{"group": {"flowId": "f"}, "data": [{"interval": "whenever", "metrics": []}]}]}`),
	})
	if strings.Join(o.Known, " ") != "integrations limits traffic" || len(o.Queues) != 0 {
		t.Errorf("known %v", o.Known)
	}
	var messages []string
	for _, p := range problems {
		messages = append(messages, p.Error())
	}
	text := strings.Join(messages, "\n")
	for _, want := range []string{"x/org/queues.json:2:", "x/org/limits.json:2:45: the value of limit n/a.max",
		"x/org/traffic-flows.json:1:50: aggregate without a readable interval"} {
		if !strings.Contains(text, want) {
			t.Errorf("problems do not tell %q:\n%s", want, text)
		}
	}
	if len(o.Limits) != 1 || len(o.Integrations) != 1 || o.Integrations[0].Type != "custom-rest-actions" {
		t.Errorf("what was whole is lost: %+v %+v", o.Limits, o.Integrations)
	}
}

func TestRoles(t *testing.T) {
	for name, want := range map[string]string{
		"archlint-export.json": "manifest", "a/b/archlint-export.json": "manifest", "a/org/queues.json": "queues",
		"org/limits/dataactions.json": "limits/dataactions", `a\org\ivrs.JSON`: "ivrs", "a/flows/x.json": "", "a/org/readme.md": "",
		"organ/queues.json": "", "org/org/queues.json": "queues",
	} {
		if got := RoleOf(name); got != want {
			t.Errorf("RoleOf(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestLicences(t *testing.T) {
	tests := map[string]string{
		`[{"type": "cx2-concurrent", "count": 800}]`: "cx2-concurrent 800",
		`{"cx3-digital": 20, "communicate": 5}`:      "communicate 5, cx3-digital 20",
		`{"usages": [{"name": "Genesys Cloud CX 2 - Concurrent", "usageQuantity": "90", "prepayQuantity": "100"}]}`: "cx2-concurrent 100",
		`{"usages": [{"name": "Genesys Cloud CX 3 Digital", "resources": [{"name": "a"}, {"name": "b"}]}]}`:         "cx3-digital 2",
		`{"entities": [{"id": "u1", "licenses": ["cx1", "wemAddOn"]}, {"id": "u2", "licenses": ["cx1"]}]}`:          "cx1 2, other wemAddOn 1",
		`[{"name": "Genesys Cloud CX 1 WEM Add-on", "count": 3}, {"name": "EX", "count": 4}]`: "ex 4, other Genesys " +
			"Cloud CX 1 WEM Add-on 3",
		`{"licences": [{"type": "cx1", "count": 1}, {"type": "cx1", "count": 2}]}`: "cx1 3",
	}
	for text, want := range tests {
		o, problems := Parse([]Piece{piece("org/licences.json", text)})
		var parts []string
		for _, l := range o.Licences {
			parts = append(parts, l.Type+" "+strconv.Itoa(l.Count))
		}
		for _, l := range o.OtherLicence {
			parts = append(parts, "other "+l.Name+" "+strconv.Itoa(l.Count))
		}
		if got := strings.Join(parts, ", "); got != want || len(problems) != 0 {
			t.Errorf("%s\n got %s, %v\nwant %s", text, got, problems, want)
		}
	}
}

func TestLicenceFacts(t *testing.T) {
	o, _ := Parse([]Piece{piece("org/licences.json", `{"cx2-concurrent": 800}`)})
	if f := o.Facts(); f.Licences != 800 || f.LicenceType != "cx2-concurrent" {
		t.Errorf("facts %+v", f)
	}
	o, _ = Parse([]Piece{piece("org/licences.json", `{"cx2-concurrent": 800, "cx1": 1}`)})
	if f := o.Facts(); f.Licences != 801 || f.LicenceType != "" || len(f.LicenceMix) != 2 {
		t.Errorf("facts of a mix %+v", f)
	}
}

func FuzzParse(f *testing.F) {
	for _, p := range sampleExport() {
		f.Add(p.Role, p.File.Text)
	}
	f.Add("licences", []byte(`{"cx2": 1e300, "x": -4}`))
	f.Fuzz(func(t *testing.T, role string, text []byte) {
		o, problems := Parse([]Piece{{Role: role, File: source.NewFile("org/x.json", text)}})
		o.Facts()
		for _, p := range problems {
			if p.Error() == "" {
				t.Fatal("a problem without words")
			}
		}
	})
}

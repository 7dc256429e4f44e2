package sarif

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"archlint/analyzer/cfg"
	"archlint/analyzer/drawing"
	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/flow"
	"archlint/analyzer/internal/reviewtest"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
	"archlint/analyzer/source"
)

// sarifSchema compiles the published schema, formats (URIs) asserted.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := os.Open("testdata/schema/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	defer text.Close()
	doc, err := jsonschema.UnmarshalJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(t *testing.T, schema *jsonschema.Schema, text []byte) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("not JSON: %v", err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Errorf("against the published schema: %v", err)
	}
}

func TestSARIFKeepsThePublishedSchema(t *testing.T) {
	schema := sarifSchema(t)
	for name, r := range map[string]*review.Review{"rich": reviewtest.Rich(), "hostile": reviewtest.Hostile(),
		"empty": {Tool: review.Tool{Name: "archlint"}}} {
		t.Run(name, func(t *testing.T) {
			var buf bytes.Buffer
			if err := Write(&buf, r, report.Options{}); err != nil {
				t.Fatal(err)
			}
			validate(t, schema, buf.Bytes())
		})
	}
}

// The schema test must be able to fail.
func TestTheSchemaRefusesBadSARIF(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(`{"version":"2.1.0","runs":[{"tool":{"driver":{}}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if sarifSchema(t).Validate(doc) == nil {
		t.Error("a driver without a name passed")
	}
}

// sarifRun is the run of a log, read again.
type sarifRun struct {
	Tool        sarifTool         `json:"tool"`
	Invocations []sarifInvocation `json:"invocations"`
	Results     []sarifResult     `json:"results"`
	Graphs      []sarifGraph      `json:"graphs"`
}

func decodeSARIF(t *testing.T, r *review.Review, limits sarifLimits) sarifRun {
	t.Helper()
	text := sarifOf(t, r, limits)
	validate(t, sarifSchema(t), text)
	return readSARIF(t, text)
}

func sarifOf(t *testing.T, r *review.Review, limits sarifLimits) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := writeSARIF(&buf, r, limits); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func readSARIF(t *testing.T, text []byte) sarifRun {
	t.Helper()
	var log struct{ Runs []sarifRun }
	if err := json.Unmarshal(text, &log); err != nil {
		t.Fatal(err)
	}
	return log.Runs[0]
}

// Rule indices lead to the rule of that id.
func TestSARIFRuleIndices(t *testing.T) {
	run := decodeSARIF(t, reviewtest.Rich(), githubLimits)
	if len(run.Results) != 7 {
		t.Fatalf("%d results, want 4 and 3 accepted", len(run.Results))
	}
	for i, result := range run.Results {
		if suppressed := len(result.Suppressions) > 0; suppressed != (i >= 4) {
			t.Errorf("result %d of %s: suppressed %t", i, result.RuleID, suppressed)
		}
		if got := run.Tool.Driver.Rules[result.RuleIndex].ID; got != result.RuleID {
			t.Errorf("result of %s points at the rule %s", result.RuleID, got)
		}
	}
}

func TestSARIFPathsAreRelative(t *testing.T) {
	r := &review.Review{Findings: []finding.Finding{{Rule: "a", Severity: finding.Error, Message: "m",
		File: "a b/ü%20#:?.yaml", Line: 1, Column: 1}}}
	got := decodeSARIF(t, r, githubLimits).Results[0].Locations[0].PhysicalLocation.ArtifactLocation
	if got.URI != "a%20b/%C3%BC%2520%23:%3F.yaml" || got.URIBaseID != "SRCROOT" {
		t.Errorf("location is %+v", got)
	}
}

func TestSARIFCutsByGravity(t *testing.T) {
	run := decodeSARIF(t, reviewtest.ManyFindings(100), sarifLimits{results: 15, steps: 10, gzipBytes: 1 << 30})
	errors := 0
	for i, result := range run.Results {
		if result.Level == "error" {
			errors++
		}
		if i > 0 && result.Locations[0].PhysicalLocation.Region.StartLine <= run.Results[i-1].Locations[0].PhysicalLocation.Region.StartLine {
			t.Error("what is left lost its order")
		}
	}
	if len(run.Results) != 15 || errors != 10 {
		t.Errorf("%d results, %d of them errors; want 15 and 10", len(run.Results), errors)
	}
	notes := run.Invocations[0].Notifications
	if len(notes) != 1 || !strings.Contains(notes[0].Message.Text, "85 findings left out") {
		t.Errorf("the cut is told as %+v", notes)
	}
}

// Code scanning shows fewer results than it takes: all are kept, and it is said.
func TestSARIFTellsWhatIsNotShown(t *testing.T) {
	run := decodeSARIF(t, reviewtest.ManyFindings(30), sarifLimits{results: 40, shown: 20, steps: 10, gzipBytes: 1 << 30})
	notes := run.Invocations[0].Notifications
	if len(run.Results) != 30 || len(notes) != 1 || notes[0].Descriptor.ID != "findings-not-shown" ||
		!strings.Contains(notes[0].Message.Text, "20 findings of these 30") {
		t.Errorf("%d results, notes %+v", len(run.Results), notes)
	}
}

// What a notification is of is described, and each is within GitHub's limits.
func TestSARIFKeepsGitHubsLimits(t *testing.T) {
	r := reviewtest.ManyFindings(25_100)
	r.Errors = []review.ToolError{{File: "f", Line: 1, Message: "m"}}
	r.Flows = []facts.Flow{{Name: "f", File: "f"}}
	call := facts.Call{Place: facts.Place{File: "f", Line: 1, Column: 1, Node: "n"}, Witness: make([]facts.Step, 12_000)}
	for range 300 {
		call.RepeatOf = append(call.RepeatOf, facts.Repeat{Place: facts.Place{File: "f", Line: 1, Column: 1}})
	}
	r.Flows[0].Calls = []facts.Call{call}
	r.Findings[9].Flow, r.Findings[9].Node = "f", "n"
	run := readSARIF(t, sarifOf(t, r, githubLimits))
	described := map[string]bool{}
	for _, n := range run.Tool.Driver.Notifications {
		described[n.ID] = true
	}
	for _, n := range run.Invocations[0].Notifications {
		if !described[n.Descriptor.ID] {
			t.Errorf("notification %s is described nowhere", n.Descriptor.ID)
		}
	}
	if len(run.Results) != 25_000 || len(run.Invocations[0].Notifications) != 3 {
		t.Errorf("%d results, %d notifications", len(run.Results), len(run.Invocations[0].Notifications))
	}
	for _, result := range run.Results {
		if n := len(result.Locations) + len(result.RelatedLocations); n > 100 {
			t.Errorf("%d locations", n)
		}
		for _, flow := range result.CodeFlows {
			if n := len(flow.ThreadFlows[0].Locations); n != 10_000 {
				t.Errorf("%d steps", n)
			}
		}
	}
}

func TestSARIFFitsTheFileSize(t *testing.T) {
	const size = 150_000
	text := sarifOf(t, reviewtest.ManyFindings(12_000), sarifLimits{results: 25_000, steps: 10, gzipBytes: size})
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(text); err != nil || z.Close() != nil || packed.Len() > size {
		t.Errorf("compressed size %d is over %d (%v)", packed.Len(), size, err)
	}
	if !bytes.Contains(text, []byte("findings left out")) {
		t.Error("the cut is not told")
	}
}

func TestSARIFDrawsFlowsWithFindings(t *testing.T) {
	say := &flow.Action{Kind: flow.KindByName("playAudio"), Name: "Say", Pos: source.Pos{Line: 7, Column: 3}}
	task := &flow.Container{Kind: flow.Task, Name: "Main", Body: &flow.Block{Actions: []*flow.Action{say}}}
	graph := cfg.Lower(&flow.Flow{Name: "x", Entry: task, Containers: []*flow.Container{task}}, cfg.Options{})
	r := reviewtest.Rich()
	known := make([]review.Flow, len(r.Flows))
	for i, f := range r.Flows {
		known[i].Outline = f
		if i != 1 { // the third flow has no finding
			known[i].Drawing = drawing.Pack(drawing.Flow(graph, f))
		}
	}
	r.SetFlows(known)
	graphs := decodeSARIF(t, r, githubLimits).Graphs
	if len(graphs) != 1 || graphs[0].Description.Text != "First contact" {
		t.Fatalf("graphs %+v, want that of First contact alone", graphs)
	}
	ids := map[string]bool{}
	for _, n := range graphs[0].Nodes {
		ids[n.ID] = true
		if n.Label.Text == "Say" && n.Location.PhysicalLocation.Region.StartLine != 7 {
			t.Errorf("Say stands at %+v", n.Location.PhysicalLocation.Region)
		}
	}
	for _, e := range graphs[0].Edges {
		if !ids[e.Source] || !ids[e.Target] {
			t.Errorf("edge %+v leads nowhere", e)
		}
	}
	if small := decodeSARIF(t, r, sarifLimits{results: 10, steps: 10, nodes: 1, gzipBytes: 1 << 30}).Graphs; len(small) != 0 {
		t.Errorf("%d graphs over the limit", len(small))
	}
}

func TestSARIFCutsLongPaths(t *testing.T) {
	r := reviewtest.Rich()
	r.Flows[0].Calls[0].Witness = make([]facts.Step, 50)
	run := decodeSARIF(t, r, sarifLimits{results: 10, steps: 7, gzipBytes: 1 << 30})
	if got := len(run.Results[0].CodeFlows[0].ThreadFlows[0].Locations); got != 7 {
		t.Errorf("%d steps, want 7", got)
	}
}

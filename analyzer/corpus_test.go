package analyzer_test

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/facts"
	"archlint/analyzer/judge"
	"archlint/analyzer/review"
)

// corpus returns the directory of public flows beside the checkout. Without it
// the test is skipped, except in CI, where its absence is a failure.
func corpus(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("ARCHLINT_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "corpus")
	}
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the corpus of public flows is missing: %v", err)
		}
		t.Skipf("no corpus of public flows: %v", err)
	}
	return dir
}

// expectedFlow is how an independent program read a flow.
type expectedFlow struct {
	File  string         `json:"file"`
	Name  string         `json:"name"`
	Type  string         `json:"type"`
	Min   *int64         `json:"min"`
	Max   any            `json:"max"` // a number, or "inf"
	Calls []expectedCall `json:"calls"`
}

type expectedCall struct {
	TrackingID     int      `json:"trackingId"`
	DataAction     string   `json:"dataAction"`
	Via            []string `json:"via"`
	Container      string   `json:"container"`
	LoopDepth      int      `json:"loopDepth"`
	Success        string   `json:"success"`
	Failure        string   `json:"failure"`
	Timeout        string   `json:"timeout_output"`
	TimeoutSeconds float64  `json:"timeoutSeconds"`
	Min            int64    `json:"min"`
	Max            any      `json:"max"`
}

// TestCorpus reviews every public flow: no error, nothing unmodelled, and every
// data action call as the independent program read it.
func TestCorpus(t *testing.T) {
	dir := corpus(t)
	review := analyze(t, dir)
	if len(review.Errors) > 0 {
		t.Errorf("errors: %+v", review.Errors)
	}
	if review.Summary.ModelledShare != 1 {
		t.Errorf("modelled share %v", review.Summary.ModelledShare)
	}
	byFile := make(map[string]*facts.Flow)
	for i := range review.Flows {
		f := &review.Flows[i]
		byFile[filepath.ToSlash(f.File)] = f
	}
	for _, want := range expected(t, filepath.Join(dir, "EXPECTED.jsonl")) {
		t.Run(filepath.Base(want.File), func(t *testing.T) {
			for name, got := range byFile {
				if strings.HasSuffix(name, want.File) {
					compare(t, got, want)
					return
				}
			}
			t.Error("not reviewed")
		})
	}
}

func analyze(t *testing.T, paths ...string) *review.Review {
	t.Helper()
	review, err := analyzer.Analyze(context.Background(), paths, analyzer.Options{Rules: judge.Rules{NoBuiltin: true}})
	if err != nil {
		t.Fatal(err)
	}
	return review
}

func expected(t *testing.T, file string) []expectedFlow {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []expectedFlow
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e expectedFlow
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	if len(all) == 0 {
		t.Fatal("nothing is expected")
	}
	return all
}

func compare(t *testing.T, got *facts.Flow, want expectedFlow) {
	if got.Name != want.Name || got.Type != want.Type || len(got.Calls) != len(want.Calls) {
		t.Errorf("%s %q with %d calls, want %s %q with %d", got.Type, got.Name, len(got.Calls), want.Type, want.Name, len(want.Calls))
	}
	if want.Min != nil && got.PerRun.Min != *want.Min { // null: no run of the flow ends by itself
		t.Errorf("least %d a run, want %d", got.PerRun.Min, *want.Min)
	}
	if g := most(got.PerRun.Max, got.BoundedBy); g != text(want.Max) {
		t.Errorf("most %s a run, want %s", g, text(want.Max))
	}
	for _, w := range want.Calls {
		compareCall(t, got, w)
	}
}

func compareCall(t *testing.T, flow *facts.Flow, w expectedCall) {
	via := strings.Join(w.Via, "/")
	for _, c := range flow.Calls {
		if c.Node != strconv.Itoa(w.TrackingID) || c.Via != via {
			continue
		}
		got := expectedCall{
			TrackingID: w.TrackingID, DataAction: c.DataAction, Via: w.Via, Container: c.Container, LoopDepth: c.LoopDepth,
			Success: c.Outputs.Success, Failure: c.Outputs.Failure, Timeout: c.Outputs.Timeout,
			Min: c.PerRun.Min, Max: most(c.PerRun.Max, c.BoundedBy),
		}
		if c.TimeoutSeconds != nil {
			got.TimeoutSeconds = *c.TimeoutSeconds
		}
		w.Max = text(w.Max)
		g, _ := json.Marshal(got)
		x, _ := json.Marshal(w)
		if string(g) != string(x) {
			t.Errorf("call %d:\n got %s\nwant %s", w.TrackingID, g, x)
		}
		return
	}
	t.Errorf("call %d (%s, via %q) is missing", w.TrackingID, w.DataAction, via)
}

func most(n int64, by string) string {
	if by == "platformLimit" {
		return "inf"
	}
	return strconv.FormatInt(n, 10)
}

func text(v any) string {
	if n, ok := v.(float64); ok {
		return strconv.FormatInt(int64(n), 10)
	}
	s, _ := v.(string)
	return s
}

// TestPairsComeToTheSame holds the bounds, loops and data flow of flows that
// stand in both formats against each other. Names are left out: some pairs are
// revisions or templates of one flow in which only those differ.
func TestPairsComeToTheSame(t *testing.T) {
	dir := corpus(t)
	text, err := os.ReadFile(filepath.Join(dir, "PAIRS.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		pair := strings.Split(line, "\t")
		t.Run(filepath.Base(pair[0]), func(t *testing.T) {
			y, j := analyze(t, filepath.Join(dir, pair[0])), analyze(t, filepath.Join(dir, pair[1]))
			got, want := shape(y.Flows[0]), shape(j.Flows[0])
			if got != want && !strings.Contains(pair[0], "MergeExternalContactMessageFlow") { // YAML has no copy of the module it calls
				t.Errorf("YAML:\n%s\nJSON:\n%s", got, want)
			}
		})
	}
}

// shape is what a flow comes to, without identities and places.
func shape(f facts.Flow) string {
	var b strings.Builder
	for _, c := range f.Calls {
		enc, _ := json.Marshal([]any{c.PerRun, c.BoundedBy, c.LoopDepth, c.Reachable, len(c.ReadAfterFailure), len(c.RepeatOf), c.RatePerMinute})
		b.Write(append(enc, '\n'))
	}
	for _, l := range f.Loops {
		enc, _ := json.Marshal([]any{l.Form, l.Kind, l.Count, l.BodyActions, len(l.Calls), l.WaitSeconds, len(l.Exits)})
		b.Write(append(enc, '\n'))
	}
	return b.String()
}

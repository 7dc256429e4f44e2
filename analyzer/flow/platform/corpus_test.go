package platform_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"archlint/analyzer/flow"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/source"
)

// corpusDir finds the corpus of public flows, which stands beside the module;
// without it the test is skipped, except in CI.
func corpusDir(t testing.TB) string {
	dir := os.Getenv("ARCHLINT_CORPUS")
	if dir == "" {
		dir = "../../../../shared/corpus"
	}
	if _, err := os.Stat(filepath.Join(dir, "json")); err == nil {
		return dir
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("the corpus is missing: %s", dir)
	}
	t.Skipf("no corpus at %s", dir)
	return ""
}

// expected is one line of EXPECTED.jsonl, which an independent program wrote.
type expected struct {
	File  string
	Name  string
	Type  string
	Calls []expectedCall
}

type expectedCall struct {
	TrackingID     int
	Name           string
	DataAction     string
	Via            []string
	Container      string
	LoopDepth      int
	Success        flow.OutputState
	Failure        flow.OutputState
	Timeout        flow.OutputState `json:"timeout_output"`
	TimeoutSeconds float64
}

func TestCorpusCalls(t *testing.T) {
	dir := corpusDir(t)
	lines, err := os.Open(filepath.Join(dir, "EXPECTED.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer lines.Close()
	scanner := bufio.NewScanner(lines)
	scanner.Buffer(nil, 1<<20)
	files := 0
	for scanner.Scan() {
		var want expected
		if err := json.Unmarshal(scanner.Bytes(), &want); err != nil {
			t.Fatal(err)
		}
		files++
		t.Run(strings.TrimPrefix(want.File, "json/"), func(t *testing.T) {
			checkExpected(t, decodeFile(t, filepath.Join(dir, want.File)), want)
		})
	}
	if files < 38 {
		t.Errorf("only %d files were held against the expectations", files)
	}
}

func decodeFile(t testing.TB, path string) *flow.Flow {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file := source.NewFile(filepath.Base(path), text)
	decode := platform.Decode
	if strings.Contains(filepath.Ext(path), "i3") {
		decode = platform.DecodeI3
	}
	decoded, err := decode(file, platform.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range decoded.Problems {
		t.Errorf("problem: %v", p)
	}
	checkInvariants(t, decoded)
	return decoded
}

// site is a call site as decoded, with what surrounds it.
type site struct {
	action    *flow.Action
	container *flow.Container
	loops     int
}

func sitesOf(f *flow.Flow) []site {
	var all []site
	for _, c := range f.Containers {
		loops := 0
		if c.Kind == flow.LoopTask {
			loops = 1
		}
		for _, ch := range c.Choices {
			all = appendSites(all, c, &flow.Block{Actions: []*flow.Action{ch.Action}}, loops)
		}
		all = appendSites(all, c, c.Body, loops)
	}
	for _, module := range f.Modules {
		all = append(all, sitesOf(module)...)
	}
	return all
}

func appendSites(all []site, c *flow.Container, b *flow.Block, loops int) []site {
	if b == nil {
		return all
	}
	for _, a := range b.Actions {
		if a.DataAction != nil {
			all = append(all, site{a, c, loops})
		}
		for _, out := range a.Outputs {
			inner := loops
			if a.Kind.Control == flow.Loops && out.Name == "loop" {
				inner++
			}
			all = appendSites(all, c, out.Block, inner)
		}
	}
	return all
}

func checkExpected(t *testing.T, f *flow.Flow, want expected) {
	if f.Name != want.Name || string(f.Type) != want.Type {
		t.Errorf("flow %q of type %s, want %q of type %s", f.Name, f.Type, want.Name, want.Type)
	}
	f.Walk(func(a *flow.Action, _ *flow.Container) {
		if a.Kind.Opaque {
			t.Errorf("the table does not know %s", a.RawKind)
		}
	})
	sites := sitesOf(f)
	if len(sites) != len(want.Calls) {
		t.Errorf("%d call sites, want %d", len(sites), len(want.Calls))
	}
	for _, call := range want.Calls {
		found := false
		for _, s := range sites {
			if s.action.TrackingID == call.TrackingID && s.container.Name == call.Container && s.action.DataAction.Name == call.DataAction {
				found = true
				checkCall(t, s, call)
			}
		}
		if !found {
			t.Errorf("call %d (%s) in %s is missing", call.TrackingID, call.DataAction, call.Container)
		}
	}
}

func checkCall(t *testing.T, s site, want expectedCall) {
	for name, state := range map[string]flow.OutputState{"success": want.Success, "failure": want.Failure, "timeout": want.Timeout} {
		if out := s.action.Output(name); out == nil || out.State != state {
			t.Errorf("call %d: output %s is %+v, want %s", want.TrackingID, name, out, state)
		}
	}
	if s.loops != want.LoopDepth {
		t.Errorf("call %d: in %d loops, want %d", want.TrackingID, s.loops, want.LoopDepth)
	}
	if timeout := s.action.DataAction.Timeout; timeout != nil && (timeout.Text != "P0D0H1M0S0F" || want.TimeoutSeconds != 60) {
		t.Errorf("call %d: timeout %q, want %v s", want.TrackingID, timeout.Text, want.TimeoutSeconds)
	}
}

func TestCorpusI3(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(corpusDir(t), "i3", "*"))
	if len(files) < 10 {
		t.Errorf("only %d .i3 files", len(files))
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			decoded := decodeFile(t, path)
			if decoded.Entry == nil || decoded.Format != flow.I3 || len(decoded.Containers) == 0 {
				t.Errorf("entry %v, format %s, %d containers", decoded.Entry, decoded.Format, len(decoded.Containers))
			}
		})
	}
}

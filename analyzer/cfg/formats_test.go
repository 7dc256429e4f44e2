package cfg_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/internal/cfgtest"
	"archlint/analyzer/source"
)

// TestConstructs holds testdata/pairs/*.yaml against the .json beside them:
// every construct that steers control, in both notations, gives the same graph.
func TestConstructs(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join("testdata", "pairs", "*.yaml"))
	if len(files) < 6 {
		t.Fatalf("only %d pairs", len(files))
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			y, j := decode(t, file), decode(t, file[:len(file)-len("yaml")]+"json")
			opts := cfg.Options{Count: expr.Int, Module: func(x flow.External) *flow.Flow {
				for _, f := range y {
					if f.Type == "commonmodule" && f.Name == x.Name {
						return f
					}
				}
				return nil
			}}
			w := &walk{y: cfgtest.Lower(t, y[0], opts), j: cfgtest.Lower(t, j[0], opts), met: make(map[cfg.NodeID]cfg.NodeID)}
			for _, g := range []*cfg.Graph{w.y, w.j} {
				for _, p := range g.Flow.Problems {
					t.Error(p)
				}
				g.Flow.Walk(func(a *flow.Action, _ *flow.Container) {
					if a.Kind.Opaque {
						t.Errorf("%s is not in the table", a.RawKind)
					}
				})
			}
			if diff := w.compare(); diff != "" {
				t.Error(diff)
			}
			if got, want := describeLoops(w.y), describeLoops(w.j); got != want {
				t.Errorf("loops %s in YAML, %s in JSON", got, want)
			}
			if got, want := describeEnds(w.y), describeEnds(w.j); got != want {
				t.Errorf("ends %s in YAML, %s in JSON", got, want)
			}
		})
	}
}

func describeLoops(g *cfg.Graph) string {
	var all []string
	for _, l := range g.Loops {
		count := "?"
		if l.Count != nil {
			count = fmt.Sprint(*l.Count)
		}
		all = append(all, fmt.Sprintf("%s x%s depth %d task %v", label(&g.Nodes[l.Head])[:4], count, l.Depth, l.Task))
	}
	return fmt.Sprint(all)
}

// describeEnds lists where runs may end out of sight, what is called there, and
// what ends the interaction.
func describeEnds(g *cfg.Graph) string {
	var all []string
	for i := range g.Nodes {
		n := &g.Nodes[i]
		if n.Kind != cfg.Act || !n.MayEnd && !n.Final {
			continue
		}
		text := n.Action.Name
		for _, x := range n.Action.External {
			text += " " + x.Kind + " " + x.Name
		}
		all = append(all, text)
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// TestFlowTypes reads a flow of every type in both notations.
func TestFlowTypes(t *testing.T) {
	if n := len(flow.Types()); n != 19 {
		t.Errorf("%d flow types", n)
	}
	for _, info := range flow.Types() {
		t.Run(string(info.Type), func(t *testing.T) {
			y, err := archy.Decode(source.NewFile("f.yaml", []byte(minimalYAML(info))), archy.Options{})
			if err != nil || len(y) != 1 {
				t.Fatalf("%d flows, %v", len(y), err)
			}
			j, err := platform.Decode(source.NewFile("f.json", []byte(minimalJSON(info))), platform.Options{})
			if err != nil {
				t.Fatal(err)
			}
			w := &walk{y: cfgtest.Lower(t, y[0], cfg.Options{}), j: cfgtest.Lower(t, j, cfg.Options{}), met: make(map[cfg.NodeID]cfg.NodeID)}
			for _, g := range []*cfg.Graph{w.y, w.j} {
				if g.Flow.Type != info.Type || len(g.Flow.Problems)+len(g.Flow.Notes) > 0 {
					t.Errorf("type %s, %v, %v", g.Flow.Type, g.Flow.Problems, g.Flow.Notes)
				}
				if live := len(acts(g)); live != 2 {
					t.Errorf("%d actions", live)
				}
			}
			if diff := w.compare(); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// entryOf is how the type's flows start: the container by its Platform type,
// and the collection and item of Archy, "" where the actions stand at the root.
func entryOf(t flow.Type) (typ, collection, item string) {
	switch t {
	case "inqueuecall":
		return "LoopTask", "", ""
	case "commonmodule":
		return "CommonModuleTask", "", ""
	case "bot", "digitalbot", "voicesurvey":
		return "BotState", "bots", "bot"
	case "inboundcall", "outboundcall", "securecall", "speech", "voice", "voicemail":
		return "Task", "tasks", "task"
	default:
		return "State", "states", "state"
	}
}

func minimalYAML(info flow.TypeInfo) string {
	_, collection, item := entryOf(info.Type)
	actions := "[callData: {name: Get, category: {Shop: {dataAction: {Get: {}}}}}, endFlow: {name: End}]"
	if collection == "" {
		return fmt.Sprintf("%s:\n  name: Minimal\n  startUpTaskActions: %s\n", info.Archy, actions)
	}
	return fmt.Sprintf("%s:\n  name: Minimal\n  startUpRef: \"/%[1]s/%s/%s[Main_1]\"\n  %[2]s: [%[3]s: {name: Main, refId: "+
		"Main_1, actions: %s}]\n",
		info.Archy, collection, item, actions)
}

func minimalJSON(info flow.TypeInfo) string {
	typ, _, _ := entryOf(info.Type)
	return fmt.Sprintf(`{"name":"Minimal","type":%q,"initialSequence":"c","flowSequenceItemList":[
  {"__type":%q,"id":"c","trackingId":1,"name":"Main","startAction":"a","actionList":[
  {"__type":"DataAction","id":"a","name":"Get","actionName":"Get","category":{"name":"Shop"},"nextAction":"b",
   "paths":[{"outputId":"__SUCCESS__"},{"outputId":"__FAILURE__"},{"outputId":"__TIMEOUT__"}]},
  {"__type":"EndFlowAction","id":"b","name":"End"}]}]}`, info.Type, typ)
}

// TestAgentsMayEndARun: agentic virtual agents and guides are named, and may end
// a run, as may whatever waits in a queue.
func TestAgentsMayEndARun(t *testing.T) {
	for file, want := range map[string]string{
		"agents.yaml":         "Lead guide Returns, Sorry, Talk agenticVirtualAgent Shop agent",
		"inqueuemessage.yaml": "Got it, Still here",
	} {
		g := cfgtest.Lower(t, decode(t, filepath.Join("testdata", "pairs", file))[0], cfg.Options{})
		if got := describeEnds(g); got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
	}
}

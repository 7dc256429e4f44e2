package platform_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"archlint/analyzer/flow"
	"archlint/analyzer/flow/platform"
)

// rawAction and rawContainer are what the file of a random flow is made of.
type rawAction map[string]any

type rawContainer struct {
	Type    string      `json:"__type"`
	ID      string      `json:"id"`
	Start   string      `json:"startAction,omitempty"`
	Actions []rawAction `json:"actionList"`
}

func rawFlow(t *rapid.T, containers []*rawContainer) string {
	text, err := json.Marshal(map[string]any{"name": "r", "type": "inboundcall", "initialSequence": "c0", "flowSequenceItemList": containers})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestRandomLinks decodes flows whose links go anywhere: to actions, to other
// containers' actions, back, nowhere. Every action must be in the tree once, or
// be told of as an orphan, or hang on an output out of service.
func TestRandomLinks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := 0
		var containers []*rawContainer
		link := func(label string) string {
			return rapid.SampledFrom([]string{"", "0", "1", "2", "3", "4", "5", "6", "none"}).Draw(t, label)
		}
		for i := range rapid.IntRange(1, 3).Draw(t, "containers") {
			c := &rawContainer{Type: "Task", ID: fmt.Sprintf("c%d", i), Start: link("start")}
			for range rapid.IntRange(0, 4).Draw(t, "actions") {
				a := rawAction{"__type": "DecisionAction", "id": fmt.Sprint(total), "name": fmt.Sprint(total), "nextAction": link("next")}
				a["paths"] = []map[string]any{
					{"outputId": "__YES__", "label": "Yes", "nextActionId": link("yes")},
					{"outputId": "__NO__", "label": "No", "nextActionId": link("no")},
				}
				c.Actions = append(c.Actions, a)
				total++
			}
			containers = append(containers, c)
		}
		decoded, err := decode(t, rawFlow(t, containers), platform.Options{})
		if err != nil {
			t.Fatal(err)
		}
		checkInvariants(t, decoded)
		inTree := 0
		decoded.Walk(func(*flow.Action, *flow.Container) { inTree++ })
		orphans := 0
		for _, p := range decoded.Problems {
			if isOrphan(p.Message) {
				orphans++
			}
		}
		if inTree+orphans != total {
			t.Errorf("%d in the tree, %d orphans, %d in the file", inTree, orphans, total)
		}
	})
}

func isOrphan(message string) bool {
	const end = "is in the list but no link leads to it"
	return len(message) > len(end) && message[len(message)-len(end):] == end
}

// TestRandomTrees decodes flows that are what Architect writes: a tree of
// links. The tree must come out as it went in, without a problem, whatever the
// order of the list.
func TestRandomTrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := &treeBuilder{t: t}
		start := b.block(0)
		list := rapid.Permutation(b.actions).Draw(t, "order")
		decoded, err := decode(t, rawFlow(t, []*rawContainer{{Type: "State", ID: "c0", Start: start, Actions: list}}), platform.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(decoded.Problems) > 0 {
			t.Fatal(decoded.Problems[0])
		}
		checkInvariants(t, decoded)
		if got := shape(decoded.Containers[0].Body); got != b.shapes[start] {
			t.Errorf("shape %s, want %s", got, b.shapes[start])
		}
	})
}

// treeBuilder makes blocks of random actions and remembers their shapes.
type treeBuilder struct {
	t       *rapid.T
	actions []rawAction
	shapes  map[string]string // by the first action of a block
}

// block adds a block and returns the id of its first action, "" when empty.
func (b *treeBuilder) block(depth int) string {
	if b.shapes == nil {
		b.shapes = map[string]string{"": ""}
	}
	next := ""
	for range rapid.IntRange(0, 3).Draw(b.t, "length") {
		next = b.action(next, depth)
	}
	return next
}

// action adds an action before the one that is next and returns its id.
func (b *treeBuilder) action(next string, depth int) string {
	id := fmt.Sprint("a", len(b.actions))
	a := rawAction{"id": id, "__type": rapid.SampledFrom([]string{"DecisionAction", "DataAction", "PolishSilverAction"}).Draw(b.t, "type")}
	b.actions = append(b.actions, a)
	if next != "" {
		a["nextAction"] = next
	}
	inner := ""
	if depth < 4 {
		var paths []map[string]any
		for i := range rapid.IntRange(0, 2).Draw(b.t, "paths") {
			first := b.block(depth + 1)
			path := map[string]any{"outputId": fmt.Sprint("o", i)}
			if first != "" {
				path["nextActionId"] = first
			}
			paths = append(paths, path)
			inner += "[" + b.shapes[first] + "]"
		}
		a["paths"] = paths
	}
	b.shapes[id] = id + inner + " " + b.shapes[next]
	return id
}

func shape(b *flow.Block) string {
	if b == nil {
		return ""
	}
	text := ""
	for _, a := range b.Actions {
		text += a.ID
		for _, out := range a.Outputs {
			text += "[" + shape(out.Block) + "]"
		}
		text += " "
	}
	return text
}

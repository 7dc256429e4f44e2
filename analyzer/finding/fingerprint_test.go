package finding_test

import (
	"testing"

	"pgregory.net/rapid"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
)

// archy is a flow of two tasks with equal steps in it; first is where the
// first step's list position starts.
func archy(first string) facts.Flow {
	node := func(path, container, name string) facts.Node {
		return facts.Node{Place: facts.Place{Node: path}, Container: container, Name: name, Kind: "callData"}
	}
	return facts.Flow{Name: "Orders", Type: "workflow", Format: "archy",
		Nodes: []facts.Node{
			node("/workflow/tasks/0/task/actions/"+first, "Main", "Call Data Action"),
			node("/workflow/tasks/0/task/actions/7", "Main", "Call Data Action"),
			node("/workflow/tasks/1/task/actions/0", "Other", "Call Data Action"),
		},
		Calls: []facts.Call{{Place: facts.Place{Node: "/workflow/tasks/0/task/actions/7"}, DataAction: "Get", Integration: "Shop"}},
	}
}

func TestNodeIdentitySurvivesMovedSteps(t *testing.T) {
	before, after := archy("2"), archy("5")
	a := finding.NewNodes(&before).Identity("/workflow/tasks/0/task/actions/2")
	b := finding.NewNodes(&after).Identity("/workflow/tasks/0/task/actions/5")
	if a != b {
		t.Errorf("%q became %q", a, b)
	}
}

func TestNodeIdentitiesDiffer(t *testing.T) {
	f := archy("2")
	f.Nodes = append(f.Nodes, facts.Node{Place: facts.Place{Node: "/workflow/tasks/0/task/actions/9"}, Container: "Main",
		Name: "Call Data Action", Kind: "callData"})
	nodes, seen := finding.NewNodes(&f), map[string]string{}
	for _, n := range f.Nodes {
		id := nodes.Identity(n.Node)
		if other := seen[id]; other != "" {
			t.Errorf("%s and %s are both %q", n.Node, other, id)
		}
		seen[id] = n.Node
	}
}

func TestNodeIdentityBelowAnAction(t *testing.T) {
	f := archy("2")
	nodes := finding.NewNodes(&f)
	action, setting := nodes.Identity("/workflow/tasks/0/task/actions/2"), nodes.Identity("/workflow/tasks/0/task/actions/2/callData/timeout")
	if setting != action+"\x00/callData/timeout" {
		t.Errorf("got %q", setting)
	}
	if got := nodes.Identity("/workflow/tasks/3/task"); got != "/workflow/tasks/task" {
		t.Errorf("got %q", got)
	}
}

func TestTrackingIDsAreIdentities(t *testing.T) {
	f := archy("2")
	f.Format = "platform"
	if got := finding.NewNodes(&f).Identity("17"); got != "17" {
		t.Errorf("got %q", got)
	}
}

func TestFlowIdentity(t *testing.T) {
	for want, f := range map[string]facts.Flow{
		"id:6fc8":              {ID: "6fc8", Name: "Orders", Type: "workflow", File: "a.json"},
		"name:workflow/Orders": {Name: "Orders", Type: "workflow", File: "b.yaml"},
	} {
		if got := finding.FlowIdentity(&f); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestFingerprintTellsItsPartsApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.StringN(0, 4, -1), 8, 8).Draw(t, "parts")
		a := finding.Fingerprint(parts[0], parts[1], parts[2], parts[3])
		b := finding.Fingerprint(parts[4], parts[5], parts[6], parts[7])
		same := [4]string(parts[:4]) == [4]string(parts[4:])
		if (a == b) != same || len(a) != 32 {
			t.Fatalf("%q: %s, %s", parts, a, b)
		}
	})
}

package finding

import (
	"strconv"
	"strings"

	"archlint/analyzer/facts"
)

// Fingerprint is the identity of a finding across exports: 32 hexadecimal
// digits made of the rule, the flow's identity, the node's identity and what
// the finding is about. It holds no line number and no file name, so it
// survives a re-export, moved lines and a renamed file.
func Fingerprint(rule, flow, node, about string) string {
	return Hash("archlint/1", rule, flow, node, about)
}

// FlowIdentity is what stays the same of a flow from export to export: its id
// where the export tells it, else type and name. Archy YAML never tells the
// id, so fingerprints differ between the two formats of one flow.
func FlowIdentity(f *facts.Flow) string {
	if f.ID != "" {
		return "id:" + f.ID
	}
	return "name:" + f.Type + "/" + f.Name
}

// Nodes gives the nodes of one flow an identity that survives edits elsewhere
// in the flow. A Nodes is read-only once made.
type Nodes struct {
	names map[string]string // by node as facts.Place has it
}

// NewNodes prepares the identities of a flow's nodes. Where the format has
// tracking ids they are the identity. In Archy YAML a node is a path full of
// list positions; there the identity is the container, the action's name and
// kind, the data action it calls, and its ordinal among those that are equal
// in all of these.
func NewNodes(f *facts.Flow) *Nodes {
	n := &Nodes{names: map[string]string{}}
	if f.Format != "archy" {
		return n
	}
	calls := map[string]string{}
	for _, c := range f.Calls {
		calls[c.Node] = c.Integration + "/" + c.DataAction
	}
	equal := map[string]int{}
	for _, node := range f.Nodes {
		name := strings.Join([]string{node.Container, node.Kind, node.Name, calls[node.Node]}, "\x00")
		equal[name]++
		n.names[node.Node] = name + "\x00" + strconv.Itoa(equal[name])
	}
	return n
}

// Identity returns the identity of a node. One that is not an action itself (a
// setting, an output, a container) is named by the nearest action above it and
// the rest of its path; list positions in a path without such an action are
// left out.
func (n *Nodes) Identity(node string) string {
	if len(n.names) == 0 {
		return node
	}
	if name, ok := n.names[node]; ok {
		return name
	}
	for i := len(node) - 1; i > 0; i-- {
		if node[i] != '/' && node[i] != '.' && node[i] != '[' {
			continue
		}
		if name, ok := n.names[node[:i]]; ok {
			return name + "\x00" + node[i:]
		}
	}
	return withoutPositions(node)
}

// withoutPositions drops the segments of a path that are only a number.
func withoutPositions(path string) string {
	var kept []string
	for _, segment := range strings.Split(path, "/") {
		if _, err := strconv.Atoi(segment); err != nil {
			kept = append(kept, segment)
		}
	}
	return strings.Join(kept, "/")
}

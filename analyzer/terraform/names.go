package terraform

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// names is the tree of values that an expression refers to.
type names struct {
	value  cty.Value // of a leaf
	leaf   bool
	inside map[string]*names
}

func newNames() *names { return &names{inside: make(map[string]*names)} }

// put sets the value at a path. What is unknown as a whole stays so.
func (n *names) put(v cty.Value, path ...string) {
	at := n
	for _, step := range path {
		if at.leaf {
			return
		}
		if at.inside[step] == nil {
			at.inside[step] = newNames()
		}
		at = at.inside[step]
	}
	at.value, at.leaf = v, true
}

// objects are the values as the variables of an evaluation.
func (n *names) objects() map[string]cty.Value {
	out := make(map[string]cty.Value, len(n.inside))
	for name, in := range n.inside {
		if in.leaf {
			out[name] = in.value
			continue
		}
		out[name] = cty.ObjectVal(in.objects())
	}
	return out
}

// StepName is the name of a step of a reference, "" for an index.
func StepName(step hcl.Traverser) string {
	switch s := step.(type) {
	case hcl.TraverseRoot:
		return s.Name
	case hcl.TraverseAttr:
		return s.Name
	}
	return ""
}

// dotted is a name as it is written, without indices.
func dotted(t hcl.Traversal) string {
	var parts []string
	for _, step := range t {
		if name := StepName(step); name != "" {
			parts = append(parts, name)
		}
	}
	return strings.Join(parts, ".")
}

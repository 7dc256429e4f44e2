package bounded

import (
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// TestEveryFunctionIsClassified: a function that OPA brings anew must be looked at
// before rules can call it.
func TestEveryFunctionIsClassified(t *testing.T) {
	known := map[string]bool{}
	for _, b := range ast.CapabilitiesForThisVersion().Builtins {
		known[b.Name] = true
		if ways := count(Available(b.Name), LeftOut(b.Name) != ""); !b.Nondeterministic && ways != 1 && !reached(b.Name) {
			t.Errorf("%s: available %v, left out %q", b.Name, Available(b.Name), LeftOut(b.Name))
		}
	}
	for name := range costs {
		if topdown.GetBuiltin(name) == nil || !known[name] {
			t.Errorf("there is no function %s", name)
		}
	}
	for _, name := range direct {
		if costs[name] != nil {
			t.Errorf("%s has a price and none", name)
		}
	}
}

// TestRewrittenCallsAreFound: OPA finds a function by the text of the reference that calls it.
func TestRewrittenCallsAreFound(t *testing.T) {
	found := Builtins()
	for _, b := range ast.Builtins {
		if call := renamed(ast.NewTerm(b.Ref())).Value.String(); costs[b.Name] != nil && found[call] == nil {
			t.Errorf("%s is called as %s, which is not there", b.Name, call)
		}
	}
}

func count(all ...bool) int {
	n := 0
	for _, one := range all {
		if one {
			n++
		}
	}
	return n
}

// reached reports functions that the policies' capabilities leave out for another
// reason: they look at the clock or reach out.
func reached(name string) bool {
	return slices.ContainsFunc([]string{"crypto.x509.", "io.jwt.", "providers."},
		func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

package policy

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/facts"
)

// TestBuiltinOrgRulesReadOutlines fails when a built-in rule at org scope, or a
// helper that it may call, names a field that such rules get empty, or asks for
// a flow's fields without naming them.
func TestBuiltinOrgRulesReadOutlines(t *testing.T) {
	set, err := Load(context.Background(), Options{Builtin: true})
	if err != nil {
		t.Fatal(err)
	}
	u := set.units[0]
	checked := 0
	for _, r := range u.active(OrgScope) {
		ast.WalkTerms(u.packages[r.ID], func(term *ast.Term) bool {
			if s, ok := term.Value.(ast.String); ok && slices.Contains(outlineOnly, string(s)) {
				t.Errorf("rule %s names %s at %v: built-in rules at org scope get it empty", r.ID, s, term.Location)
			}
			if ref, ok := term.Value.(ast.Ref); ok && slices.Contains([]string{"walk", "json.marshal"}, ref.String()) {
				t.Errorf("rule %s uses %s at %v: it would see flows without %v", r.ID, ref, term.Location, outlineOnly)
			}
			return false
		})
		checked++
	}
	if checked < 5 {
		t.Errorf("%d rules at org scope", checked)
	}
}

// TestOutlined empties what it says, in a copy.
func TestOutlined(t *testing.T) {
	flow := fullFlow()
	before := reflect.ValueOf(flow.Calls[0].Witness).Len()
	in := facts.OrgInput{Flows: []facts.Flow{flow}}
	out := outlined(in)
	full, outline := newEncoders().flows.term(reflect.ValueOf(in.Flows)), newEncoders().flows.term(reflect.ValueOf(out.Flows))
	for _, key := range outlineOnly[:3] {
		if lengthAt(full, "0", key) == 0 || lengthAt(outline, "0", key) != 0 {
			t.Errorf("%s: %d entries become %d", key, lengthAt(full, "0", key), lengthAt(outline, "0", key))
		}
	}
	for _, key := range outlineOnly[3:] {
		if lengthAt(full, "0", "calls", "0", key) == 0 || lengthAt(outline, "0", "calls", "0", key) != 0 {
			t.Errorf("%s: %d entries become %d", key, lengthAt(full, "0", "calls", "0", key), lengthAt(outline, "0", "calls", "0", key))
		}
	}
	if before == 0 || len(flow.Calls[0].Witness) != before {
		t.Errorf("the witness of the input had %d steps, and has %d", before, len(flow.Calls[0].Witness))
	}
}

// lengthAt is the length of the array at a path of keys and indices.
func lengthAt(t *ast.Term, path ...string) int {
	for _, p := range path {
		if a, ok := t.Value.(*ast.Array); ok && p == "0" {
			t = a.Elem(0)
		} else {
			t = t.Value.(ast.Object).Get(ast.StringTerm(p))
		}
	}
	return t.Value.(*ast.Array).Len()
}

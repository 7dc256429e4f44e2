package policy

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/facts"
)

// TestBuiltinOrgRulesReadOutlines fails when a built-in rule at org scope, or a
// helper that it may call, asks for a record's fields without naming them, or
// names one that only whole flows have: a lean review holds outlines.
func TestBuiltinOrgRulesReadOutlines(t *testing.T) {
	u := builtin(t).units[0]
	onlyWhole := []string{"nodes", "worst", "likely", "witness", "inputs", "successOutputs", "failureOutputs"}
	rules := u.questions[OrgScope].rules
	for _, r := range rules {
		own, others := u.behind(r)
		for _, rule := range append(own, others...) {
			ast.WalkTerms(rule, func(term *ast.Term) bool {
				if s, ok := term.Value.(ast.String); ok && slices.Contains(onlyWhole, string(s)) {
					t.Errorf("rule %s names %s at %v: built-in rules at org scope do not get it", r.ID, s, term.Location)
				}
				return false
			})
		}
	}
	if len(rules) < 5 {
		t.Errorf("%d rules at org scope", len(rules))
	}
}

// TestBuiltinRulesNameWhatTheyRead fails when a built-in rule asks for a record's
// fields without naming them: it does not get those that no rule names.
func TestBuiltinRulesNameWhatTheyRead(t *testing.T) {
	u := builtin(t).units[0]
	unnamed := []string{"walk", "json.marshal", "yaml.marshal", "object.keys", "object.filter", "object.remove"}
	for _, r := range slices.Concat(u.questions[OrgScope].rules, u.questions[FlowScope].rules) {
		own, others := u.behind(r)
		for _, rule := range append(own, others...) {
			ast.WalkTerms(rule, func(term *ast.Term) bool {
				if ref, ok := term.Value.(ast.Ref); ok && slices.Contains(unnamed, ref.String()) {
					t.Errorf("rule %s uses %s at %v: it would not see all fields", r.ID, ref, term.Location)
				}
				return false
			})
		}
	}
}

// TestOutlinesChangeNothing holds the findings of the built-in rules at org scope,
// in outlines and with gates, to those in whole flows without.
func TestOutlinesChangeNothing(t *testing.T) {
	outlines, whole := builtin(t), builtin(t)
	whole.outlines, whole.units[0].questions[OrgScope].gates = whole.flows, nil
	names := namedTexts(outlines)
	names["id"], names["verdict"], names["integration"] = []string{"custom - 1"}, []string{"exceeded"}, []string{"a"}
	hanging := maps.Clone(names)
	hanging["kind"] = []string{"dataAction", "integration", "host"}
	fired := map[string]bool{}
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 2))
		var in facts.OrgInput
		guesser{r, names}.fill("", reflect.ValueOf(&in.Org).Elem(), 0)
		guesser{r, hanging}.fill("", reflect.ValueOf(&in.Outages).Elem(), 0)
		in.Org.Region, in.Org.Partial, in.Org.NotReviewed = "x", false, nil
		for range 4 {
			in.Flows = append(in.Flows, randomInput(r, names).Flow)
		}
		want, wantErrs := whole.EvalOrg(t.Context(), in)
		got, gotErrs := outlines.EvalOrg(t.Context(), in)
		if diff := cmp.Diff(want, got); diff != "" || len(wantErrs)+len(gotErrs) > 0 {
			t.Fatalf("seed %d: (-whole +outlines):\n%s%v and %v", seed, diff, wantErrs, gotErrs)
		}
		for _, f := range got {
			fired[f.Rule] = true
		}
	}
	for _, rule := range []string{"outage-blast", "unused-data-action"} { // those that read flows
		if !fired[rule] {
			t.Errorf("%s found nothing", rule)
		}
	}
}

// TestLeanFlowsChangeNothing holds the findings of the built-in rules at flow scope,
// in flows without the lists that no rule names, to those in whole flows.
func TestLeanFlowsChangeNothing(t *testing.T) {
	lean, whole := builtin(t), builtin(t)
	if whole.lean == whole.flow {
		t.Fatal("the built-in rules get whole flows")
	}
	whole.lean = whole.flow
	names, fired := namedTexts(lean), map[string]bool{}
	for seed := range uint64(300) {
		in := randomInput(rand.New(rand.NewPCG(seed, 3)), names)
		want, wantErrs := whole.EvalFlow(t.Context(), in)
		got, gotErrs := lean.EvalFlow(t.Context(), in)
		if diff := cmp.Diff(want, got); diff != "" || fmt.Sprint(wantErrs) != fmt.Sprint(gotErrs) {
			t.Fatalf("seed %d: (-whole +lean):\n%s%v and %v", seed, diff, wantErrs, gotErrs)
		}
		for _, f := range got {
			fired[f.Rule] = true
		}
	}
	if len(fired) < 20 {
		t.Errorf("%d rules found something: too few to tell", len(fired))
	}
}

// TestLeanFlowsHaveNoWitnesses holds what is left out to be the most of a large flow.
func TestLeanFlowsHaveNoWitnesses(t *testing.T) {
	s, f := builtin(t), benchFlow(0)
	f.Calls[0].Witness = []facts.Step{{Name: "a step of a witness"}}
	for name, e := range map[string]*encoder{"whole": s.flow, "lean": s.lean} {
		text := e.term(reflect.ValueOf(f)).String()
		if got := strings.Contains(text, "a step of a witness"); got != (name == "whole") {
			t.Errorf("%s: witness there: %v", name, got)
		}
	}
}

// TestOutlinesAreSmall tells what a flow takes in the input at org scope.
func TestOutlinesAreSmall(t *testing.T) {
	s := builtin(t)
	whole, outline := s.flow.term(reflect.ValueOf(benchFlow(0))), s.outlines.term(reflect.ValueOf([]facts.Flow{benchFlow(0)}))
	if w, o := len(whole.String()), len(outline.String()); o*10 > w {
		t.Errorf("a flow takes %d bytes, its outline %d", w, o)
	}
}

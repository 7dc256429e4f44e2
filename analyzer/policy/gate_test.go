package policy

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/facts"
)

// TestGatesChangeNothing holds reviews with gates and with partial inputs to
// those without, over flows that are random but of the texts that rules name.
func TestGatesChangeNothing(t *testing.T) {
	with, without := builtin(t), builtin(t)
	for _, u := range without.units {
		u.questions[FlowScope].gates = nil
		for i := range u.questions[FlowScope].reads {
			u.questions[FlowScope].reads[i].all = true
		}
	}
	names := namedTexts(with)
	fired := map[string]bool{}
	for seed := range uint64(1200) {
		in := randomInput(rand.New(rand.NewPCG(seed, 1)), names)
		want, wantErrs := without.EvalFlow(t.Context(), in)
		got, gotErrs := with.EvalFlow(t.Context(), in)
		if diff := cmp.Diff(want, got); diff != "" || fmt.Sprint(wantErrs) != fmt.Sprint(gotErrs) {
			t.Fatalf("seed %d: (-without +with gates):\n%s%v and %v", seed, diff, wantErrs, gotErrs)
		}
		for _, f := range got {
			fired[f.Rule] = true
		}
	}
	if rules := len(with.units[0].questions[FlowScope].rules); len(fired) < rules*3/4 {
		t.Errorf("only %d of %d rules found anything: %v", len(fired), rules, fired)
	}
}

func builtin(t *testing.T) *Set {
	t.Helper()
	set, err := Load(t.Context(), Options{Builtin: true})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// namedTexts are the texts that fields have, by field: those that rules at flow
// scope hold them against, and some that their patterns match.
func namedTexts(s *Set) map[string][]string {
	out := map[string][]string{
		"url":  {"https://x/api/v2/analytics/y", "https://x/api/v2/flows/datatables/1/rows"},
		"text": {"https://example.org/x", "12345678-1234-1234-1234-123456789012", "a[0]", "a[0]", "a", "a", "a", "count(a)"},
		"name": {"password", "phone", "found", "notFound", "found", "notFound", "found", "notFound"}, "dataAction": {"Write log", "x"},
		"errorHandling": {"Disconnect"},
		"kind":          {"findUser", "findUser", "variable", "expression", "dataTableLookup", "retry", "waiting"},
	}
	for _, r := range s.units[0].questions[FlowScope].rules {
		ast.WalkExprs(s.units[0].packages[r.ID], func(e *ast.Expr) bool {
			var field string
			var texts []string
			ast.WalkTerms(e, func(t *ast.Term) bool {
				switch v := t.Value.(type) {
				case ast.String:
					texts = append(texts, string(v))
				case ast.Ref:
					if last, ok := v[len(v)-1].Value.(ast.String); ok && len(v) > 1 {
						field = string(last)
					}
					return true
				}
				return false
			})
			out[field] = append(out[field], texts...)
			return false
		})
	}
	return out
}

// randomInput is a flow in which no two facts need go together.
func randomInput(r *rand.Rand, names map[string][]string) facts.FlowInput {
	var in facts.FlowInput
	g := guesser{r, names}
	g.fill("", reflect.ValueOf(&in.Flow).Elem(), 0)
	g.fill("", reflect.ValueOf(&in.Org).Elem(), 0)
	return in
}

type guesser struct {
	*rand.Rand
	names map[string][]string
}

func (g guesser) fill(name string, v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Pointer:
		if g.IntN(3) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			g.fill(name, v.Elem(), depth)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			g.fill(name, v.Field(i), depth)
		}
	case reflect.Slice:
		if n := g.IntN(4); depth < 3 && n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				g.fill("", v.Index(i), depth+1)
			}
		}
	case reflect.Bool:
		v.SetBool(g.IntN(2) > 0)
	case reflect.String:
		v.SetString(g.text(name))
	case reflect.Int, reflect.Int64:
		v.SetInt([]int64{0, 1, 2, 5, 100, 20_000}[g.IntN(6)])
	case reflect.Float64:
		v.SetFloat([]float64{0, 0.5, 1, 3, 90}[g.IntN(5)])
	}
}

func (g guesser) text(field string) string {
	if known := g.names[field]; len(known) > 0 && g.IntN(4) > 0 {
		return known[g.IntN(len(known))]
	}
	return []string{"", "a"}[g.IntN(2)]
}

// TestClosedGatesAskNothing: where no rule can find anything, none is evaluated.
func TestClosedGatesAskNothing(t *testing.T) {
	set := builtin(t)
	q := set.mayFind(set.units[0], FlowScope, reflect.ValueOf(facts.FlowInput{Flow: facts.Flow{Name: "Empty", Type: "workflow"}}))
	if len(q.rules) > 0 {
		t.Errorf("of a flow without anything %d rules are asked: %s first", len(q.rules), q.rules[0].ID)
	}
}

// TestPrintingRulesAreAsked: a rule that cannot find anything still prints.
func TestPrintingRulesAreAsked(t *testing.T) {
	var out writer
	set := loadText(t, Options{Print: &out},
		rule(someMeta, "findings contains {\"at\": call} if {\n\tprint(\"here\")\n\tsome call in input.flow.calls\n}\n"))
	if got, errs := set.EvalFlow(t.Context(), facts.FlowInput{}); len(got)+len(errs) > 0 || out == "" {
		t.Errorf("findings %v, errors %v, printed %q", got, errs, out)
	}
}

type writer string

func (w *writer) Write(p []byte) (int, error) {
	*w += writer(p)
	return len(p), nil
}

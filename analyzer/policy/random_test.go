package policy

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
)

// TestRandomRules holds random rules, asked as rules of a user's and asked with
// gates and partial inputs as built-in rules are, to a plain evaluation by OPA
// over the whole input and without its rule index.
func TestRandomRules(t *testing.T) {
	loaded, fired := 0, 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 7))
		text := rule(someMeta, newRegoWriter(r).module())
		set := unchecked(t, text)
		if set == nil {
			continue // a variable without a value, or the like
		}
		loaded++
		for range 4 {
			in := randomInput(r, map[string][]string{"name": {"a", "b"}, "kind": {"a", "retry"}})
			want := plainly(t, set, in)
			if len(want) > 0 {
				fired++
			}
			for name, how := range map[string]*Set{"as a user's": set, "with shortcuts": withShortcuts(set)} {
				got, errs := how.EvalFlow(t.Context(), in)
				if diff := cmp.Diff(want, got); diff != "" || len(errs) > 0 {
					t.Fatalf("seed %d, %s: (-plain +got):\n%s%v\n%s", seed, name, diff, errs, text)
				}
			}
		}
	}
	if loaded < 200 || fired < loaded/2 {
		t.Errorf("%d rules loaded, %d of the evaluations found anything", loaded, fired)
	}
}

// unchecked loads a rule without type checks, which refuse comparisons of a text
// with a number. It is nil where the rule does not compile.
func unchecked(t *testing.T, text string) *Set {
	t.Helper()
	units, errs := readUnits(Options{Sources: []string{write(t, map[string]string{"x.rego": text})}})
	if len(errs) > 0 {
		return nil
	}
	units[0].lenient = true
	if errs := units[0].prepare(t.Context(), nil); len(errs) > 0 {
		return nil
	}
	return &Set{units: units, limit: limits{DefaultSteps, DefaultTimeout}, encoders: newEncoders()}
}

// plainly are the findings of a set's only rule by one query of OPA.
func plainly(t *testing.T, s *Set, in facts.FlowInput) []finding.Finding {
	t.Helper()
	u := s.units[0]
	r := u.rules[0]
	ask, err := u.asking(r)
	if err != nil {
		t.Fatal(err)
	}
	result, err := u.query([]*ast.Expr{ask}, s.flowInput(in), topdown.NewCancel()).WithIndexing(false).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found, err := findings(r, result[0][answerVar(r)], newRecords(func() ast.Value { return s.flowInput(in) }, in.Flow.Name))
	if err != nil {
		t.Fatal(err)
	}
	return named(found, newLocator([]facts.Flow{in.Flow}, in.Flow.Name))
}

// withShortcuts is the set as if its rules were built-in ones.
func withShortcuts(s *Set) *Set {
	u := *s.units[0]
	q := *u.questions[FlowScope]
	q.gates, q.reads = u.gatesOf(q.rules, inputType(FlowScope)), []reads{u.readsOf(q.rules[0])}
	u.questions = map[Scope]*question{FlowScope: &q}
	return &Set{units: []*Unit{&u}, limit: s.limit, encoders: s.encoders}
}

// regoWriter writes random rules: few names, so that conditions meet.
type regoWriter struct {
	*rand.Rand
	names int
	plain bool // without helpers
}

func newRegoWriter(r *rand.Rand) *regoWriter { return &regoWriter{Rand: r} }

func (w *regoWriter) of(texts ...string) string { return texts[w.IntN(len(texts))] }

// or is one of the texts that name no helper, or of those that do.
func (w *regoWriter) or(plain []string, helpers ...string) string {
	if w.plain {
		return w.of(plain...)
	}
	return w.of(append(plain, helpers...)...)
}

func (w *regoWriter) name() string {
	w.names++
	return fmt.Sprint("v", w.names)
}

func (w *regoWriter) module() string {
	var out strings.Builder
	for range 1 + w.IntN(2) {
		fmt.Fprintf(&out, "findings contains {\"at\": input.flow, \"message\": %q} if {\n", w.of("one", "two"))
		for range 1 + w.IntN(4) {
			fmt.Fprintf(&out, "\t%s\n", w.condition(0))
		}
		out.WriteString("}\n\n")
	}
	w.plain = true // helpers that name one another are refused
	fmt.Fprintf(&out, "f(x) if x %s %s\n\nf(x) if {\n\tis_string(x)\n\t%s\n}\n\n", w.of("==", ">", "!="), w.scalar(), w.condition(1))
	fmt.Fprintf(&out, "g(x) := %s if x == %s\n\nk := %s\n\np contains x if {\n\tsome x in %s\n\t%s\n}\n", w.scalar(), w.scalar(),
		w.collection(), w.collection(), w.condition(1))
	return out.String()
}

func (w *regoWriter) condition(depth int) string {
	kinds := 12
	if depth > 1 {
		kinds = 6
	}
	kind := w.IntN(kinds)
	if w.plain && (kind == 5 || kind == 10) {
		kind = 2
	}
	switch kind {
	case 0:
		return w.member()
	case 1:
		return fmt.Sprintf("%s in %s", w.scalar(), w.collection())
	case 2:
		return fmt.Sprintf("%s %s %s", w.operand(), w.of("==", "!=", "<", ">="), w.operand())
	case 3:
		return fmt.Sprintf("count(%s) %s %d", w.collection(), w.of(">", "==", "<"), w.IntN(3))
	case 4:
		return "not " + w.of(w.member(), fmt.Sprintf("%s == %s", w.scalar(), w.number()), fmt.Sprintf("%s in %s", w.scalar(), w.collection()))
	case 5:
		return fmt.Sprintf("f(%s)", w.operand())
	case 6:
		v := w.name()
		return fmt.Sprintf("some %s in %s; %s %s %s", v, w.collection(), v, w.of("==", "<", ">"), w.scalar())
	case 7:
		v := w.name()
		return fmt.Sprintf("every %s in %s { %s != %s }", v, w.collection(), v, w.scalar())
	case 8:
		v, x := w.name(), w.name()
		return fmt.Sprintf("%s := %s; %s", v, w.comprehension(x), w.of(v+"["+w.scalar()+"]", "count("+v+") > 0", w.scalar()+" in "+v))
	case 9:
		v := w.name()
		return fmt.Sprintf("%s := %s; %s", v, w.collection(), w.of(v+"["+w.scalar()+"]", "not "+v+"["+w.scalar()+"]",
			v+"["+w.scalar()+"] == "+w.scalar()))
	case 10:
		return fmt.Sprintf("g(%s) %s %s", w.operand(), w.of("==", "!="), w.scalar())
	}
	return fmt.Sprintf("%s + %s %s %s", w.number(), w.number(), w.of(">", "<", "=="), w.number())
}

func (w *regoWriter) member() string {
	return fmt.Sprintf("%s[%s]", w.or([]string{"{3, 5}", "[0, 3, false]", `{"a": 1, 3: false}`, `{"a", "b"}`, "{0, false}"}, "k", "p"),
		w.scalar())
}

func (w *regoWriter) comprehension(x string) string {
	from, test := w.collection(), fmt.Sprintf("%s %s %s", x, w.of("==", "!=", ">"), w.scalar())
	open, shut := "[", "]"
	if w.IntN(2) > 0 {
		open, shut = "{", "}"
	}
	return fmt.Sprintf("%s%s | some %s in %s; %s%s", open, x, x, from, test, shut)
}

func (w *regoWriter) number() string {
	return w.of("0", "1", "3", "0.5", "input.flow.actions", "input.flow.line", "count(input.flow.calls)", "input.flow.modelledShare")
}

func (w *regoWriter) scalar() string {
	return w.of("0", "1", "3", "5", `"a"`, `"b"`, "null", "true", "false", "0.5", `"retry"`)
}

func (w *regoWriter) operand() string {
	return w.or([]string{w.scalar(), w.number(), "input.flow.name", "input.flow.voice", "input.flow.calls[0].name", "input.flow.calls[_].loop",
		"input.flow.loops[_].kind",
		"lower(input.flow.name)", "input.flow.calls[1].perRun.min"}, "k", "p")
}

func (w *regoWriter) collection() string {
	return w.or([]string{"{3, 5}", "[0, 3, 5]", "{\"a\", 3, null}", "[]", "set()", "{\"a\": 3, \"b\": false}", "[false]",
		"input.flow.calls", "input.flow.reaches",
		"{l.kind | some l in input.flow.loops}", "[c.name | some c in input.flow.calls; c.reachable]", "array.concat(input.flow.calls, [3])",
		"{input.flow.name, 3}", "[input.flow.name, 5]"}, "k", "p")
}

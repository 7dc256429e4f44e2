package author

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"

	"archlint/analyzer/facts"
	"archlint/analyzer/policy"
)

// Survivor is something that can be taken away without anybody noticing: a
// condition of a rule, which is then either not tested or not needed, or a
// fact of its bad example, which the condition that reads it then does not
// depend on.
type Survivor struct {
	Rule      string `json:"rule"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	Condition string `json:"condition"`
	Fact      string `json:"fact"` // "" when the condition itself was taken away
}

// ExampleInput is what a rule sees of one of its examples.
type ExampleInput struct {
	Bad   bool // the rule fires
	Flows []facts.FlowInput
	Org   facts.OrgInput
}

// Mutate takes away what the rules of the sources rest on, one thing at a
// time, and returns what nobody missed, in order of file and line: each
// condition of a rule, where neither its unit tests nor its examples (by rule
// id, may be nil) notice; each fact of a bad example that a condition reads by
// itself, where the rule fires all the same. tried is the number of things
// that could be taken away.
func Mutate(ctx context.Context, opts policy.Options, examples map[string][]ExampleInput) (survivors []Survivor, tried int, err error) {
	units, errs := policy.ReadTestUnits(opts)
	for _, u := range units {
		var out trialResult
		var unitErrs policy.LoadErrors
		if len(opts.Worker) > 0 && !u.Builtin() {
			out, unitErrs = suite{u}.mutateApart(ctx, opts, examples)
		} else if out, unitErrs, err = (suite{u}).mutateAll(ctx, examples, nil); err != nil {
			return survivors, tried, err
		}
		survivors, tried, errs = append(survivors, out.Survivors...), tried+out.Tried, append(errs, unitErrs...)
	}
	if err := ctx.Err(); err != nil {
		return survivors, tried, err
	}
	sort.SliceStable(survivors, func(i, j int) bool {
		if survivors[i].File != survivors[j].File {
			return survivors[i].File < survivors[j].File
		}
		return survivors[i].Line < survivors[j].Line
	})
	if len(errs) > 0 {
		return survivors, tried, errs.Sorted()
	}
	return survivors, tried, nil
}

// mutateAll tries the rules of a unit. Before each part begin, if set, is called with what
// comes, and says whether it is to be left out: it was too much before.
func (u suite) mutateAll(ctx context.Context, examples map[string][]ExampleInput, begin func(part string) (leftOut bool)) (out trialResult,
	errs policy.LoadErrors, err error) {
	if begin == nil {
		begin = func(string) bool { return false }
	}
	errs = u.PrepareTests()
	for _, r := range u.Rules() {
		if begin(r.ID) {
			errs.Add(r.File, nil, "rule %s: it is too much to try what its tests and examples miss", r.ID)
			continue
		}
		found, n, err := u.mutate(ctx, r, encodeExamples(r, examples[r.ID]), begin)
		if err != nil {
			return out, errs, err
		}
		out.Survivors, out.Tried = append(out.Survivors, found...), out.Tried+n
	}
	return out, errs, nil
}

// encodeExamples are the documents that the rule is asked about.
func encodeExamples(r *policy.Rule, examples []ExampleInput) []exampleInput {
	var out []exampleInput
	for _, e := range examples {
		if r.Scope == policy.OrgScope {
			out = append(out, exampleInput{e.Bad, policy.OrgDocument(e.Org)})
			continue
		}
		for _, in := range e.Flows {
			out = append(out, exampleInput{e.Bad, policy.FlowDocument(in)})
		}
	}
	return out
}

type exampleInput struct {
	bad   bool
	value ast.Value
}

// mutate tries the conditions of one rule's package, and the facts that they read.
func (u suite) mutate(ctx context.Context, r *policy.Rule, inputs []exampleInput,
	begin func(part string) (leftOut bool)) (survivors []Survivor, tried int, err error) {
	t := &mutant{rule: r, base: u.alone(r), inputs: inputs}
	if err := t.begin(ctx); err != nil {
		return nil, 0, err
	}
	for _, name := range policy.SortedKeys(t.base) {
		m := t.base[name]
		if policy.PackageName(m.Package) != r.Package {
			continue
		}
		for i := range m.Rules {
			for j, expr := range m.Rules[i].Body {
				if len(m.Rules[i].Body) < 2 || strings.HasPrefix(m.Rules[i].Head.Name.String(), policy.ParamsRule) {
					continue // a body cannot be empty
				}
				if err := ctx.Err(); err != nil {
					return survivors, tried, err
				}
				if begin(fmt.Sprintf("%s without condition %d of rule %d in %s", r.ID, j, i, name)) {
					tried++ // a rule that takes too much without it misses it
					continue
				}
				noticed, compiled := t.noticesWithout(ctx, name, i, j)
				if !compiled {
					continue
				}
				tried++
				if !noticed && !typeGuard(expr) {
					survivors = append(survivors, Survivor{Rule: r.ID, File: name, Line: expr.Location.Row, Condition: firstLine(expr.Location.Text)})
				}
			}
		}
	}
	if begin(r.ID + " with other facts") {
		return survivors, tried, fmt.Errorf("rule %s: it is too much to try it with other facts", r.ID)
	}
	facts, n, err := t.facts(ctx)
	return append(survivors, facts...), tried + n, err
}

// typeGuard tells conditions such as is_number(x). They keep unknown values out
// of comparisons, most of which are false for those anyway.
func typeGuard(expr *ast.Expr) bool {
	return !expr.Negated && expr.IsCall() && strings.HasPrefix(expr.Operator().String(), "is_")
}

// alone are the modules that matter to one rule: its package, its tests, and
// packages that are no rules.
func (u suite) alone(r *policy.Rule) map[string]*ast.Module {
	others := map[string]bool{}
	for _, other := range u.Rules() {
		if other != r {
			others[other.Package], others[other.Package+"_test"] = true, true
		}
	}
	out := map[string]*ast.Module{}
	for _, set := range []map[string]*ast.Module{u.Modules(), u.Tests()} {
		for name, m := range set {
			if !others[policy.PackageName(m.Package)] {
				out[name] = m
			}
		}
	}
	return out
}

// mutant is one rule under change.
type mutant struct {
	rule     *policy.Rule
	base     map[string]*ast.Module
	inputs   []exampleInput
	compiler *ast.Compiler   // of the rule as it is
	places   [][]facts.Place // what it finds in each input
	bodies   map[string]bool // places of the bodies that found something in a bad input
}

// begin asks the rule as it is.
func (t *mutant) begin(ctx context.Context) error {
	modules := map[string]*ast.Module{}
	for name, m := range t.base {
		modules[name] = m.Copy()
	}
	t.compiler = mutantCompiler()
	if t.compiler.Compile(modules); t.compiler.Failed() {
		return t.compiler.Errors
	}
	t.bodies = map[string]bool{}
	for _, in := range t.inputs {
		found, err := t.ask(ctx, t.compiler, in.value, in.bad)
		if err != nil {
			return err
		}
		t.places = append(t.places, found)
	}
	return nil
}

// mutantCompiler is not strict: what is left of a rule may declare a variable
// that nothing uses now.
func mutantCompiler() *ast.Compiler {
	return policy.NewCompiler(true).WithStrict(false).WithSkipStages(ast.StageCheckTypes)
}

// ask returns the places of the rule's findings, in order. With note it keeps
// which bodies found them.
func (t *mutant) ask(ctx context.Context, c *ast.Compiler, input ast.Value, note bool) ([]facts.Place, error) {
	ctx, stop := context.WithTimeout(ctx, defaultTestTimeout)
	defer stop()
	args := []func(*rego.Rego){rego.Query("data." + t.rule.Package + ".findings"), rego.Compiler(c), rego.ParsedInput(input),
		rego.GenerateJSON(func(t *ast.Term, _ *rego.EvalContext) (any, error) { return t, nil })}
	if note {
		args = append(args, rego.QueryTracer(&exits{t.bodies}))
	}
	result, err := rego.New(args...).Eval(ctx)
	if err != nil || len(result) == 0 {
		return nil, err
	}
	answer, _ := result[0].Expressions[0].Value.(*ast.Term)
	set, ok := answer.Value.(ast.Set)
	if !ok {
		return nil, fmt.Errorf("findings are %s, not a set", ast.ValueName(answer.Value))
	}
	var out []facts.Place
	set.Foreach(func(one *ast.Term) {
		if object, ok := one.Value.(ast.Object); ok {
			if at, ok := object.Get(ast.InternedTerm("at")).Value.(ast.Object); ok {
				p, about, _ := policy.PlaceOf(at)
				out = append(out, facts.Place{Flow: p.Flow, File: p.File, Line: p.Line, Node: p.Node, Pointer: about})
			}
		}
	})
	slices.SortFunc(out, func(a, b facts.Place) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return out, nil
}

// noticesWithout runs the tests and the examples with one condition taken away.
func (t *mutant) noticesWithout(ctx context.Context, name string, rule, condition int) (noticed, compiled bool) {
	modules := make(map[string]*ast.Module, len(t.base))
	for n, m := range t.base {
		modules[n] = m.Copy()
	}
	body := modules[name].Rules[rule].Body
	modules[name].Rules[rule].Body = slices.Delete(slices.Clone(body), condition, condition+1)
	compiler := mutantCompiler()
	results, err := tester.NewRunner().SetCompiler(compiler).SetStore(inmem.New()).SetTimeout(defaultTestTimeout).
		SetModules(modules).RunTests(ctx, nil)
	if err != nil {
		return false, false
	}
	for r := range results {
		noticed = noticed || !r.Pass()
	}
	for i, in := range t.inputs {
		if noticed {
			break
		}
		found, err := t.ask(ctx, compiler, in.value, false)
		noticed = err != nil || !slices.Equal(found, t.places[i])
	}
	return noticed, true
}

func firstLine(text []byte) string {
	line, _, _ := strings.Cut(string(text), "\n")
	return line
}

// String prints a survivor with its place.
func (s Survivor) String() string {
	if s.Fact != "" {
		return fmt.Sprintf("%s:%d: rule %s: fires on its bad example whatever %s is, which %s reads", s.File, s.Line, s.Rule, s.Fact, s.Condition)
	}
	return fmt.Sprintf("%s:%d: rule %s: no unit test misses %s", s.File, s.Line, s.Rule, s.Condition)
}

package policy

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
)

// Survivor is a condition of a rule that can be taken away without any of the
// rule's unit tests noticing: it is either not tested or not needed.
type Survivor struct {
	Rule      string `json:"rule"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	Condition string `json:"condition"`
}

// Mutate takes the conditions of every rule of the sources away, one at a
// time, runs the rule's unit tests, and returns what they did not miss, in
// order of file and line. tried is the number of conditions that could be
// taken away without making the rule uncompilable.
func Mutate(ctx context.Context, opts Options) (survivors []Survivor, tried int, err error) {
	units, errs := readTestUnits(opts)
	for _, u := range units {
		u.rewrite(true, &errs)
		for _, m := range u.tests {
			rewriteNullTests(m)
		}
		for _, r := range u.rules {
			found, n, err := u.mutate(ctx, r)
			if err != nil {
				return survivors, tried, err
			}
			survivors, tried = append(survivors, found...), tried+n
		}
	}
	sort.SliceStable(survivors, func(i, j int) bool {
		if survivors[i].File != survivors[j].File {
			return survivors[i].File < survivors[j].File
		}
		return survivors[i].Line < survivors[j].Line
	})
	if len(errs) > 0 {
		return survivors, tried, errs.sorted()
	}
	return survivors, tried, nil
}

// mutate tries the conditions of one rule's package.
func (u *unit) mutate(ctx context.Context, r *Rule) (survivors []Survivor, tried int, err error) {
	base := u.alone(r)
	for _, name := range sortedKeys(base) {
		m := base[name]
		if packageName(m.Package) != r.Package {
			continue
		}
		for i := range m.Rules {
			for j, expr := range m.Rules[i].Body {
				if len(m.Rules[i].Body) < 2 || strings.HasPrefix(m.Rules[i].Head.Name.String(), paramsRule) {
					continue // a body cannot be empty
				}
				if err := ctx.Err(); err != nil {
					return survivors, tried, err
				}
				noticed, compiled := noticesWithout(ctx, base, name, i, j)
				if !compiled {
					continue
				}
				tried++
				if !noticed {
					survivors = append(survivors, Survivor{Rule: r.ID, File: name, Line: expr.Location.Row, Condition: firstLine(expr.Location.Text)})
				}
			}
		}
	}
	return survivors, tried, nil
}

// alone are the modules that matter to one rule: its package, its tests, and
// packages that are no rules.
func (u *unit) alone(r *Rule) map[string]*ast.Module {
	others := map[string]bool{}
	for _, other := range u.rules {
		if other != r {
			others[other.Package], others[other.Package+"_test"] = true, true
		}
	}
	out := map[string]*ast.Module{}
	for _, set := range []map[string]*ast.Module{u.modules, u.tests} {
		for name, m := range set {
			if !others[packageName(m.Package)] {
				out[name] = m
			}
		}
	}
	return out
}

// noticesWithout runs the tests with one condition taken away.
func noticesWithout(ctx context.Context, base map[string]*ast.Module, name string, rule, condition int) (noticed, compiled bool) {
	modules := make(map[string]*ast.Module, len(base))
	for n, m := range base {
		modules[n] = m.Copy()
	}
	body := modules[name].Rules[rule].Body
	rest := make(ast.Body, 0, len(body)-1)
	for i, expr := range body {
		if i != condition {
			rest = append(rest, expr)
		}
	}
	modules[name].Rules[rule].Body = rest
	// Not strict: what is left may declare a variable that nothing uses now.
	compiler := newCompiler(true).WithStrict(false).WithSkipStages(ast.StageCheckTypes)
	results, err := tester.NewRunner().SetCompiler(compiler).SetStore(inmem.New()).SetTimeout(DefaultTimeout).Run(ctx, modules)
	if err != nil {
		return false, false
	}
	for r := range results {
		noticed = noticed || !r.Pass()
	}
	return noticed, true
}

func firstLine(text []byte) string {
	line, _, _ := strings.Cut(string(text), "\n")
	return line
}

// String prints a survivor with its place.
func (s Survivor) String() string {
	return fmt.Sprintf("%s:%d: rule %s: no unit test misses %s", s.File, s.Line, s.Rule, s.Condition)
}

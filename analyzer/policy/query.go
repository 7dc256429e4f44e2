package policy

import (
	"context"
	"reflect"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"

	"archlint/analyzer/policy/gate"
)

// question is what the rules of one scope are asked with. Any of them can be
// asked at once: a query takes one condition for each, and none fails, since a
// set without findings is a set as well.
type question struct {
	rules []*Rule     // in order of id
	asks  []*ast.Expr // <answerVar of the rule> = data.<its package>.findings
	reads []reads     // of the flow, by rule
	gates *gate.Gates // where built-in rules find nothing; nil when all rules are always asked
}

// some is the question for those of the rules that are named.
func (q *question) some(want []bool) *question {
	out := &question{}
	for i, wanted := range want {
		if wanted {
			out.rules, out.asks, out.reads = append(out.rules, q.rules[i]), append(out.asks, q.asks[i]), append(out.reads, q.reads[i])
		}
	}
	return out
}

// answerVar is the variable of a query that a rule's findings go into.
func answerVar(r *Rule) ast.Var { return ast.Var("findings of " + r.ID) }

// prepareQuestions compiles what the unit's rules are asked with.
func (u *Unit) prepareQuestions(ctx context.Context) error {
	u.store, u.questions = inmem.New(), map[Scope]*question{}
	reading, err := u.store.NewTransaction(ctx)
	if err != nil {
		return err
	}
	u.reading = reading
	for _, scope := range []Scope{FlowScope, OrgScope} {
		q := &question{rules: u.active(scope)}
		for _, r := range q.rules {
			ask, err := u.asking(r)
			if err != nil {
				return err
			}
			q.asks, q.reads = append(q.asks, ask), append(q.reads, u.readsFor(r))
		}
		if u.gated() {
			q.gates = u.gatesOf(q.rules, inputType(scope))
		}
		u.questions[scope] = q
	}
	return nil
}

// gated reports whether rules are left out where their gates say that they find
// nothing. Only built-in rules are: tests evaluate each of them with and without
// its gate. A rule of a user's is always evaluated, since no test of ours knows it.
// What rules print is wanted even where they find nothing.
func (u *Unit) gated() bool { return u.source == BuiltinSource && u.print == nil }

func (u *Unit) gatesOf(rules []*Rule, input reflect.Type) *gate.Gates {
	sets := make([]ast.Ref, len(rules))
	for i, r := range rules {
		sets[i] = u.findingsOf(r)
	}
	return gate.New(u.compiler, sets, input)
}

// asking compiles the condition of a query that asks for a rule's findings.
func (u *Unit) asking(r *Rule) (*ast.Expr, error) {
	ask := ast.Equality.Expr(ast.NewTerm(answerVar(r)), ast.NewTerm(u.findingsOf(r)))
	compiled, err := u.compiler.QueryCompiler().Compile(ast.NewBody(ask))
	if err != nil {
		return nil, err
	}
	return compiled[0], nil
}

// findingsOf is the reference to a rule's findings.
func (u *Unit) findingsOf(r *Rule) ast.Ref {
	return u.packages[r.ID].Package.Path.Append(ast.StringTerm("findings"))
}

// query is a query of the unit's rules over an input. It goes past package rego,
// which prepares one query and not any choice of rules.
func (u *Unit) query(asks []*ast.Expr, input ast.Value, cancel topdown.Cancel) *topdown.Query {
	return topdown.NewQuery(asks).WithCompiler(u.compiler).WithStore(u.store).WithTransaction(u.reading).WithBuiltins(u.builtins).
		WithInput(ast.NewTerm(input)).WithCancel(cancel).WithMetrics(metrics.NoOp())
}

// Package bounded gives rules that nobody has reviewed the built-in functions of
// Rego with a bound on what each call may cost.
//
// OPA counts no cost of its built-in functions: one call may shift a number by
// 100,000,000,000 bits, or write a text of a terabyte, and nothing interrupts it.
// Here each call first charges its work, in evaluation steps, to the budget of the
// rule that makes it. A call that the budget cannot pay is refused before it
// begins. Functions whose work does not follow from the size of their arguments
// are left out (see table.go).
package bounded

import (
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Budget is what a rule's evaluation may still spend. The cancellation object of
// a query implements it.
type Budget interface {
	// Charge takes steps off, and reports whether there were as many.
	Charge(steps int64) bool
}

// prefix stands before the names of functions with a bound. OPA asks its own
// table first, so that a name in it cannot be given another meaning.
const prefix = "archlint.bounded."

// bounded is the reference to the function with a bound that stands for one of OPA's.
func bounded(name string) ast.Ref { return ast.MustParseRef(prefix + name) }

// Builtins are the functions that Rewrite makes rules call.
func Builtins() map[string]*topdown.Builtin {
	out := map[string]*topdown.Builtin{}
	for _, b := range ast.Builtins {
		price := costs[b.Name]
		work := topdown.GetBuiltin(b.Name)
		if price == nil || work == nil {
			continue
		}
		decl := *b
		// OPA looks functions up by the text of their reference: archlint.bounded["contains"],
		// since contains is a keyword.
		decl.Name, decl.Nondeterministic, decl.CanSkipBctx = bounded(b.Name).String(), false, false
		out[decl.Name] = &topdown.Builtin{Decl: &decl, Func: paid(b.Name, price, work)}
	}
	return out
}

// paid charges a call before it is made, and its result afterwards.
func paid(name string, price cost, work topdown.BuiltinFunc) topdown.BuiltinFunc {
	return func(ctx topdown.BuiltinContext, args []*ast.Term, result func(*ast.Term) error) error {
		budget, ok := ctx.Cancel.(Budget)
		if !ok {
			return work(ctx, args, result)
		}
		steps, reason := price(args)
		if reason != "" {
			return refused(ctx, name, reason)
		}
		if !budget.Charge(steps) {
			return refused(ctx, name, spent)
		}
		return work(ctx, args, func(out *ast.Term) error {
			if out != nil && !budget.Charge(shallow(out)) {
				return refused(ctx, name, spent)
			}
			return result(out)
		})
	}
}

// spent is why a call is refused that the budget cannot pay.
const spent = "the call is too large for the steps that the rule may take"

// refused ends the evaluation. An ordinary error of a function would only leave
// the condition undefined.
func refused(ctx topdown.BuiltinContext, name, reason string) error {
	return topdown.Halt{Err: &topdown.Error{Code: topdown.CancelErr, Location: ctx.Location, Message: fmt.Sprintf("%s: %s", name, reason)}}
}

// Reason is why a call was refused: the words of an error of the evaluation
// without OPA's code.
func Reason(err error) string {
	var refusal *topdown.Error
	if errors.As(err, &refusal) {
		return refusal.Message
	}
	return err.Error()
}

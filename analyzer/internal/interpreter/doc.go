// Package interpreter runs a flow step by step and evaluates what it meets:
// expressions, variables, lists, conditions, loop counts. It is written from the
// semantics of Architect flows alone and shares nothing with the analyses that it
// checks but the decoded tree and the parser of expressions.
//
// What the flow does not hold (inputs, answers, results, variables without an
// initial value, outcomes of calls) is chosen by the caller, one choice at a time
// and not before the run depends on it: a caller that tries every choice makes every
// run. Where the platform's rule is not documented, the rule is a choice as well:
// whether a task that starts again finds its variables as they were, whether an
// integer takes a fraction rounded up or down, whether 0.1 + 0.2 is 0.3.
package interpreter

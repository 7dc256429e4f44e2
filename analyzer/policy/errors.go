package policy

import (
	"errors"
	"fmt"
	"sort"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ast/location"

	"archlint/analyzer/policy/bounded"
	"archlint/analyzer/source"
)

// LoadErrors are all that was wrong with the policies and their configuration,
// in order of file and position. Each is a *source.Error.
type LoadErrors []*source.Error

// Error lists the errors, one a line.
func (e LoadErrors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the single errors to errors.As and errors.Is.
func (e LoadErrors) Unwrap() []error {
	out := make([]error, len(e))
	for i, one := range e {
		out[i] = one
	}
	return out
}

func (e *LoadErrors) Add(file string, loc *location.Location, format string, args ...any) {
	one := &source.Error{File: file, Message: fmt.Sprintf(format, args...)}
	if loc != nil {
		one.Pos = source.Pos{Line: loc.Row, Column: loc.Col}
	}
	*e = append(*e, one)
}

// addErr takes over an error of OPA's with its positions, or any other as a
// problem of the whole file.
func (e *LoadErrors) AddErr(file string, err error) {
	var many ast.Errors
	var one *ast.Error
	switch {
	case errors.As(err, &many):
		for _, single := range many {
			e.addAST(file, single)
		}
	case errors.As(err, &one):
		e.addAST(file, one)
	default:
		e.Add(file, nil, "%v", err)
	}
}

func (e *LoadErrors) addAST(file string, err *ast.Error) {
	if err.Location != nil && err.Location.File != "" {
		file = err.Location.File
	}
	e.Add(file, err.Location, "%s", explain(err))
}

// sorted puts the errors in order of place and drops repetitions: one mistake
// can come up in several stages of the compiler.
func (e LoadErrors) Sorted() LoadErrors {
	sort.SliceStable(e, func(i, j int) bool {
		a, b := e[i], e[j]
		if a.File != b.File {
			return a.File < b.File
		}
		if a.Pos != b.Pos {
			return a.Pos.Line < b.Pos.Line || a.Pos.Line == b.Pos.Line && a.Pos.Column < b.Pos.Column
		}
		return a.Message < b.Message
	})
	out := e[:0]
	for i, one := range e {
		if i == 0 || *one != *out[len(out)-1] {
			out = append(out, one)
		}
	}
	return out
}

// explain words an error of the compiler for somebody who writes rules.
func explain(err *ast.Error) string {
	detail, ok := err.Details.(*ast.RefErrInvalidDetail)
	if !ok || detail.Pos >= len(detail.Ref) {
		return explainMessage(err.Message)
	}
	key, ok := detail.Ref[detail.Pos].Value.(ast.String)
	if !ok {
		return explainMessage(err.Message)
	}
	var known []string
	for _, v := range detail.OneOf {
		if s, ok := v.(ast.String); ok {
			known = append(known, string(s))
		}
	}
	return fmt.Sprintf("undefined field %q in %s%s", string(key), detail.Ref[:detail.Pos+1], DidYouMean(string(key), known))
}

// explainMessage says why a builtin is missing when it is one that we took away.
func explainMessage(message string) string {
	name, found := strings.CutPrefix(message, "undefined function ")
	if !found {
		return message
	}
	if why := bounded.LeftOut(name); why != "" {
		return name + " is not available, since nothing bounds what a call costs: " + why
	}
	for _, b := range ast.Builtins {
		if b.Name == name {
			return name + " is not available: policies run without network, files, environment, clock or chance"
		}
	}
	return message + nearBuiltin(name)
}

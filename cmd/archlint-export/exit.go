package main

import (
	"errors"
	"fmt"

	"archlint/analyzer/visible"
	"archlint/cmd/archlint-export/internal/exporter"
)

// The exit codes, those of archlint.
const (
	exitOK      = 0 // everything that was asked for is there, or is noted as refused
	exitUsage   = 2 // wrong usage, no credentials
	exitTrouble = 3 // the export is partial, or there is none
)

// troubleError is an error that is not the command line's fault.
type troubleError struct{ error }

func (e *troubleError) Unwrap() error { return e.error }

func trouble(err error) error {
	if err == nil {
		return nil
	}
	return &troubleError{err}
}

// errPartial ends the program after everything has been said.
var errPartial = &troubleError{errors.New("the export is partial")}

func (a *app) exitCode(err error) int {
	var t *troubleError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errPartial):
		return exitTrouble
	}
	fmt.Fprintln(a.stderr, "archlint-export:", visible.Lines(err.Error()))
	if errors.As(err, &t) && !errors.Is(err, exporter.ErrOther) {
		return exitTrouble
	}
	return exitUsage
}

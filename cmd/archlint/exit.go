package main

import (
	"errors"
	"fmt"
)

// The exit codes, a part of the outer contract.
const (
	exitOK       = 0 // nothing at or above --fail-on
	exitFindings = 1 // findings at or above --fail-on
	exitUsage    = 2 // wrong usage or configuration
	exitTrouble  = 3 // an input or a policy could not be read or evaluated, a report could not be written, or nothing was checked
)

// exitError ends the program with a code. Its error, if any, is printed.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// exit returns nil for exitOK, else an error that ends the program with code
// and prints nothing: what is wrong has been said.
func exit(code int) error {
	if code == exitOK {
		return nil
	}
	return &exitError{code: code}
}

// trouble returns an error that is told and ends the program with exitTrouble.
func trouble(format string, args ...any) error {
	return &exitError{code: exitTrouble, err: fmt.Errorf(format, args...)}
}

// exitCode returns the code that err asks for. An error that asks for none
// comes from the command line.
func exitCode(err error) int {
	if err == nil {
		return exitOK
	}
	if asks := (*exitError)(nil); errors.As(err, &asks) {
		return asks.code
	}
	return exitUsage
}

package report

import (
	"io"

	"archlint/analyzer/finding"
	"archlint/analyzer/review"
)

// Options are what a reader may choose about a report. The zero value prints
// plain text at the default width.
type Options struct {
	// Color allows colour and other terminal attributes (text only).
	Color bool
	// Width is the terminal's width in columns, 0 when there is no terminal.
	Width int
	// Verbose adds witnesses, assumptions and flows that have nothing to show.
	Verbose bool
	// Quiet leaves only the findings, the errors and the summary.
	Quiet bool
	// ErrorsShown says that the tool errors already stand where the reader
	// looks, so that text need not repeat them.
	ErrorsShown bool
	// FailOn is the least severity that fails the run; "" means Error. JUnit
	// tells failures from mere remarks by it.
	FailOn finding.Severity
}

// Threshold is the least severity that fails the run.
func (o Options) Threshold() finding.Severity {
	if o.FailOn == "" {
		return finding.Error
	}
	return o.FailOn
}

// WriteFunc prints a review.
type WriteFunc = func(io.Writer, *review.Review, Options) error

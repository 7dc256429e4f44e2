package report

import (
	"fmt"
	"strings"

	"archlint/analyzer/finding"
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

func (o Options) failOn() finding.Severity {
	if o.FailOn == "" {
		return finding.Error
	}
	return o.FailOn
}

// Format is a way to print a review.
type Format struct {
	Name  string
	Short string // what it is for, in a few words
	Write Writer
}

// Formats are the formats, in the order in which help lists them.
func Formats() []Format {
	return []Format{
		{"text", "for a terminal", WriteText},
		{"json", "everything, schema version 1", WriteJSON},
		{"sarif", "SARIF 2.1.0, for code scanning", WriteSARIF},
		{"junit", "JUnit XML, for test reports", WriteJUnit},
		{"github", "GitHub workflow annotations", WriteGitHub},
		{"gitlab", "GitLab code quality", WriteGitLab},
		{"checkstyle", "Checkstyle XML, for CI systems that read it", WriteCheckstyle},
		{"markdown", "for a pull-request comment or a wiki", WriteMarkdown},
		{"html", "the review document, one file", WriteHTML},
	}
}

// FormatNames returns the names of all formats.
func FormatNames() []string {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return names
}

// FormatByName returns the format of that name, or an error that lists the
// names there are.
func FormatByName(name string) (Format, error) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
	}
	return Format{}, fmt.Errorf("unknown format %q: use one of %s", name, strings.Join(FormatNames(), ", "))
}

// Package formats lists the formats of a review.
package formats

import (
	"fmt"
	"strings"

	"archlint/analyzer/report"
	"archlint/analyzer/report/ci"
	"archlint/analyzer/report/html"
	"archlint/analyzer/report/jsonreport"
	"archlint/analyzer/report/markdown"
	"archlint/analyzer/report/sarif"
	"archlint/analyzer/report/text"
)

// Format is a way to print a review.
type Format struct {
	Name  string
	Short string // what it is for, in a few words
	Write report.WriteFunc
}

// All are the formats, in the order in which help lists them.
func All() []Format {
	return []Format{
		{"text", "for a terminal", text.Write},
		{"json", "everything, schema version 1", jsonreport.Write},
		{"sarif", "SARIF 2.1.0, for code scanning", sarif.Write},
		{"junit", "JUnit XML, for test reports", ci.WriteJUnit},
		{"github", "GitHub workflow annotations", ci.WriteGitHub},
		{"gitlab", "GitLab code quality", ci.WriteGitLab},
		{"checkstyle", "Checkstyle XML, for CI systems that read it", ci.WriteCheckstyle},
		{"markdown", "for a pull-request comment or a wiki", markdown.Write},
		{"html", "the review document, one file", html.Write},
	}
}

// Names returns the names of all formats.
func Names() []string {
	var names []string
	for _, f := range All() {
		names = append(names, f.Name)
	}
	return names
}

// ByName returns the format of that name, or an error that lists the
// names there are.
func ByName(name string) (Format, error) {
	for _, f := range All() {
		if f.Name == name {
			return f, nil
		}
	}
	return Format{}, fmt.Errorf("unknown format %q: use one of %s", name, strings.Join(Names(), ", "))
}

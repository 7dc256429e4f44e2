// Package ci prints findings for the systems that run archlint: GitHub annotations,
// GitLab code quality, Checkstyle and JUnit.
package ci

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"archlint/analyzer/finding"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
	"archlint/analyzer/visible"
)

// WriteGitHub prints workflow commands, which GitHub turns into annotations
// on the lines of a pull request. The gravest come first, because GitHub shows
// ten of a kind for each step. Tool errors are annotations of their own title.
func WriteGitHub(w io.Writer, r *review.Review, _ report.Options) error {
	buf := bufio.NewWriter(w)
	for _, e := range r.Errors {
		githubCommand(buf, "error", e.File, e.Line, e.Column, "not reviewed", e.Message)
	}
	for _, k := range report.GravestFirst(r.Findings) {
		f := &r.Findings[k]
		message := f.Message
		if fix := strings.TrimSpace(f.Remediation); fix != "" {
			message += "\n" + fix
		}
		githubCommand(buf, githubLevel(f.Severity), f.File, f.Line, f.Column, f.Rule, message)
	}
	return buf.Flush()
}

func githubLevel(s finding.Severity) string {
	switch s {
	case finding.Error:
		return "error"
	case finding.Warning:
		return "warning"
	}
	return "notice"
}

func githubCommand(w io.Writer, level, file string, line, column int, title, message string) {
	var props []string
	if file != "" {
		props = append(props, "file="+githubProperty(file))
		if line > 0 {
			props = append(props, fmt.Sprintf("line=%d", line))
			if column > 0 {
				props = append(props, fmt.Sprintf("col=%d", column))
			}
		}
	}
	props = append(props, "title="+githubProperty(title))
	fmt.Fprintf(w, "::%s %s::%s\n", level, strings.Join(props, ","), githubData(message))
}

// A workflow command is one line; these characters would end it or a part of
// it. Source: actions/toolkit, package core, escapeData and escapeProperty.
var (
	githubDataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubPropertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func githubData(s string) string     { return githubDataEscapes.Replace(visible.Lines(s)) }
func githubProperty(s string) string { return githubPropertyEscapes.Replace(visible.Lines(s)) }

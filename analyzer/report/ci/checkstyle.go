package ci

import (
	"encoding/xml"
	"fmt"
	"io"

	"archlint/analyzer/finding"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// checkstyleReport is the report of Checkstyle's XMLLogger, which many CI
// systems read from whatever tool. Nobody publishes a schema of it; its
// elements, attributes and severities (ignore, info, warning, error) are those
// of Checkstyle's documentation.
type checkstyleReport struct {
	XMLName xml.Name         `xml:"checkstyle"`
	Version string           `xml:"version,attr"` // of Checkstyle, by which readers know the form
	Files   []checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr,omitempty"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

// WriteCheckstyle prints the findings by file. What has no file stands, as in
// the GitLab format, at line 1 of the first reviewed file. Tool errors are
// errors of the source not-reviewed.
func WriteCheckstyle(w io.Writer, r *review.Review, _ report.Options) error {
	out := checkstyleReport{Version: "10.0"}
	at := map[string]int{}
	add := func(file string, e checkstyleError) {
		file = report.Clean(report.OrElse(file, homeFile(r)))
		i, known := at[file]
		if !known {
			i = len(out.Files)
			at[file] = i
			out.Files = append(out.Files, checkstyleFile{Name: file})
		}
		e.Line = max(e.Line, 1)
		out.Files[i].Errors = append(out.Files[i].Errors, e)
	}
	for _, e := range r.Errors {
		add(e.File, checkstyleError{e.Line, max(e.Column, 0), "error", report.Clean(e.Message), "archlint.not-reviewed"})
	}
	for _, f := range r.Findings {
		add(f.File, checkstyleError{f.Line, max(f.Column, 0), checkstyleSeverity(f.Severity), report.Clean(f.Message), "archlint." +
			report.Clean(f.Rule)})
	}
	return writeXML(w, out)
}

func checkstyleSeverity(s finding.Severity) string {
	switch s {
	case finding.Error, finding.Warning:
		return string(s)
	}
	return "info"
}

// homeFile is where findings of the whole organisation stand in formats that
// know no other place than a file's.
func homeFile(r *review.Review) string {
	if len(r.Flows) > 0 {
		return r.Flows[0].File
	}
	return "."
}

// writeXML prints a document with its head.
func writeXML(w io.Writer, document any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(document); err != nil {
		return fmt.Errorf("xml: %w", err)
	}
	_, err := io.WriteString(w, "\n")
	return err
}

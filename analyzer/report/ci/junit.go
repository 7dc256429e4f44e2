package ci

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// The part of the JUnit report that CI systems share: the schema that the
// Jenkins xUnit plug-in publishes and refuses files by (testdata/schema). It has
// no attributes for file and line, which therefore stand in the name of a case.
type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name      string        `xml:"name,attr"`
	ClassName string        `xml:"classname,attr"`
	Skipped   *string       `xml:"skipped,omitempty"` // why
	Error     *junitProblem `xml:"error,omitempty"`
	Failure   *junitProblem `xml:"failure,omitempty"`
}

type junitProblem struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

// WriteJUnit prints one suite a flow and one case a rule and place. A finding
// that fails the run is a failure; one below that threshold is a skipped case
// that says so, and so is an accepted one; a rule that found nothing in a flow is a
// passed case. What could not be reviewed is a suite of errors.
func WriteJUnit(w io.Writer, r *review.Review, o report.Options) error {
	return writeXML(w, junitOf(r, o.Threshold()))
}

func junitOf(r *review.Review, failOn finding.Severity) junitSuites {
	groups, rest := report.ByFlow(r)
	all := junitSuites{Name: r.Tool.Name}
	for i, f := range r.Flows {
		all.add(junitFlow(r.Rules, f, groups[i], failOn))
	}
	if len(rest) > 0 {
		all.add(junitSuite{Name: "organisation", Cases: junitCases("organisation", rest, failOn)})
	}
	if len(r.Accepted) > 0 {
		all.add(junitSuite{Name: "accepted risks", Cases: junitAccepted(r.Accepted)})
	}
	if len(r.Errors) > 0 {
		all.add(junitSuite{Name: "not reviewed", Cases: junitErrors(r.Errors)})
	}
	return all
}

// add counts a suite and appends it.
func (all *junitSuites) add(s junitSuite) {
	for _, c := range s.Cases {
		switch {
		case c.Failure != nil:
			s.Failures++
		case c.Error != nil:
			s.Errors++
		case c.Skipped != nil:
			s.Skipped++
		}
	}
	s.Tests = len(s.Cases)
	all.Tests += s.Tests
	all.Failures += s.Failures
	all.Errors += s.Errors
	all.Suites = append(all.Suites, s)
}

// junitFlow is a flow's suite. Its name carries the file, because two flows
// of an export may share theirs.
func junitFlow(rules []review.Rule, f facts.Flow, findings []*finding.Finding, failOn finding.Severity) junitSuite {
	found := map[string]bool{}
	for _, x := range findings {
		found[x.Rule] = true
	}
	class := report.Clean(f.Name)
	cases := junitCases(class, findings, failOn)
	for _, rule := range rules {
		if rule.Scope != "org" && rule.Severity != finding.Off && !found[rule.ID] {
			cases = append(cases, junitCase{Name: report.Clean(rule.ID), ClassName: class})
		}
	}
	return junitSuite{Name: fmt.Sprintf("%s (%s)", class, report.Clean(f.File)), Cases: cases}
}

func junitCases(class string, findings []*finding.Finding, failOn finding.Severity) []junitCase {
	var out []junitCase
	for _, f := range findings {
		at := report.Place(f.File, f.Line, f.Column)
		c := junitCase{Name: strings.TrimSpace(report.Clean(f.Rule) + " " + at), ClassName: class}
		message := report.Clean(f.Message)
		if f.Severity.AtLeast(failOn) {
			c.Failure = &junitProblem{Message: message, Type: string(f.Severity), Text: junitText(*f, at)}
		} else {
			why := fmt.Sprintf("%s, below the threshold: %s", f.Severity, message)
			c.Skipped = &why
		}
		out = append(out, c)
	}
	return out
}

func junitText(f finding.Finding, at string) string {
	text := fmt.Sprintf("%s: %s [%s]", f.Severity, report.Clean(f.Message), report.Clean(f.Rule))
	if at != "" {
		text = at + ": " + text
	}
	if fix := strings.Join(strings.Fields(f.Remediation), " "); fix != "" {
		text += "\nfix: " + report.Clean(fix)
	}
	return text
}

func junitErrors(errors []review.ToolError) []junitCase {
	var out []junitCase
	for _, e := range errors {
		name := report.OrElse(report.Place(e.File, e.Line, e.Column), "archlint")
		out = append(out, junitCase{Name: name, ClassName: "not reviewed",
			Error: &junitProblem{Message: report.Clean(e.Message), Type: "not reviewed", Text: report.ErrorLine(e)}})
	}
	return out
}

// junitAccepted are skipped cases: seen, and failing nothing.
func junitAccepted(list []finding.Accepted) []junitCase {
	var out []junitCase
	for _, a := range list {
		why := fmt.Sprintf("%s, accepted: %s; %s", a.Severity, report.Clean(a.Message), report.AcceptedWords(a))
		out = append(out, junitCase{
			Name:      strings.TrimSpace(report.Clean(a.Rule) + " " + report.Place(a.File, a.Line, a.Column)),
			ClassName: report.OrElse(report.Clean(a.Flow), "organisation"), Skipped: &why,
		})
	}
	return out
}

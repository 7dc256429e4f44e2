package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
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
func WriteJUnit(w io.Writer, r *review.Review, o Options) error {
	return writeXML(w, junitOf(r, o.failOn()))
}

func junitOf(r *review.Review, failOn finding.Severity) junitSuites {
	groups, rest := byFlow(r)
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
	class := clean(f.Name)
	cases := junitCases(class, findings, failOn)
	for _, rule := range rules {
		if rule.Scope != "org" && rule.Severity != finding.Off && !found[rule.ID] {
			cases = append(cases, junitCase{Name: clean(rule.ID), ClassName: class})
		}
	}
	return junitSuite{Name: fmt.Sprintf("%s (%s)", class, clean(f.File)), Cases: cases}
}

func junitCases(class string, findings []*finding.Finding, failOn finding.Severity) []junitCase {
	var out []junitCase
	for _, f := range findings {
		at := place(f.File, f.Line, f.Column)
		c := junitCase{Name: strings.TrimSpace(clean(f.Rule) + " " + at), ClassName: class}
		message := clean(f.Message)
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
	text := fmt.Sprintf("%s: %s [%s]", f.Severity, clean(f.Message), clean(f.Rule))
	if at != "" {
		text = at + ": " + text
	}
	if fix := strings.Join(strings.Fields(f.Remediation), " "); fix != "" {
		text += "\nfix: " + clean(fix)
	}
	return text
}

func junitErrors(errors []review.ToolError) []junitCase {
	var out []junitCase
	for _, e := range errors {
		name := orElse(place(e.File, e.Line, e.Column), "archlint")
		out = append(out, junitCase{Name: name, ClassName: "not reviewed",
			Error: &junitProblem{Message: clean(e.Message), Type: "not reviewed", Text: ErrorLine(e)}})
	}
	return out
}

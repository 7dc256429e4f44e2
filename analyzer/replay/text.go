package replay

import (
	"fmt"
	"io"
	"strings"

	"archlint/analyzer/internal/phrase"
)

// mostMisfits bounds the misfits of a flow that a text lists; JSON has all.
const mostMisfits = 20

// WriteText prints a report for people.
func WriteText(w io.Writer, r Conformance) error {
	var out strings.Builder
	if r.Fitness != nil {
		executions := 0
		for _, f := range r.Flows {
			executions += f.Executions
		}
		fmt.Fprintf(&out, "Replayed %s of %s: fitness %s\n\n", phrase.Plural(executions, "execution"),
			phrase.Plural(len(r.Flows), "flow"), share(*r.Fitness))
	}
	for i := range r.Flows {
		writeFlow(&out, &r.Flows[i])
	}
	if len(r.Refused) > 0 {
		out.WriteString("\nNot replayed:\n")
	}
	for _, one := range r.Refused {
		fmt.Fprintf(&out, "  %s%s, %s: %s\n", one.Flow, versionText(one.Version), phrase.Plural(one.Executions, "execution"), one.Reason)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func versionText(version string) string {
	if version == "" {
		return ""
	}
	return ", version " + version
}

// share writes a fitness so that 1 is said of nothing less.
func share(f float64) string {
	text := fmt.Sprintf("%.3f", f)
	if f < 1 && text == "1.000" {
		return "0.999"
	}
	return text
}

func writeFlow(out *strings.Builder, f *Flow) {
	fit := fmt.Sprintf("%d of %s fit, fitness %s", f.Fitting, phrase.Plural(f.Executions, "execution"), share(f.Fitness))
	if f.Fitting == f.Executions {
		fit = phrase.Plural(f.Executions, "execution") + ", all fit"
	}
	fmt.Fprintf(out, "%s%s: %s\n", f.Name, versionText(f.Version), fit)
	for i, m := range f.Misfits {
		if i == mostMisfits {
			fmt.Fprintf(out, "  and %s\n", phrase.Plural(len(f.Misfits)-i, "more difference"))
			break
		}
		fmt.Fprintf(out, "  %s: %s\n", phrase.Plural(m.Executions, "execution"), m.sentence())
		if at := m.at(); at != nil && at.Line > 0 {
			fmt.Fprintf(out, "    %s:%d:%d\n", at.File, at.Line, at.Column)
		}
	}
	for _, o := range f.Outside {
		fmt.Fprintf(out, "  Outside the proven bounds, which is a defect of archlint (please report it): %q ran %s in %s; "+
			"archlint says %d to %d\n", o.Site.Name, times(o.Ran), phrase.Plural(o.Executions, "execution"), o.Min, o.Max)
		fmt.Fprintf(out, "    %s:%d:%d\n", o.Site.File, o.Site.Line, o.Site.Column)
	}
}

func times(n int64) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// at is where a reader should look.
func (m *Misfit) at() *NodeRef {
	if m.After != nil {
		return m.After
	}
	return m.Step
}

// sentence says what differs.
func (m *Misfit) sentence() string {
	where := "at the beginning"
	if m.After != nil {
		where = fmt.Sprintf("after %q", m.After.Name)
		if m.Output != "" {
			where += " (" + m.Output + ")"
		}
	}
	expected := "nothing"
	if len(m.Expected) > 0 {
		expected = phrase.Some(m.Expected, 5)
	}
	switch m.Kind {
	case NoSuchAction:
		return fmt.Sprintf("%s the record has action %s, which the flow does not hold", where, m.ID)
	case NoSuchOutput:
		return fmt.Sprintf("%s the record leaves %q by %s; the graph has %s", where, m.Step.Name, m.Way, expected)
	case EndsElsewise:
		return fmt.Sprintf("%s the flow ended by itself (%s); the graph goes on with %s", where, m.ID, expected)
	}
	return fmt.Sprintf("%s the record goes on with %q; the graph has %s", where, m.Step.Name, expected)
}

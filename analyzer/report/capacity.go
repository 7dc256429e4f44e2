package report

import (
	"bufio"
	"io"

	"archlint/analyzer/review"
)

// Writer prints a review.
type Writer = func(io.Writer, *review.Review, Options) error

// WriteCapacityText prints only demand against limits, for people.
func WriteCapacityText(w io.Writer, r *review.Review, o Options) error {
	buf := bufio.NewWriter(w)
	p := newTextPrinter(buf, r, o)
	p.alone = true
	p.capacity()
	return buf.Flush()
}

// WriteCapacityJSON prints only the capacity part of the JSON report, with
// what it rests on: {"schemaVersion", "tool", "capacity", "outages", "scenarios", "assumptions", "errors"}.
func WriteCapacityJSON(w io.Writer, r *review.Review, _ Options) error {
	return encodeJSON(w, struct {
		SchemaVersion int                `json:"schemaVersion"`
		Tool          review.Tool        `json:"tool"`
		Capacity      []jsonLimit        `json:"capacity"`
		Outages       []jsonOutage       `json:"outages"`
		Scenarios     []jsonScenario     `json:"scenarios"`
		Assumptions   []string           `json:"assumptions"`
		Errors        []review.ToolError `json:"errors"`
	}{review.SchemaVersion, r.Tool, each(r.Capacity, jsonLimitOf), each(r.Outages, jsonOutageOf), each(r.Scenarios, jsonScenarioOf), copied(r.Assumptions), copied(r.Errors)})
}

// WriteCapacityMarkdown prints only the capacity part of the Markdown report.
func WriteCapacityMarkdown(w io.Writer, r *review.Review, o Options) error {
	buf := bufio.NewWriter(w)
	m := markdown{buf, r, o}
	m.capacity()
	if !sideBySide(r) {
		for _, t := range capacityDetails(r, basisOf(r), style{}) {
			m.line("")
			m.table(t)
		}
	}
	return buf.Flush()
}

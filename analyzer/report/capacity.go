package report

import (
	"bufio"
	"io"
)

// Writer prints a review.
type Writer = func(io.Writer, *Review, Options) error

// WriteCapacityText prints only demand against limits, for people.
func WriteCapacityText(w io.Writer, r *Review, o Options) error {
	buf := bufio.NewWriter(w)
	p := newTextPrinter(buf, r, o)
	p.alone = true
	p.capacity()
	return buf.Flush()
}

// WriteCapacityJSON prints only the capacity part of the JSON report, with
// what it rests on: {"schemaVersion", "tool", "capacity", "scenarios", "assumptions", "errors"}.
func WriteCapacityJSON(w io.Writer, r *Review, _ Options) error {
	return encodeJSON(w, struct {
		SchemaVersion int            `json:"schemaVersion"`
		Tool          Tool           `json:"tool"`
		Capacity      []jsonLimit    `json:"capacity"`
		Scenarios     []jsonScenario `json:"scenarios"`
		Assumptions   []string       `json:"assumptions"`
		Errors        []ToolError    `json:"errors"`
	}{SchemaVersion, r.Tool, each(r.Capacity, jsonLimitOf), each(r.Scenarios, jsonScenarioOf), copied(r.Assumptions), copied(r.Errors)})
}

// WriteCapacityMarkdown prints only the capacity part of the Markdown report.
func WriteCapacityMarkdown(w io.Writer, r *Review, o Options) error {
	buf := bufio.NewWriter(w)
	markdown{buf, r, o}.capacity()
	return buf.Flush()
}

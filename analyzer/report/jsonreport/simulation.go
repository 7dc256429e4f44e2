package jsonreport

import (
	"io"

	"archlint/analyzer/report"
	"archlint/analyzer/report/jsonstream"
	"archlint/analyzer/review"
)

// WriteSimulation prints the capacity document of WriteCapacity with
// "simulation" in it.
func WriteSimulation(w io.Writer, r *review.Review, _ report.Options) error {
	return jsonstream.Encode(w, struct {
		SchemaVersion int                `json:"schemaVersion"`
		Tool          review.Tool        `json:"tool"`
		Capacity      []jsonLimit        `json:"capacity"`
		Outages       []jsonOutage       `json:"outages"`
		Simulation    *review.Simulation `json:"simulation"`
		Assumptions   []string           `json:"assumptions"`
		Errors        []review.ToolError `json:"errors"`
	}{review.SchemaVersion, r.Tool, report.Each(r.Capacity, jsonLimitOf), report.Each(r.Outages, jsonOutageOf), r.Simulation,
		report.Copied(r.Assumptions), report.Copied(r.Errors)})
}

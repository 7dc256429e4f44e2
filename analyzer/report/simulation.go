package report

import (
	"io"

	"archlint/analyzer/review"
)

// WriteSimulationJSON prints the capacity document of WriteCapacityJSON with
// "simulation" in it.
func WriteSimulationJSON(w io.Writer, r *review.Review, _ Options) error {
	return encodeJSON(w, struct {
		SchemaVersion int                `json:"schemaVersion"`
		Tool          review.Tool        `json:"tool"`
		Capacity      []jsonLimit        `json:"capacity"`
		Outages       []jsonOutage       `json:"outages"`
		Simulation    *review.Simulation `json:"simulation"`
		Assumptions   []string           `json:"assumptions"`
		Errors        []review.ToolError `json:"errors"`
	}{review.SchemaVersion, r.Tool, each(r.Capacity, jsonLimitOf), each(r.Outages, jsonOutageOf), r.Simulation, copied(r.Assumptions), copied(r.Errors)})
}

package text

import (
	"bufio"
	"io"

	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// WriteSimulation prints what the simulation saw, for people.
func WriteSimulation(w io.Writer, r *review.Review, o report.Options) error {
	buf := bufio.NewWriter(w)
	p := New(buf, r, o)
	s := r.Simulation
	p.Line("%s", p.Style.Bold("Simulation"))
	for _, t := range report.SimulationTables(s) {
		for _, line := range p.fitting(t).Lines(p.Style) {
			p.Line("  %s", line)
		}
		p.Line("")
	}
	for _, text := range report.SimulationSentences(s) {
		p.sentence(text)
	}
	p.Line("")
	p.Line("  %s", p.Style.Bold("The simulation rests on"))
	for _, a := range s.Assumptions {
		p.Wrapped("   - ", a)
	}
	p.Line("")
	return buf.Flush()
}

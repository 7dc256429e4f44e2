package markdown

import (
	"bytes"
	"io"

	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// mostSummary is how many bytes of a step's summary GitHub takes; what is longer
// it does not take at all. Source: GitHub documentation, "Workflow commands for
// GitHub Actions", step isolation and limits (1 MiB a step).
const mostSummary = 1 << 20

// WriteJobSummary prints the Markdown report as the summary of a GitHub job, cut
// at a line where it is too long.
func WriteJobSummary(w io.Writer, r *review.Review, o report.Options) error {
	return writeJobSummary(w, r, o, mostSummary)
}

func writeJobSummary(w io.Writer, r *review.Review, o report.Options, most int) error {
	var buf bytes.Buffer
	if err := Write(&buf, r, o); err != nil {
		return err
	}
	text := buf.Bytes()
	if len(text) > most {
		const note = "\n\nThe rest is left out: a summary can be no longer. The JSON report has all of it.\n"
		text = text[:max(0, most-len(note))]
		text = append(text[:bytes.LastIndexByte(text, '\n')+1], note...)
	}
	_, err := w.Write(text)
	return err
}

// Package sarif prints the findings of a review as SARIF 2.1.0, within the limits of
// those who read it.
package sarif

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/url"
	"slices"

	"archlint/analyzer/finding"
	"archlint/analyzer/internal/phrase"
	"archlint/analyzer/report"
	"archlint/analyzer/report/jsonstream"
	"archlint/analyzer/review"
)

// sarifSchemaURI is where OASIS publishes the schema of what we write.
const sarifSchemaURI = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// sarifRoot is the base of all file names: the directory archlint ran in. Its
// own place is left to the reader, so that no report names a machine's path.
const sarifRoot = "SRCROOT"

// sarifLimits are how much of a report a reader takes in.
type sarifLimits struct {
	results   int // of a run
	shown     int // of those; the others are taken in and not shown
	steps     int // of one result's thread flows
	related   int // of one result's further locations
	nodes     int // of all graphs together
	gzipBytes int // of the whole file

	graphsCut bool // the graphs are left out to keep gzipBytes
}

// GitHub refuses a file that passes results, steps or gzipBytes, and leaves
// unshown what passes the others. Source: GitHub documentation, "SARIF results
// exceed one or more limits" and "SARIF support for code scanning": 25,000
// results a run of which 5,000 are included, 10,000 thread flow locations a result, 100
// included locations a result, 10 MB compressed. (Of rules it takes 25,000, of
// tags ten a rule: no review comes near.) It does not show graphs; their limit
// keeps a file readable.
var githubLimits = sarifLimits{results: 25_000, shown: 5_000, steps: 10_000, related: 99, nodes: 20_000, gzipBytes: 10_000_000}

// Write prints the findings as a SARIF 2.1.0 log of one run. Tool errors
// are notifications, never results. What passes GitHub's limits is cut, the
// least grave first, and a notification says so.
func Write(w io.Writer, r *review.Review, _ report.Options) error {
	return writeSARIF(w, r, githubLimits)
}

func writeSARIF(w io.Writer, r *review.Review, limits sarifLimits) error {
	for {
		kept := min(len(r.Findings)+len(r.Accepted), limits.results)
		s, err := spoolSARIF(r, limits)
		if err != nil {
			return fmt.Errorf("sarif: %w", err)
		}
		size := s.size()
		switch {
		case size <= limits.gzipBytes:
			return s.copyTo(w)
		case kept == 0:
			return writeSARIFLog(w, r, limits)
		case limits.nodes > 0: // graphs are the first that a reader can do without
			limits.nodes, limits.graphsCut = 0, true
			continue
		}
		// Results differ in size, so aim below the limit and look again.
		limits.results = min(kept-1, int(float64(kept)*0.9*float64(limits.gzipBytes)/float64(size)))
	}
}

// spoolSARIF holds the log compressed, in half of the time where it is small enough
// even if less well compressed than others do it.
func spoolSARIF(r *review.Review, limits sarifLimits) (*spool, error) {
	quick := &spool{most: limits.gzipBytes, level: gzip.BestSpeed, strict: true}
	if err := writeSARIFLog(quick, r, limits); err == nil && quick.size() <= limits.gzipBytes {
		return quick, nil
	}
	s := &spool{most: limits.gzipBytes, level: gzip.DefaultCompression}
	return s, writeSARIFLog(s, r, limits)
}

// writeSARIFLog writes the log result by result.
func writeSARIFLog(w io.Writer, r *review.Review, limits sarifLimits) error {
	o := jsonstream.New(w)
	o.Value("$schema", sarifSchemaURI)
	o.Value("version", "2.1.0")
	o.Only("runs", func(o *jsonstream.Object) { writeSARIFRun(o, r, limits) })
	return o.Close()
}

func writeSARIFRun(o *jsonstream.Object, r *review.Review, limits sarifLimits) {
	rules, index := sarifRules(r)
	findings := report.Gravest(r.Findings, limits.results)
	accepted := r.Accepted[:min(len(r.Accepted), limits.results-len(findings))]
	cut := len(r.Findings) - len(findings) + len(r.Accepted) - len(accepted)
	notes := report.Copied(slices.Concat(sarifNotifications("error", "not-reviewed", r.Errors), sarifNotifications("note", "note", r.Notes),
		cutNotifications(len(findings)+len(accepted), cut, limits)))
	o.Value("tool", sarifTool{sarifDriver{r.Tool.Name, r.Tool.Version, rules, notices()}})
	o.Value("invocations", []sarifInvocation{{ExecutionSuccessful: len(r.Errors) == 0, Notifications: notes}})
	o.Value("originalUriBaseIds", map[string]sarifArtifactLocation{
		sarifRoot: {Description: &sarifText{Text: "The directory in which archlint ran."}},
	})
	o.Value("columnKind", "unicodeCodePoints")
	calls := callSitesOf(r)
	jsonstream.ListOf(o, "results", len(findings)+len(accepted), func(i int) sarifResult {
		if i < len(findings) {
			f := r.Findings[findings[i]]
			return sarifResultOf(f, index[f.Rule], calls, limits)
		}
		a := accepted[i-len(findings)]
		return sarifSuppressed(a, index[a.Rule], calls, limits)
	})
	if graphs := sarifGraphs(r, limits.nodes); len(graphs) > 0 {
		jsonstream.List(o, "graphs", graphs, report.Same)
	}
	o.Value("properties", map[string]any{"modelledShare": report.Figure(r.Summary.ModelledShare), "flows": r.Summary.Flows,
		"dataActionCalls": r.Summary.DataActionCalls})
}

// cutNotifications say what a reader of the file does not get to see.
func cutNotifications(kept, cut int, limits sarifLimits) []sarifNotification {
	var out []sarifNotification
	say := func(id, format string, args ...any) {
		out = append(out, sarifNotification{
			Descriptor: &sarifDescriptor{id}, Level: "warning", Message: sarifText{Text: fmt.Sprintf(format, args...)},
		})
	}
	if limits.graphsCut {
		say("graphs-left-out", "The graphs of the flows are left out: code scanning takes no larger file.")
	}
	if cut > 0 {
		say("findings-left-out", "%s left out, the least grave first: code scanning takes no larger file.", report.Counted(cut, "finding"))
	}
	if limits.shown > 0 && kept > limits.shown {
		say("findings-not-shown", "Code scanning shows %s of these %s, the gravest.", report.Counted(limits.shown, "finding"),
			phrase.Grouped(kept))
	}
	return out
}

// sarifLevelOf maps a severity to a SARIF level.
func sarifLevelOf(s finding.Severity) string {
	switch s {
	case finding.Error:
		return "error"
	case finding.Warning:
		return "warning"
	case finding.Info:
		return "note"
	}
	return "none"
}

func sarifNotifications(level, id string, errors []review.ToolError) []sarifNotification {
	out := make([]sarifNotification, 0, len(errors))
	for _, e := range errors {
		n := sarifNotification{Descriptor: &sarifDescriptor{id}, Level: level,
			Message: sarifText{Text: report.OrElse(e.Message, "unknown error")}}
		if e.File != "" {
			n.Locations = []sarifLocation{{PhysicalLocation: sarifPhysicalOf(e.File, e.Line, e.Column)}}
		}
		out = append(out, n)
	}
	return out
}

// sarifPhysicalOf returns nil when there is no file.
func sarifPhysicalOf(file string, line, column int) *sarifPhysical {
	if file == "" {
		return nil
	}
	p := &sarifPhysical{ArtifactLocation: sarifArtifactLocation{URI: fileURI(file), URIBaseID: sarifRoot}}
	if line > 0 {
		p.Region = &sarifRegion{StartLine: line, StartColumn: max(column, 0)}
	}
	return p
}

// fileURI makes a relative URI reference of a path with forward slashes.
func fileURI(path string) string { return (&url.URL{Path: path}).EscapedPath() }

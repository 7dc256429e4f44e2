package ci

import (
	"io"
	"strconv"

	"archlint/analyzer/finding"
	"archlint/analyzer/report"
	"archlint/analyzer/report/jsonstream"
	"archlint/analyzer/review"
)

// gitlabIssue is one entry of a code quality report. Source: GitLab
// documentation, "Code Quality", report format: description, check_name, fingerprint,
// location.path, location.lines.begin and severity are required.
type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
}

// WriteGitLab prints a GitLab code quality report. A finding of the whole
// organisation has no file; it stands at line 1 of the first reviewed file
// because the format has no other place for it. Tool errors are blockers: a
// file that was not read is not a clean file.
func WriteGitLab(w io.Writer, r *review.Review, _ report.Options) error {
	home := homeFile(r)
	fingerprints := make([]string, len(r.Findings))
	seen := map[string]int{}
	for i := range r.Findings {
		fingerprints[i] = uniqueFingerprint(&r.Findings[i], seen)
	}
	return jsonstream.WriteJSONList(w, len(r.Errors)+len(r.Findings), func(i int) gitlabIssue {
		if i < len(r.Errors) {
			e := r.Errors[i]
			return gitlabIssue{
				Description: e.Message, CheckName: "not-reviewed", Fingerprint: finding.Hash("not-reviewed", e.File, e.Message),
				Severity: "blocker", Location: gitlabAt(e.File, e.Line, home),
			}
		}
		i -= len(r.Errors)
		f := &r.Findings[i]
		return gitlabIssue{
			Description: f.Message, CheckName: f.Rule, Fingerprint: fingerprints[i],
			Severity: gitlabSeverity(f.Severity), Location: gitlabAt(f.File, f.Line, home),
		}
	})
}

// uniqueFingerprint tells findings apart that share their fingerprint (the
// same flow exported twice): GitLab drops all but one of them.
func uniqueFingerprint(f *finding.Finding, seen map[string]int) string {
	id := report.OrElse(f.Fingerprint, finding.Hash(f.Rule, f.Flow, f.File, f.Node, f.Message))
	seen[id]++
	if n := seen[id]; n > 1 {
		return finding.Hash(id, f.File, strconv.Itoa(n))
	}
	return id
}

func gitlabAt(file string, line int, home string) gitlabLocation {
	return gitlabLocation{Path: report.OrElse(file, home), Lines: gitlabLines{max(line, 1)}}
}

func gitlabSeverity(s finding.Severity) string {
	switch s {
	case finding.Error:
		return "critical"
	case finding.Warning:
		return "major"
	}
	return "info"
}

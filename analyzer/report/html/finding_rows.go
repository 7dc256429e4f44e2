package html

import (
	"slices"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/report"
)

// mostRows is how many findings a page lists: a browser takes seconds for more,
// and nobody reads them.
const mostRows = 2000

// findings lists the findings, the gravest first, and marks them in the graphs.
func (p *flowPages) findings() []Finding {
	list := report.GravestFirst(p.review.Findings)
	list = list[:min(len(list), mostRows)]
	homes := report.Homes(p.review)
	out := make([]Finding, len(list))
	rows := make(map[int][]int) // of each flow
	for row, k := range list {
		f := &p.review.Findings[k]
		out[row] = p.finding(*f)
		if i := homes[k]; i >= 0 {
			out[row].Flow = i
			rows[i] = append(rows[i], row)
		}
		p.at[findingKey(*f)] = row
	}
	for i := range p.pages {
		p.mark(i, rows[i], list, out)
	}
	p.excerpts(list, out)
	return out
}

// excerpts puts the source under the findings, file by file, so that each is read
// once.
func (p *flowPages) excerpts(list []int, out []Finding) {
	order := slices.Sorted(slices.Values(list)) // by file: that is how findings come
	rows := make(map[int]int, len(list))
	for row, k := range list {
		rows[k] = row
	}
	var excerpts report.Excerpts
	for _, k := range order {
		f := &p.review.Findings[k]
		out[rows[k]].Excerpt = strings.Join(excerpts.At(p.review.Sources, f.File, f.Line, f.Column, 110), "\n")
	}
}

func (p *flowPages) finding(f finding.Finding) Finding {
	row := Finding{
		ID: p.unique("f-" + plainID(f.Fingerprint)), Severity: string(f.Severity), Rule: report.Clean(f.Rule),
		Message: report.Ellipsis(report.Clean(f.Message), report.Longest), Flow: -1,
		FlowName: report.Ellipsis(report.Clean(f.Flow), report.Longest), Place: report.Place(f.File, f.Line, f.Column),
		Confidence: report.Clean(f.Confidence), Docs: report.Clean(f.Docs), Node: -1, Call: -1,
	}
	for paragraph := range strings.SplitSeq(f.Remediation, "\n\n") {
		if paragraph = strings.Join(strings.Fields(paragraph), " "); paragraph != "" {
			row.Remediation = append(row.Remediation, report.Ellipsis(report.Clean(paragraph), report.Longest))
		}
	}
	if f.Reopened != "" {
		row.Remediation = append([]string{"Accepted before: " + report.Ellipsis(report.Clean(f.Reopened), report.Longest) + "."},
			row.Remediation...)
	}
	if text := string(report.EvidenceOf(f)); text != "{}" {
		row.Evidence = report.Ellipsis(report.Clean(text), report.Longest)
	}
	return row
}

// mark puts the findings of a flow into its graph.
func (p *flowPages) mark(i int, rows, list []int, out []Finding) {
	if len(rows) == 0 || !p.review.Drawn(i) {
		return
	}
	index := newFlowIndex(p.review.Drawing(i), p.review.Flow(i))
	for _, at := range rows {
		f, row := &p.review.Findings[list[at]], &out[at]
		row.Node = index.find(facts.Place{File: f.File, Line: f.Line, Column: f.Column, Node: f.Node})
		row.Call = index.callAt(row.Node)
		p.marks[i] = append(p.marks[i], Mark{Finding: row.ID, Node: row.Node, Call: row.Call})
	}
}

// findingKey tells findings apart as far as any report does.
func findingKey(f finding.Finding) string {
	return strings.Join([]string{f.Fingerprint, f.Rule, f.Flow, report.Place(f.File, f.Line, f.Column), f.Node, f.Message}, "\x00")
}

// plainID keeps the letters and digits of a fingerprint; another one is hashed.
func plainID(s string) string {
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return shortHash(s)
		}
	}
	if s == "" {
		return "0"
	}
	return s
}

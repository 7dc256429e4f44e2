package html

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"archlint/analyzer/capacity"
	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/internal/phrase"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// Write prints the review document: one HTML file that needs nothing else.
func Write(w io.Writer, r *review.Review, _ report.Options) error {
	return writeDocument(w, documentOf(r))
}

func documentOf(r *review.Review) Page {
	d := Page{
		Title: report.DocumentTitle(r), Tool: report.Clean(strings.TrimSpace(r.Tool.Name + " " + r.Tool.Version)),
		Summary: report.SummaryLine(r), Tiles: tilesOf(r),
		Limits: htmlLimits(r), Outages: htmlOutages(r), WhatIf: htmlWhatIf(r.WhatIf), Links: r.Links,
		Rules: report.Each(r.Rules, func(rule review.Rule) Rule {
			return Rule{ID: report.Clean(rule.ID), Title: report.Clean(rule.Title), Severity: string(rule.Severity)}
		}),
	}
	if report.SideBySide(r) {
		t := report.ScenarioTable(r.Scenarios, report.Style{})
		d.Scenarios, d.Remarks = &Table{Head: t.Head, Right: t.Right, Rows: t.Rows}, report.ScenarioSentences(r.Scenarios, false)
	}
	d.Shares = report.ShareSentences(r.Capacity)
	if len(r.Measured) > 0 {
		t := report.MeasuredTable(r.Measured)
		d.Measured, d.Differences = &Table{Head: t.Head, Right: t.Right, Rows: t.Rows}, report.MeasuredSentences(r.Measured)
	}
	flows := newFlowPages(r)
	d.Flows = flows.pages
	d.Findings = flows.findings()
	d.Omitted = len(r.Findings) - len(d.Findings)
	d.Risks, d.Old, d.MoreOld = htmlAccepted(r)
	a := report.AnswersOf(r)
	d.Answers = Answers{
		Holds: string(a.Holds), Headline: a.Headline, Nearest: a.Nearest, More: a.More, NotReviewed: a.NotReviewed, Assumed: a.Assumed,
		General: report.Each(a.Basis.General, report.Clean), Numbered: report.Each(a.Basis.Numbered, report.Clean), Notes: a.Notes,
		MoreNotes: a.MoreNotes,
		First:     report.Each(a.First, func(f finding.Finding) Finding { return d.Findings[flows.at[findingKey(f)]] }),
	}
	return d
}

// htmlWhatIf is what the page works demand out from, its names safe to show.
func htmlWhatIf(w *capacity.WhatIf) *capacity.WhatIf {
	if w == nil {
		return nil
	}
	out := *w
	out.Actions = report.Each(w.Actions, func(a capacity.WhatIfAction) capacity.WhatIfAction {
		a.Name, a.Integration = report.Clean(a.Name), report.Clean(a.Integration)
		return a
	})
	return &out
}

// tilesOf are the figures of the first screen.
func tilesOf(r *review.Review) []Tile {
	count := func(n int, noun, style string) Tile {
		label, _ := strings.CutPrefix(report.Counted(n, noun), phrase.Grouped(n)+" ")
		if n == 0 {
			style = ""
		}
		return Tile{Value: phrase.Grouped(n), Label: label, Style: style}
	}
	c := r.Summary.Findings
	out := []Tile{count(c.Error, "error", "bad"), count(c.Warning, "warning", "warn")}
	if l := report.Nearest(r.Capacity); l != nil {
		style := map[string]string{report.VerdictExceeded: "bad", report.VerdictWarning: "warn", report.VerdictOK: "ok"}[l.Verdict]
		out = append(out, Tile{Value: report.Percent(*l.Utilisation), Label: "of the nearest limit used at the peak", Style: style})
		if x := l.BreakEven.Licences; x != nil {
			out = append(out, Tile{Value: report.Number(*x), Label: "licences fill it"})
		} else if x := l.BreakEven.InteractionsPerMinute; x != nil {
			out = append(out, Tile{Value: report.Number(*x), Label: "interactions per minute fill it"})
		}
	}
	return append(out, count(len(r.Flows), "flow", ""), Tile{Value: report.Percent(r.Summary.ModelledShare), Label: "of the actions modelled"})
}

// htmlLimits are the limits, the nearest first, and what each rests on.
func htmlLimits(r *review.Review) []Limit {
	b := report.BasisOf(r)
	return report.Each(report.NearestFirst(r.Capacity), func(l facts.Limit) Limit {
		out := htmlLimit(l)
		out.RestsOn = b.Numbers(l.Assumptions)
		return out
	})
}

func htmlOutages(r *review.Review) []Outage {
	b := report.BasisOf(r)
	return report.Each(r.Outages, func(o facts.Outage) Outage {
		out := htmlOutage(o)
		out.RestsOn = b.Numbers(o.Assumptions)
		return out
	})
}

func htmlLimit(l facts.Limit) Limit {
	row := report.CapacityRow(l) // limit, allows, expected, peak, used, headroom, verdict
	out := Limit{
		ID: report.LimitKey(l), Title: report.LimitTitle(l), Value: l.Limit.Value, Unit: report.Clean(l.Limit.Unit),
		Origin: limitOrigin(l.Limit.Source),
		Source: report.Clean(l.Limit.Reference), Verdict: report.VerdictWord(l.Verdict), Allows: row[1], Demand: "unknown without traffic",
		Used: row[4], Headroom: row[5], BreakEven: report.BreakEvenWords(l.BreakEven),
	}
	if l.Demand != nil {
		out.Demand, out.Basis = fmt.Sprintf("mean %s, peak %s", row[2], row[3]), report.DemandBasis(l.Demand)
		if v := l.Limit.Value; v > 0 {
			mean, peak := l.Demand.Expected/v, l.Demand.Peak/v
			out.Mean, out.Peak = &mean, &peak
		}
	}
	return out
}

func limitOrigin(source string) string {
	switch source {
	case "org":
		return "the organisation's own value"
	case "config":
		return "as configured"
	default:
		return "the published default"
	}
}

func htmlOutage(o facts.Outage) Outage {
	out := Outage{
		Hangs: report.Ellipsis(report.OutageName(o), report.Longest), Of: report.OutageDetail(o), Timeout: "unknown, 60 s assumed",
		Slots: "-", Refused: "-", Safe: report.SafeTimeout(o), Verdict: report.VerdictWord(o.Verdict), Affected: report.AffectedNames(o),
	}
	if o.TimeoutSeconds != nil {
		out.Timeout = report.Number(*o.TimeoutSeconds) + " s"
	}
	if o.Slots != nil {
		out.Slots = report.OutageSlots(o)
	}
	if o.Refused != nil {
		out.Refused = report.Percent(*o.Refused)
	}
	return out
}

// shortHash names something by a few hexadecimal digits of what it is.
func shortHash(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:6])
}

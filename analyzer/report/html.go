package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"archlint/analyzer/capacity"
	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/report/html"
	"archlint/analyzer/review"
)

// WriteHTML prints the review document: one HTML file that needs nothing else.
func WriteHTML(w io.Writer, r *review.Review, _ Options) error {
	return html.Write(w, documentOf(r))
}

func documentOf(r *review.Review) html.Document {
	d := html.Document{
		Title: documentTitle(r), Tool: clean(strings.TrimSpace(r.Tool.Name + " " + r.Tool.Version)), Summary: summaryLine(r), Tiles: tilesOf(r),
		Limits: htmlLimits(r), Outages: htmlOutages(r), WhatIf: htmlWhatIf(r.WhatIf), Links: r.Links,
		Rules: each(r.Rules, func(rule review.Rule) html.Rule {
			return html.Rule{ID: clean(rule.ID), Title: clean(rule.Title), Severity: string(rule.Severity)}
		}),
	}
	if sideBySide(r) {
		t := scenarioTable(r.Scenarios, style{})
		d.Scenarios, d.Remarks = &html.Table{Head: t.head, Right: t.right, Rows: t.rows}, scenarioSentences(r.Scenarios, false)
	}
	flows := newFlowPages(r)
	d.Flows = flows.pages
	d.Findings = flows.findings()
	d.Omitted = len(r.Findings) - len(d.Findings)
	d.Risks, d.Old, d.MoreOld = htmlAccepted(r)
	a := answersOf(r)
	d.Answers = html.Answers{
		Holds: string(a.Holds), Headline: a.Headline, Nearest: a.Nearest, More: a.More, NotReviewed: a.NotReviewed, Assumed: a.Assumed,
		General: each(a.Basis.general, clean), Numbered: each(a.Basis.numbered, clean), Notes: a.Notes, MoreNotes: a.MoreNotes,
		First: each(a.First, func(f finding.Finding) html.Finding { return d.Findings[flows.at[findingKey(f)]] }),
	}
	return d
}

// htmlWhatIf is what the page works demand out from, its names safe to show.
func htmlWhatIf(w *capacity.WhatIf) *capacity.WhatIf {
	if w == nil {
		return nil
	}
	out := *w
	out.Actions = each(w.Actions, func(a capacity.WhatIfAction) capacity.WhatIfAction {
		a.Name, a.Integration = clean(a.Name), clean(a.Integration)
		return a
	})
	return &out
}

// tilesOf are the figures of the first screen.
func tilesOf(r *review.Review) []html.Tile {
	count := func(n int, noun, style string) html.Tile {
		label, _ := strings.CutPrefix(counted(n, noun), grouped(fmt.Sprint(n))+" ")
		if n == 0 {
			style = ""
		}
		return html.Tile{Value: grouped(fmt.Sprint(n)), Label: label, Style: style}
	}
	c := r.Summary.Findings
	out := []html.Tile{count(c.Error, "error", "bad"), count(c.Warning, "warning", "warn")}
	if l := nearest(r.Capacity); l != nil {
		style := map[string]string{verdictExceeded: "bad", verdictWarning: "warn", verdictOK: "ok"}[l.Verdict]
		out = append(out, html.Tile{Value: percent(*l.Utilisation), Label: "of the nearest limit used at the peak", Style: style})
		if x := l.BreakEven.Licences; x != nil {
			out = append(out, html.Tile{Value: number(*x), Label: "licences fill it"})
		} else if x := l.BreakEven.InteractionsPerMinute; x != nil {
			out = append(out, html.Tile{Value: number(*x), Label: "interactions per minute fill it"})
		}
	}
	return append(out, count(len(r.Flows), "flow", ""), html.Tile{Value: percent(r.Summary.ModelledShare), Label: "of the actions modelled"})
}

// documentTitle is the organisation's name, or that of the only flow.
func documentTitle(r *review.Review) string {
	switch {
	case r.Org.Name != "":
		return clean(r.Org.Name)
	case len(r.Flows) == 1:
		return ellipsis(clean(r.Flows[0].Name), longest)
	}
	return counted(len(r.Flows), "flow")
}

// summaryLine counts, and says what other reports leave out as well.
func summaryLine(r *review.Review) string {
	s := r.Summary
	text := fmt.Sprintf("%s, %s, %s, %s, %s", counted(s.Flows, "flow"), counted(s.DataActionCalls, "data action call site"),
		counted(s.Findings.Error, "error"), counted(s.Findings.Warning, "warning"), counted(s.Findings.Info, "remark"))
	if s.Waived > 0 {
		text += fmt.Sprintf(", %s waived", grouped(fmt.Sprint(s.Waived)))
	}
	if s.Baselined > 0 {
		text += fmt.Sprintf(", %s in the baseline", grouped(fmt.Sprint(s.Baselined)))
	}
	return text + fmt.Sprintf("; %s of the actions modelled", percent(s.ModelledShare))
}

// nearestFirst orders limits by how much of them is used.
func nearestFirst(limits []facts.Limit) []facts.Limit {
	used := func(l facts.Limit) float64 {
		if l.Utilisation == nil {
			return 0
		}
		return *l.Utilisation
	}
	out := slices.Clone(limits)
	slices.SortStableFunc(out, func(a, b facts.Limit) int { return cmp.Compare(used(b), used(a)) })
	return out
}

// htmlLimits are the limits, the nearest first, and what each rests on.
func htmlLimits(r *review.Review) []html.Limit {
	b := basisOf(r)
	return each(nearestFirst(r.Capacity), func(l facts.Limit) html.Limit {
		out := htmlLimit(l)
		out.RestsOn = b.numbers(l.Assumptions)
		return out
	})
}

func htmlOutages(r *review.Review) []html.Outage {
	b := basisOf(r)
	return each(r.Outages, func(o facts.Outage) html.Outage {
		out := htmlOutage(o)
		out.RestsOn = b.numbers(o.Assumptions)
		return out
	})
}

func htmlLimit(l facts.Limit) html.Limit {
	row := capacityRow(l) // limit, allows, expected, peak, used, headroom, verdict
	out := html.Limit{
		ID: limitKey(l), Title: limitTitle(l), Value: l.Limit.Value, Unit: clean(l.Limit.Unit), Origin: limitOrigin(l.Limit.Source),
		Source: clean(l.Limit.Reference), Verdict: verdictWord(l.Verdict), Allows: row[1], Demand: "unknown without traffic",
		Used: row[4], Headroom: row[5], BreakEven: breakEvenWords(l.BreakEven),
	}
	if l.Demand != nil {
		out.Demand = fmt.Sprintf("mean %s, peak %s", row[2], row[3])
		if v := l.Limit.Value; v > 0 {
			mean, peak := l.Demand.Expected/v, l.Demand.Peak/v
			out.Mean, out.Peak = &mean, &peak
		}
	}
	return out
}

// verdictWord is the verdict, which becomes the name of a style too.
func verdictWord(verdict string) string {
	if slices.Contains([]string{verdictOK, verdictWarning, verdictExceeded}, verdict) {
		return verdict
	}
	return verdictUnknown
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

func htmlOutage(o facts.Outage) html.Outage {
	out := html.Outage{
		Hangs: ellipsis(outageName(o), longest), Of: outageDetail(o), Timeout: "unknown, 60 s assumed",
		Slots: "-", Refused: "-", Safe: safeTimeout(o), Verdict: verdictWord(o.Verdict), Affected: affectedNames(o),
	}
	if o.TimeoutSeconds != nil {
		out.Timeout = number(*o.TimeoutSeconds) + " s"
	}
	if o.Slots != nil {
		out.Slots = outageSlots(o)
	}
	if o.Refused != nil {
		out.Refused = percent(*o.Refused)
	}
	return out
}

// shortHash names something by a few hexadecimal digits of what it is.
func shortHash(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:6])
}

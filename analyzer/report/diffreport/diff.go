// Package diffreport prints what two reviews differ in: as text, Markdown and JSON.
package diffreport

import (
	"fmt"
	"strconv"
	"strings"

	"archlint/analyzer/diff"
	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// Comparison is what two reviews differ in.
type Comparison struct {
	Diff *diff.Diff
	Base *review.Review
	Head *review.Review
}

// DiffFormat prints a comparison.
type DiffFormat struct {
	Name  string
	Write func(c *Comparison, o report.Options) ([]byte, error)
}

// Formats are the formats of a comparison.
func Formats() []DiffFormat {
	return []DiffFormat{{"text", diffText}, {"json", diffJSON}, {"markdown", diffMarkdown}}
}

// figureChange writes a figure before and after: "3 -> 12".
func figureChange(c *diff.Change[float64]) string {
	was, is := report.NumberOr(c.Old, "unknown"), report.NumberOr(c.New, "unknown")
	if was == is && was != "unknown" {
		return changed(*c.Old, *c.New)
	}
	return was + " -> " + is
}

// changed writes two figures with as many digits as tell them apart: never
// "1 -> 1" of what changed.
func changed(old, now float64) string {
	was, is := report.Number(old), report.Number(now)
	for digits := 2; was == is && old != now && digits <= 15; digits++ {
		was, is = strconv.FormatFloat(old, 'f', digits, 64), strconv.FormatFloat(now, 'f', digits, 64)
	}
	return was + " -> " + is
}

// basisChange says what an expected figure rests on: " (assumed)", or " (assumed -> measured)".
func basisChange(c diff.Change[string]) string {
	var words []string
	for _, word := range []*string{c.Old, c.New} {
		if word != nil && *word != "" && (len(words) == 0 || words[0] != *word) {
			words = append(words, report.Clean(*word))
		}
	}
	if len(words) == 0 {
		return ""
	}
	return " (" + strings.Join(words, " -> ") + ")"
}

func countChange(c *diff.Change[int64]) string {
	return report.Number(float64(*c.Old)) + " -> " + report.Number(float64(*c.New))
}

// flowSentences say what changed in a flow, the worst case first.
func flowSentences(f diff.Flow) []string {
	switch f.Status {
	case diff.Added:
		return []string{"new flow: " + rangeNow(f.PerInteraction, true) + basisChange(f.PerInteractionBasis)}
	case diff.Removed:
		return []string{"flow is gone: it made " + rangeNow(f.PerInteraction, false) + basisChange(f.PerInteractionBasis)}
	}
	var out []string
	if f.Name != nil {
		out = append(out, fmt.Sprintf("has another name: %s -> %s", report.Clean(*f.Name.Old), report.Clean(*f.Name.New)))
	}
	worst := worstSentences(f)
	if n := len(worst); n > 0 && len(f.Because) > 0 {
		worst[0] += ", because " + strings.Join(report.Each(f.Because, report.Clean), "; ")
	}
	out = append(out, worst...)
	if r := f.PerInteraction; r != nil && r.Expected != nil {
		out = append(out, fmt.Sprintf("expected %s calls per interaction%s", figureChange(r.Expected), basisChange(f.PerInteractionBasis)))
	} else if r := f.PerRun; r != nil && r.Expected != nil {
		out = append(out, fmt.Sprintf("expected %s calls per run%s", figureChange(r.Expected), basisChange(f.PerRunBasis)))
	}
	if r := f.PerInteraction; r != nil && r.Min != nil {
		out = append(out, fmt.Sprintf("at least %s calls per interaction", countChange(r.Min)))
	}
	if b := f.BoundedBy; b != nil && (*b.New == report.ByPlatform || *b.Old == report.ByPlatform) {
		out = append(out, map[bool]string{true: "its calls have no limit in the flow any more",
			false: "its calls have a limit in the flow now"}[*b.New == report.ByPlatform])
	}
	if len(out) == 0 {
		out = append(out, "the sums stay as they were")
	}
	return out
}

func worstSentences(f diff.Flow) []string {
	var out []string
	if r := f.PerInteraction; r != nil && r.Max != nil {
		out = append(out, fmt.Sprintf("worst case %s calls per interaction", countChange(r.Max)))
	}
	if r := f.PerRun; r != nil && r.Max != nil && (f.PerInteraction == nil || f.PerInteraction.Max == nil ||
		*f.PerInteraction.Max.New != *r.Max.New || *f.PerInteraction.Max.Old != *r.Max.Old) {
		out = append(out, fmt.Sprintf("worst case %s calls per run", countChange(r.Max)))
	}
	return out
}

// rangeNow writes the one side that there is.
func rangeNow(r *diff.Range, after bool) string {
	if r == nil {
		return "0 calls per interaction"
	}
	var out facts.Range
	for _, c := range []struct {
		to   *int64
		from *diff.Change[int64]
	}{{&out.Min, r.Min}, {&out.Max, r.Max}} {
		if c.from != nil && after {
			*c.to = *c.from.New
		} else if c.from != nil {
			*c.to = *c.from.Old
		}
	}
	if r.Expected != nil && after {
		out.Expected = *r.Expected.New
	} else if r.Expected != nil {
		out.Expected = *r.Expected.Old
	}
	return report.RangeWords(out) + " calls per interaction"
}

// callSentence says what became of a call site.
func callSentence(c diff.Call) string {
	name := report.Ellipsis(report.Clean(report.OrElse(c.Title, c.DataAction)), 60)
	var figures []string
	if r := c.PerRun; r != nil {
		if r.Max != nil {
			figures = append(figures, "up to "+countChange(r.Max))
		}
		if r.Expected != nil {
			figures = append(figures, "expected "+figureChange(r.Expected)+basisChange(c.Basis))
		}
	}
	if len(figures) == 0 {
		figures = append(figures, "runs as often")
	}
	return fmt.Sprintf("%s: %s per run (%s)", name, strings.Join(figures, ", "), report.Clean(c.Because))
}

func limitSentence(l diff.Limit) string {
	text := report.Capital(report.Clean(report.OrElse(l.Limit.Title, l.Limit.Namespace+"/"+l.Limit.Key)))
	var parts []string
	if l.Peak != nil {
		parts = append(parts, fmt.Sprintf("peak %s of %s %s%s", figureChange(l.Peak), report.Number(l.Limit.Value), report.Clean(l.Limit.Unit),
			basisChange(l.Basis)))
	} else if l.Expected != nil {
		parts = append(parts, fmt.Sprintf("mean %s of %s %s%s", figureChange(l.Expected), report.Number(l.Limit.Value),
			report.Clean(l.Limit.Unit), basisChange(l.Basis)))
	}
	if l.Verdict != nil {
		parts = append(parts, report.Clean(*l.Verdict.Old)+" -> "+report.Clean(*l.Verdict.New))
	}
	return text + ": " + strings.Join(parts, ", ")
}

func figureWords(w diff.Worse) string {
	return strings.Join(report.Each(w.Figures, func(f diff.Figure) string {
		return report.Clean(f.Path) + " " + changed(f.Old, f.New)
	}), ", ")
}

// diffVerdict says in a line whether the change made anything worse.
func diffVerdict(d *diff.Diff) string {
	w := d.Worsened()
	var parts []string
	for _, p := range []struct {
		n    int
		noun string
	}{{w.Bounds, "bound"}, {w.Verdicts, "verdict"}} {
		if p.n > 0 {
			parts = append(parts, report.Counted(p.n, p.noun)+" got worse")
		}
	}
	c := finding.Count(d.Failing())
	if n := len(d.Failing()); n > 0 {
		parts = append(parts, fmt.Sprintf("%s new or worse (%s, %s, %s)", report.Counted(n, "finding"), report.Counted(c.Error, "error"),
			report.Counted(c.Warning, "warning"), report.Counted(c.Info, "info")))
	}
	if n := len(d.Findings.Gone); n > 0 {
		parts = append(parts, report.Counted(n, "finding")+" gone")
	}
	if len(parts) == 0 {
		return "nothing got worse"
	}
	return strings.Join(parts, ", ")
}

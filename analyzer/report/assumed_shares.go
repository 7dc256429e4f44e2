package report

import (
	"fmt"
	"strings"

	"archlint/analyzer/facts"
)

// ShareSentences say how far the verdicts can be off that rest on assumed shares: which hold
// whatever the shares are, and of the others what the worst is and which values keep them.
func ShareSentences(limits []facts.Limit) []string {
	var holds, out []string
	for _, l := range limits {
		switch s := l.AssumedShares; {
		case s == nil || l.Verdict == verdictUnknown:
		case s.Holds:
			holds = append(holds, LimitKey(l))
		default:
			out = append(out, shareSentence(l))
		}
	}
	if len(holds) > 0 {
		out = append(out, "Whatever the assumed shares are, these verdicts stay: "+strings.Join(holds, ", ")+".")
	}
	return out
}

func shareSentence(l facts.Limit) string {
	s := l.AssumedShares
	text := fmt.Sprintf("%s: the verdict rests on assumed shares; ", LimitKey(l))
	if s.Worst != nil {
		text += fmt.Sprintf("at worst the peak is %s (%s).", Number(s.Worst.Peak), VerdictWord(s.WorstVerdict))
	} else {
		text += "the flows set no limit to how far off it is."
	}
	var parts []string
	for _, r := range s.Ranges {
		parts = append(parts, rangeWords(r))
	}
	if len(parts) > 0 {
		text += " It stays the same while " + strings.Join(parts, "; or ") + "."
	}
	return text
}

// rangeWords say between which values a share keeps a verdict.
func rangeWords(r facts.ShareRange) string {
	between := fmt.Sprintf("from %s to %s", shareWord(r.Least), shareWord(r.Greatest))
	switch {
	case r.Least == 0:
		between = "at most " + shareWord(r.Greatest)
	case r.Greatest == r.Most:
		between = "at least " + shareWord(r.Least)
	}
	return fmt.Sprintf("%q at %q in %s takes %s (assumed: %s)", Clean(r.Output), Clean(r.Name), Clean(r.Flow), between, shareWord(r.Share))
}

// shareWord writes a share to a tenth of a percent.
func shareWord(x float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", 100*x), ".0") + " %"
}

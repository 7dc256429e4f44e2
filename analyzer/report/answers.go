package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/internal/phrase"
	"archlint/analyzer/review"
)

// Prospect says in one word whether the flows hold.
type Prospect string

const (
	HoldsYes     Prospect = "yes"
	HoldsBarely  Prospect = "barely"
	HoldsNo      Prospect = "no"
	HoldsUnknown Prospect = "unknown"
)

// Answers are what a change board asks first. Their texts are clean.
type Answers struct {
	Holds       Prospect
	Headline    string   // a sentence on Holds
	Nearest     []string // sentences on what breaks first
	First       []finding.Finding
	More        int // findings as grave as those of First that are not in it
	NotReviewed []string
	Assumed     []string
	Basis       Basis    // the same as Assumed, in the order that lines of tables refer to
	Notes       []string // on what was read, besides those under NotReviewed
	MoreNotes   int      // beyond those
}

// MostFirst is how many findings are named as the first to fix.
const MostFirst = 5

// AnswersOf works the answers of a review out.
func AnswersOf(r *review.Review) Answers {
	a := Answers{Assumed: Each(r.Assumptions, Clean), NotReviewed: notReviewed(r), Basis: BasisOf(r)}
	a.Notes, a.MoreNotes = Particulars(r)
	a.Holds, a.Headline = holdsAnswer(r)
	a.Nearest = nearestAnswer(r)
	a.First, a.More = fixFirst(r)
	return a
}

// holdsAnswer judges by the limits; what hangs and what was found comes after it.
func holdsAnswer(r *review.Review) (Prospect, string) {
	by := map[string][]string{}
	demand := false
	for _, l := range r.Capacity {
		by[l.Verdict] = append(by[l.Verdict], LimitTitle(l))
		demand = demand || l.Demand != nil
	}
	switch {
	case len(r.Flows) == 0:
		return HoldsUnknown, "Nothing was reviewed."
	case r.Summary.DataActionCalls == 0:
		return HoldsYes, "No flow calls a data action: nothing is asked of the limits."
	case len(by[VerdictExceeded]) > 0:
		return HoldsNo, "Over the limit: " + strings.Join(by[VerdictExceeded], "; ") + "."
	case !demand:
		return HoldsUnknown, "No traffic is given, so nobody knows. What each limit allows is known."
	case len(by[verdictUnknown]) > 0:
		return HoldsUnknown, "It depends on what is not known: " + strings.Join(by[verdictUnknown], "; ") + "."
	case len(by[VerdictWarning]) > 0:
		return HoldsBarely, "Within all limits, with little room at: " + strings.Join(by[VerdictWarning], "; ") + "."
	}
	return HoldsYes, "Within all limits at the peak" + headroomWords(r.Capacity) + "."
}

// The verdicts on a limit besides verdictOK.
const (
	VerdictWarning  = "warning"
	VerdictExceeded = "exceeded"
	verdictUnknown  = "unknown"
)

func headroomWords(limits []facts.Limit) string {
	if l := Nearest(limits); l != nil && l.Headroom != nil {
		return fmt.Sprintf(", with room for %s times the demand", Number(*l.Headroom))
	}
	return ""
}

// LimitTitle is what people call a limit.
func LimitTitle(l facts.Limit) string {
	if l.Limit.Title == "" {
		return LimitKey(l)
	}
	return Capital(Clean(l.Limit.Title))
}

// Capital makes the first letter a capital one.
func Capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

// nearestAnswer tells the nearest limit, where it breaks, and the endpoints
// whose hanging breaks it.
func nearestAnswer(r *review.Review) []string {
	var out []string
	switch l := Nearest(r.Capacity); {
	case l != nil:
		out = append(out, nearestWords(l))
	default:
		if l := leastInteractions(r.Capacity); l != nil {
			out = append(out, fmt.Sprintf("%s: %s %s are reached at %s.", LimitTitle(*l), Number(l.Limit.Value), Clean(l.Limit.Unit),
				BreakEvenWords(l.BreakEven)))
		}
	}
	var hang []string
	for _, o := range WidestOutages(r.Outages) {
		if o.Verdict == VerdictExceeded {
			hang = append(hang, OutageName(o))
		}
	}
	if len(hang) > 0 {
		out = append(out, fmt.Sprintf("While one of these hangs, calls of other data actions are refused: %s.", listed(hang, 5)))
	}
	return out
}

func nearestWords(l *facts.Limit) string {
	text := fmt.Sprintf("%s: the peak takes %s", LimitTitle(*l), Percent(*l.Utilisation))
	if l.Demand != nil {
		text += fmt.Sprintf(" (%s of %s %s)", Number(l.Demand.Peak), Number(l.Limit.Value), Clean(l.Limit.Unit))
	}
	if at := BreakEvenWords(l.BreakEven); at != "" {
		text += "; full at " + at
	}
	return text + "."
}

// leastInteractions returns the limit that the fewest interactions reach, or nil.
func leastInteractions(limits []facts.Limit) *facts.Limit {
	var best *facts.Limit
	for i, l := range limits {
		if x := l.BreakEven.InteractionsPerMinute; x != nil && (best == nil || *x < *best.BreakEven.InteractionsPerMinute) {
			best = &limits[i]
		}
	}
	return best
}

// listed joins at most so many words.
func listed(words []string, most int) string {
	if len(words) <= most {
		return strings.Join(words, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(words[:most], ", "), len(words)-most)
}

// fixFirst returns the gravest findings: the surest first, and among those the
// ones at calls that run most often; of what is said of one node the first: who mends
// it reads the rest. More counts the rest of the gravest severity.
func fixFirst(r *review.Review) (first []finding.Finding, more int) {
	type at struct{ flow, node string }
	runs := map[at]float64{}
	for i := range r.Flows {
		for j := range r.Flows[i].Calls {
			c := &r.Flows[i].Calls[j]
			runs[at{c.Flow, c.Node}] = max(runs[at{c.Flow, c.Node}], c.PerRun.Expected)
		}
	}
	all := gravestOf(r.Findings)
	slices.SortStableFunc(all, func(a, b *finding.Finding) int {
		return cmp.Or(cmp.Compare(surety(a), surety(b)), cmp.Compare(runs[at{b.Flow, b.Node}], runs[at{a.Flow, a.Node}]), finding.Compare(*a, *b))
	})
	seen := map[at]bool{}
	for _, f := range all {
		if len(first) == MostFirst {
			break
		}
		if place := (at{f.Flow, f.Node}); f.Node == "" || !seen[place] {
			seen[place] = true
			first = append(first, *f)
		}
	}
	return first, len(all) - len(first)
}

// gravestOf are the errors, or the warnings where there is no error.
func gravestOf(findings []finding.Finding) []*finding.Finding {
	var out []*finding.Finding
	for _, severity := range []finding.Severity{finding.Error, finding.Warning} {
		for i := range findings {
			if findings[i].Severity == severity {
				out = append(out, &findings[i])
			}
		}
		if len(out) > 0 {
			break
		}
	}
	return out
}

// surety orders confidences, the surest first.
func surety(f *finding.Finding) int {
	i := slices.Index([]string{"proven", "likely", "heuristic"}, f.Confidence)
	if i < 0 {
		return 3
	}
	return i
}

// notReviewed lists what the review does not cover.
func notReviewed(r *review.Review) []string {
	var out []string
	for i, e := range r.Errors {
		if i == MostFirst {
			out = append(out, Counted(len(r.Errors)-i, "more problem")+" that kept something from being reviewed.")
			break
		}
		out = append(out, "Could not be read: "+Ellipsis(ErrorLine(e), Longest))
	}
	opaque, actions := 0, 0
	for _, f := range r.Flows {
		opaque, actions = opaque+f.OpaqueActions, actions+f.Actions
	}
	if opaque > 0 {
		out = append(out, fmt.Sprintf("%s of %s are of a kind that is not modelled: control passes them, and they count nothing.",
			phrase.Grouped(opaque), Counted(actions, "action")))
	}
	for _, n := range r.Notes {
		if n.General {
			out = append(out, Ellipsis(ErrorLine(n), Longest))
		}
	}
	if len(r.Org.NotReviewed) > 0 {
		out = append(out, "Parts of the organisation that the exporter could not read: "+listed(Each(r.Org.NotReviewed, Clean), 12)+".")
	}
	if r.Org.Partial {
		out = append(out, "The export is partial: it lacks things that it was asked for.")
	}
	return out
}

// Particulars are the notes on single places and files, the first of them.
func Particulars(r *review.Review) (notes []string, more int) {
	for _, n := range r.Notes {
		switch {
		case n.General: // stands under what was not reviewed
		case len(notes) < MostNotes:
			notes = append(notes, Ellipsis(ErrorLine(n), Longest))
		default:
			more++
		}
	}
	return notes, more
}

// DocumentTitle is the organisation's name, or that of the only flow.
func DocumentTitle(r *review.Review) string {
	switch {
	case r.Org.Name != "":
		return Clean(r.Org.Name)
	case len(r.Flows) == 1:
		return Ellipsis(Clean(r.Flows[0].Name), Longest)
	}
	return Counted(len(r.Flows), "flow")
}

// SummaryLine counts, and says what other reports leave out as well.
func SummaryLine(r *review.Review) string {
	s := r.Summary
	text := fmt.Sprintf("%s, %s, %s, %s, %s", Counted(s.Flows, "flow"), Counted(s.DataActionCalls, "data action call site"),
		Counted(s.Findings.Error, "error"), Counted(s.Findings.Warning, "warning"), Counted(s.Findings.Info, "remark"))
	if s.Waived > 0 {
		text += fmt.Sprintf(", %s waived", phrase.Grouped(s.Waived))
	}
	if s.Baselined > 0 {
		text += fmt.Sprintf(", %s in the baseline", phrase.Grouped(s.Baselined))
	}
	return text + fmt.Sprintf("; %s of the actions modelled", Percent(s.ModelledShare))
}

// NearestFirst orders limits by how much of them is used.
func NearestFirst(limits []facts.Limit) []facts.Limit {
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

// VerdictWord is the verdict, which becomes the name of a style too.
func VerdictWord(verdict string) string {
	if slices.Contains([]string{VerdictOK, VerdictWarning, VerdictExceeded}, verdict) {
		return verdict
	}
	return verdictUnknown
}

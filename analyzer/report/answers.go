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
	"archlint/analyzer/review"
)

// holds says in one word whether the flows hold.
type holds string

const (
	holdsYes     holds = "yes"
	holdsBarely  holds = "barely"
	holdsNo      holds = "no"
	holdsUnknown holds = "unknown"
)

// answers are what a change board asks first. Their texts are clean.
type answers struct {
	Holds       holds
	Headline    string   // a sentence on Holds
	Nearest     []string // sentences on what breaks first
	First       []finding.Finding
	More        int // findings as grave as those of First that are not in it
	NotReviewed []string
	Assumed     []string
	Basis       basis    // the same as Assumed, in the order that lines of tables refer to
	Notes       []string // on what was read, besides those under NotReviewed
	MoreNotes   int      // beyond those
}

// mostFirst is how many findings are named as the first to fix.
const mostFirst = 5

func answersOf(r *review.Review) answers {
	a := answers{Assumed: each(r.Assumptions, clean), NotReviewed: notReviewed(r), Basis: basisOf(r)}
	a.Notes, a.MoreNotes = particulars(r)
	a.Holds, a.Headline = holdsAnswer(r)
	a.Nearest = nearestAnswer(r)
	a.First, a.More = fixFirst(r)
	return a
}

// holdsAnswer judges by the limits; what hangs and what was found comes after it.
func holdsAnswer(r *review.Review) (holds, string) {
	by := map[string][]string{}
	demand := false
	for _, l := range r.Capacity {
		by[l.Verdict] = append(by[l.Verdict], limitTitle(l))
		demand = demand || l.Demand != nil
	}
	switch {
	case len(r.Flows) == 0:
		return holdsUnknown, "Nothing was reviewed."
	case r.Summary.DataActionCalls == 0:
		return holdsYes, "No flow calls a data action: nothing is asked of the limits."
	case len(by[verdictExceeded]) > 0:
		return holdsNo, "Over the limit: " + strings.Join(by[verdictExceeded], "; ") + "."
	case !demand:
		return holdsUnknown, "No traffic is given, so nobody knows. What each limit allows is known."
	case len(by[verdictUnknown]) > 0:
		return holdsUnknown, "It depends on what is not known: " + strings.Join(by[verdictUnknown], "; ") + "."
	case len(by[verdictWarning]) > 0:
		return holdsBarely, "Within all limits, with little room at: " + strings.Join(by[verdictWarning], "; ") + "."
	}
	return holdsYes, "Within all limits at the peak" + headroomWords(r.Capacity) + "."
}

// The verdicts on a limit besides verdictOK.
const (
	verdictWarning  = "warning"
	verdictExceeded = "exceeded"
	verdictUnknown  = "unknown"
)

func headroomWords(limits []facts.Limit) string {
	if l := nearest(limits); l != nil && l.Headroom != nil {
		return fmt.Sprintf(", with room for %s times the demand", number(*l.Headroom))
	}
	return ""
}

// limitTitle is what people call a limit.
func limitTitle(l facts.Limit) string {
	if l.Limit.Title == "" {
		return limitKey(l)
	}
	return capital(clean(l.Limit.Title))
}

// capital makes the first letter a capital one.
func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

// nearestAnswer tells the nearest limit, where it breaks, and the endpoints
// whose hanging breaks it.
func nearestAnswer(r *review.Review) []string {
	var out []string
	switch l := nearest(r.Capacity); {
	case l != nil:
		out = append(out, nearestWords(l))
	default:
		if l := leastInteractions(r.Capacity); l != nil {
			out = append(out, fmt.Sprintf("%s: %s %s are reached at %s.", limitTitle(*l), number(l.Limit.Value), clean(l.Limit.Unit), breakEvenWords(l.BreakEven)))
		}
	}
	var hang []string
	for _, o := range widest(r.Outages) {
		if o.Verdict == verdictExceeded {
			hang = append(hang, outageName(o))
		}
	}
	if len(hang) > 0 {
		out = append(out, fmt.Sprintf("While one of these hangs, calls of other data actions are refused: %s.", listed(hang, 5)))
	}
	return out
}

func nearestWords(l *facts.Limit) string {
	text := fmt.Sprintf("%s: the peak takes %s", limitTitle(*l), percent(*l.Utilisation))
	if l.Demand != nil {
		text += fmt.Sprintf(" (%s of %s %s)", number(l.Demand.Peak), number(l.Limit.Value), clean(l.Limit.Unit))
	}
	if at := breakEvenWords(l.BreakEven); at != "" {
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
		if len(first) == mostFirst {
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
		if i == mostFirst {
			out = append(out, counted(len(r.Errors)-i, "more problem")+" that kept something from being reviewed.")
			break
		}
		out = append(out, "Could not be read: "+ellipsis(ErrorLine(e), longest))
	}
	opaque, actions := 0, 0
	for _, f := range r.Flows {
		opaque, actions = opaque+f.OpaqueActions, actions+f.Actions
	}
	if opaque > 0 {
		out = append(out, fmt.Sprintf("%s of %s are of a kind that is not modelled: control passes them, and they count nothing.", grouped(fmt.Sprint(opaque)), counted(actions, "action")))
	}
	for _, n := range r.Notes {
		if n.General {
			out = append(out, ellipsis(ErrorLine(n), longest))
		}
	}
	if len(r.Org.NotReviewed) > 0 {
		out = append(out, "Parts of the organisation that the exporter could not read: "+listed(each(r.Org.NotReviewed, clean), 12)+".")
	}
	if r.Org.Partial {
		out = append(out, "The export is partial: it lacks things that it was asked for.")
	}
	return out
}

// particulars are the notes on single places and files, the first of them.
func particulars(r *review.Review) (notes []string, more int) {
	for _, n := range r.Notes {
		switch {
		case n.General: // stands under what was not reviewed
		case len(notes) < mostNotes:
			notes = append(notes, ellipsis(ErrorLine(n), longest))
		default:
			more++
		}
	}
	return notes, more
}

func sorted(set map[string]bool) []string {
	words := make([]string, 0, len(set))
	for word := range set {
		words = append(words, word)
	}
	slices.Sort(words)
	return words
}

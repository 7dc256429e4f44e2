package report

import (
	"strconv"
	"strings"

	"archlint/analyzer/facts"
)

// The values of boundedBy.
const (
	byNothing   = "acyclic"
	byLoopCount = "loopCount"
	byCounter   = "counter"
	ByPlatform  = "platformLimit"
)

// OnlyCap says what a number is worth that nothing in the flow limits.
const OnlyCap = "limited only by Genesys Cloud's cap of 10,000 actions per run"

// BoundWords says what the count of a call rests on.
func BoundWords(c facts.Call) string {
	words := maximumWords(c)
	switch {
	case c.Cache == nil || !c.Reachable:
		return words
	case c.Cache.StaleWhen == "":
		return words + "; once per key"
	}
	return words + "; once per key and period"
}

func maximumWords(c facts.Call) string {
	switch {
	case !c.Reachable:
		return "never reached"
	case c.BoundedBy == byNothing:
		return "no loop"
	case c.BoundedBy == byLoopCount:
		return "loop count"
	case c.BoundedBy == byCounter && c.Bound != nil:
		return "counter " + Clean(c.Bound.Variable)
	case c.BoundedBy == byCounter:
		return "values of variables"
	case c.BoundedBy == ByPlatform && c.BoundText != "":
		return Clean(c.BoundText)
	case c.BoundedBy == ByPlatform:
		return "no limit in the flow"
	}
	return Clean(c.BoundedBy)
}

// LimitSentence explains what the count of a call rests on where that takes sentences: the
// variable that counts, why nothing in the flow does, the data table that caches the answer. It
// is "" for other calls. heading is the file under whose name the sentences stand.
func LimitSentence(heading string, c facts.Call) string {
	if !c.Reachable {
		return ""
	}
	return strings.TrimSpace(maximumSentence(heading, c) + " " + cacheSentence(heading, c.Cache))
}

// cacheSentence says how often a call is made whose answer a data table keeps.
func cacheSentence(heading string, cache *facts.Cache) string {
	if cache == nil {
		return ""
	}
	table := "a data table"
	if cache.Table != "" {
		table += " (" + Clean(cache.Table) + ")"
	}
	often := "at most once per key (" + Ellipsis(Clean(cache.Key), longestCondition) + ")"
	if cache.StaleWhen != "" {
		often += " and period (until " + Ellipsis(Clean(cache.StaleWhen), longestCondition) + ")"
	}
	return "Cached in " + table + " at " + PlaceIn(heading, cache.File, cache.Line, cache.Column) + ": called " + often +
		", however many interactions come. The counts do not include this."
}

func maximumSentence(heading string, c facts.Call) string {
	switch {
	case c.BoundedBy == byCounter && c.Bound != nil:
		return boundSentence(heading, c.Bound)
	case c.BoundedBy == ByPlatform && c.BoundText != "":
		return "At most " + Clean(c.BoundText) + " in one run; the number is " + OnlyCap + "."
	case c.BoundedBy == ByPlatform:
		return "No limit in the flow" + because(c.CapReason) + "; " + OnlyCap + "."
	}
	return ""
}

// because adds a reason, where there is one.
func because(reason string) string {
	if reason == "" {
		return ""
	}
	return ", because " + Clean(reason)
}

// longestCondition is how much of a condition a sentence quotes.
const longestCondition = 120

// boundSentence says where a counter starts, its step, and the condition that reads it.
func boundSentence(heading string, b *facts.Bound) string {
	parts := []string{}
	if b.From != nil {
		parts = append(parts, "starts at "+Ellipsis(Clean(*b.From), longestCondition)+inBrackets(heading, b.FromAt))
	}
	step := stepWords(b.Step) + inBrackets(heading, b.CountedAt)
	test := "is tested by " + Ellipsis(Clean(b.Until), longestCondition) + inBrackets(heading, b.TestedAt)
	parts = append(parts, step)
	return "Limited by " + Clean(b.Variable) + ": it " + strings.Join(parts, ", ") + ", and " + test + "."
}

// inBrackets is a place in brackets, "" for none.
func inBrackets(heading string, at *facts.Place) string {
	if at == nil || at.Line == 0 {
		return ""
	}
	return " (" + PlaceIn(heading, at.File, at.Line, at.Column) + ")"
}

// stepWords says what a round does to a counter: "+1", "-2" or "= false".
func stepWords(step string) string {
	for _, w := range [][2]string{{"+", "rises by "}, {"-", "falls by "}, {"= ", "is set to "}} {
		if by, ok := strings.CutPrefix(step, w[0]); ok {
			return w[1] + Clean(by)
		}
	}
	return "changes by " + Clean(step)
}

// CapSentences say of the calls that nothing in a flow limits why that is, a sentence
// a reason in the order of the calls. heading is the file under whose name they stand.
func CapSentences(heading string, calls []facts.Call) []string {
	var reasons []string
	places := make(map[string][]string)
	for _, c := range calls {
		if !c.Reachable || c.BoundedBy != ByPlatform || c.BoundText != "" {
			continue
		}
		if places[c.CapReason] == nil {
			reasons = append(reasons, c.CapReason)
		}
		places[c.CapReason] = append(places[c.CapReason], PlaceIn(heading, c.File, c.Line, c.Column))
	}
	var out []string
	for _, reason := range reasons {
		why := Clean(reason)
		if why == "" {
			why = "the reason is not known"
		}
		out = append(out, "At "+enumerated(places[reason])+": "+why+".")
	}
	return out
}

// mostPlaces is how many places a sentence names.
const mostPlaces = 8

// enumerated joins the first places and counts the rest.
func enumerated(places []string) string {
	if more := len(places) - mostPlaces; more > 0 {
		return strings.Join(places[:mostPlaces], ", ") + " and " + strconv.Itoa(more) + " more"
	}
	return strings.Join(places, ", ")
}

// AnyBoundedBy reports whether something bounds one of the calls, and no length that is
// known only at run time does.
func AnyBoundedBy(calls []facts.Call, what string) bool {
	for _, c := range calls {
		if c.Reachable && c.BoundedBy == what && c.BoundText == "" {
			return true
		}
	}
	return false
}

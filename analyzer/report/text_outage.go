package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/facts"
)

// verdictOK is the verdict on a limit or an outage that needs no word.
const verdictOK = "ok"

// mostOutages is how many sentences on hanging endpoints are printed.
const mostOutages = 5

// outageSentences say what hanging endpoints do, those that take most slots
// first; where several do the same, one sentence says so of all.
func outageSentences(all []facts.Outage, verbose bool) []string {
	var texts []string
	like := map[string][]facts.Outage{}
	worth := slices.DeleteFunc(slices.Clone(all), func(o facts.Outage) bool { return o.Slots == nil || o.Verdict == verdictOK && !verbose })
	slices.SortStableFunc(worth, func(a, b facts.Outage) int { return cmp.Compare(b.Slots.Peak, a.Slots.Peak) })
	for _, o := range worth {
		text := outageSentence(o)
		if len(like[text]) == 0 {
			texts = append(texts, text)
		}
		like[text] = append(like[text], o)
	}
	more := 0
	for i, text := range texts {
		if i >= mostOutages && !verbose {
			more += len(like[text])
			continue
		}
		texts[i] = fmt.Sprintf("If %s hangs%s", outageNames(like[text]), text)
	}
	if more > 0 {
		texts = append(texts[:mostOutages], counted(more, "other data action")+" would pass the limit, or may, when they hang: archlint capacity has a line for each.")
	}
	return texts
}

// outageNames names data actions of which the same is said.
func outageNames(same []facts.Outage) string {
	name := clean(same[0].DataAction)
	switch others := len(same) - 1; others {
	case 0:
		return name
	case 1:
		return name + " or " + clean(same[1].DataAction)
	default:
		return fmt.Sprintf("%s (or any of %d others)", name, others)
	}
}

// outageSentence says, after the name of a data action, what its hanging
// endpoint does to everybody else.
func outageSentence(o facts.Outage) string {
	text := ""
	if o.TimeoutSeconds != nil {
		text += fmt.Sprintf(" until its timeout of %s s", number(*o.TimeoutSeconds))
	}
	text += ": "
	text += fmt.Sprintf("a peak of %s of %s execution slots", number(o.Slots.Peak), number(o.Limit))
	if o.Refused != nil && *o.Refused > 0 {
		text += fmt.Sprintf(", %s of all executions refused", percent(*o.Refused))
	}
	if names := affectedNames(o); len(names) > 0 {
		text += "; it takes " + strings.Join(names, ", ") + " down with it"
	}
	if flows := affectedFlows(o); flows != "" {
		text += "; where other calls are refused, these flows take their failure outputs: " + flows
	}
	if s := o.SafeTimeoutSeconds; s != nil && o.Verdict != verdictOK && *s > 0 {
		text += fmt.Sprintf("; a timeout of %s s would be safe", number(*s))
	}
	return text + "."
}

func affectedNames(o facts.Outage) []string {
	var names []string
	for _, a := range o.Affected {
		if a.Integration != o.Integration {
			names = append(names, clean(a.Integration))
		}
	}
	return names
}

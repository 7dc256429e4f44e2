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
	if !verbose {
		all = widest(all)
	}
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
		texts = append(texts[:mostOutages], counted(more, "other outage")+" would pass the limit, or may: archlint capacity has a line for each.")
	}
	return texts
}

// outageName names what hangs.
func outageName(o facts.Outage) string {
	switch o.Kind {
	case "integration":
		return fmt.Sprintf("integration %s (%s)", clean(o.Integration), counted(len(o.DataActions), "data action"))
	case "host":
		return fmt.Sprintf("host %s (%s)", clean(o.Host), counted(len(o.DataActions), "data action"))
	}
	return clean(o.DataAction)
}

// outageDetail says more of what hangs: the integration of a data action, or the
// data actions of an integration or a host.
func outageDetail(o facts.Outage) string {
	if o.Kind != "integration" && o.Kind != "host" {
		return clean(o.Integration)
	}
	var names []string
	for _, a := range o.DataActions {
		names = append(names, clean(a.DataAction))
	}
	if more := len(names) - mostHanging; more > 0 {
		names = append(names[:mostHanging:mostHanging], fmt.Sprintf("%d more", more))
	}
	return strings.Join(names, ", ")
}

// mostHanging is how many data actions that hang together are named.
const mostHanging = 4

// outageSlots is the peak of busy slots, at the least where retries have no limit, and
// at the most where what is unknown may make it less.
func outageSlots(o facts.Outage) string {
	switch {
	case o.SlotsOpen:
		return number(o.Slots.Peak) + " or more"
	case o.Verdict == verdictUnknown && o.Slots.Peak > o.Limit:
		return "up to " + number(o.Slots.Peak)
	}
	return number(o.Slots.Peak)
}

// safeTimeout is the longest timeout that can be set in the data actions.
func safeTimeout(o facts.Outage) string {
	switch s := o.SafeTimeoutSeconds; {
	case s == nil:
		return "-"
	case *s < 1:
		return "none"
	default:
		return number(*s) + " s"
	}
}

// outageNames names what hangs, where the same is said of several.
func outageNames(same []facts.Outage) string {
	name := outageName(same[0])
	switch others := len(same) - 1; others {
	case 0:
		return name
	case 1:
		return name + " or " + outageName(same[1])
	default:
		return fmt.Sprintf("%s (or any of %d others)", name, others)
	}
}

// outageSentence says, after the name of a data action, what its hanging
// endpoint does to everybody else.
func outageSentence(o facts.Outage) string {
	text := ""
	if o.TimeoutSeconds != nil {
		text += fmt.Sprintf(" until the data action's timeout of %s s", number(*o.TimeoutSeconds))
	}
	text += ": "
	text += fmt.Sprintf("a peak of %s of %s execution slots", outageSlots(o), number(o.Limit))
	if o.Refused != nil && *o.Refused > 0 {
		text += fmt.Sprintf(", %s of all executions refused", percent(*o.Refused))
	}
	if names := affectedNames(o); len(names) > 0 {
		text += "; calls of " + strings.Join(names, ", ") + " are refused too"
	}
	if flows := affectedFlows(o); flows != "" {
		text += "; where other calls are refused, these flows take their failure outputs: " + flows
	}
	if s := o.SafeTimeoutSeconds; s != nil && o.Verdict != verdictOK {
		if text += "; no timeout is short enough"; *s >= 1 {
			text = strings.TrimSuffix(text, "; no timeout is short enough") + fmt.Sprintf("; a timeout of %s s in the data action would be safe", number(*s))
		}
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

package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/facts"
)

// VerdictOK is the verdict on a limit or an outage that needs no word.
const VerdictOK = "ok"

// mostOutages is how many sentences on hanging endpoints are printed.
const mostOutages = 5

// OutageSentences say what hanging endpoints do, those that take most slots
// first; where several do the same, one sentence says so of all.
func OutageSentences(all []facts.Outage, verbose bool) []string {
	var texts []string
	like := map[string][]facts.Outage{}
	if !verbose {
		all = WidestOutages(all)
	}
	worth := slices.DeleteFunc(slices.Clone(all), func(o facts.Outage) bool { return o.Slots == nil || o.Verdict == VerdictOK && !verbose })
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
		texts = append(texts[:mostOutages], Counted(more, "other outage")+" would pass the limit, or may: archlint capacity has a line for each.")
	}
	return texts
}

// OutageName names what hangs.
func OutageName(o facts.Outage) string {
	switch o.Kind {
	case "integration":
		return fmt.Sprintf("integration %s (%s)", Clean(o.Integration), Counted(len(o.DataActions), "data action"))
	case "host":
		return fmt.Sprintf("host %s (%s)", Clean(o.Host), Counted(len(o.DataActions), "data action"))
	}
	return Clean(o.DataAction)
}

// OutageDetail says more of what hangs: the integration of a data action, or the
// data actions of an integration or a host.
func OutageDetail(o facts.Outage) string {
	if o.Kind != "integration" && o.Kind != "host" {
		return Clean(o.Integration)
	}
	var names []string
	for _, a := range o.DataActions {
		names = append(names, Clean(a.DataAction))
	}
	if more := len(names) - mostHanging; more > 0 {
		names = append(names[:mostHanging:mostHanging], fmt.Sprintf("%d more", more))
	}
	return strings.Join(names, ", ")
}

// mostHanging is how many data actions that hang together are named.
const mostHanging = 4

// OutageSlots is the peak of busy slots, at the least where retries have no limit, and
// at the most where what is unknown may make it less.
func OutageSlots(o facts.Outage) string {
	switch {
	case o.SlotsOpen:
		return Number(o.Slots.Peak) + " or more"
	case o.Verdict == verdictUnknown && o.Slots.Peak > o.Limit:
		return "up to " + Number(o.Slots.Peak)
	}
	return Number(o.Slots.Peak)
}

// SafeTimeout is the longest timeout that can be set in the data actions.
func SafeTimeout(o facts.Outage) string {
	switch s := o.SafeTimeoutSeconds; {
	case s == nil:
		return "-"
	case *s < 1:
		return "none"
	default:
		return Number(*s) + " s"
	}
}

// outageNames names what hangs, where the same is said of several.
func outageNames(same []facts.Outage) string {
	name := OutageName(same[0])
	switch others := len(same) - 1; others {
	case 0:
		return name
	case 1:
		return name + " or " + OutageName(same[1])
	default:
		return fmt.Sprintf("%s (or any of %d others)", name, others)
	}
}

// outageSentence says, after the name of a data action, what its hanging
// endpoint does to everybody else.
func outageSentence(o facts.Outage) string {
	text := ""
	if o.TimeoutSeconds != nil {
		text += fmt.Sprintf(" until the data action's timeout of %s s", Number(*o.TimeoutSeconds))
	}
	text += ": "
	text += fmt.Sprintf("a peak of %s of %s execution slots", OutageSlots(o), Number(o.Limit))
	if o.Refused != nil && *o.Refused > 0 {
		text += fmt.Sprintf(", %s of all executions refused", Percent(*o.Refused))
	}
	if names := AffectedNames(o); len(names) > 0 {
		text += "; calls of " + strings.Join(names, ", ") + " are refused too"
	}
	if flows := affectedFlows(o); flows != "" {
		text += "; where other calls are refused, these flows take their failure outputs: " + flows
	}
	if s := o.SafeTimeoutSeconds; s != nil && o.Verdict != VerdictOK {
		if text += "; no timeout is short enough"; *s >= 1 {
			text = strings.TrimSuffix(text, "; no timeout is short enough") +
				fmt.Sprintf("; a timeout of %s s in the data action would be safe", Number(*s))
		}
	}
	return text + "."
}

// AffectedNames are the integrations whose calls an outage refuses.
func AffectedNames(o facts.Outage) []string {
	var names []string
	for _, a := range o.Affected {
		if a.Integration != o.Integration {
			names = append(names, Clean(a.Integration))
		}
	}
	return names
}

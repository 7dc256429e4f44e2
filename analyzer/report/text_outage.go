package report

import (
	"fmt"
	"strings"

	"archlint/analyzer/facts"
)

// verdictOK is the verdict on a limit or an outage that needs no word.
const verdictOK = "ok"

// outageSentence says what a hanging endpoint does to everybody else.
func outageSentence(o facts.Outage) string {
	text := fmt.Sprintf("If %s hangs", clean(o.DataAction))
	if o.TimeoutSeconds != nil {
		text += fmt.Sprintf(" until its timeout of %s s", number(*o.TimeoutSeconds))
	}
	text += ": "
	if o.Slots == nil {
		return text + "the demand is unknown without traffic."
	}
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

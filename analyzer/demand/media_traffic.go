package demand

import (
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/capacity"
	"archlint/analyzer/flow"
)

// media are the media of interactions, as traffic names them, with the types
// of the flows in which theirs start.
var media = []struct {
	name  string
	types []flow.Type
}{
	{"voice", []flow.Type{"inboundcall", "outboundcall", "securecall", "voice", "bot", "inqueuecall"}},
	{"message", []flow.Type{"inboundshortmessage", "digitalbot", "inqueueshortmessage"}},
	{"chat", []flow.Type{"inboundchat"}},
	{"email", []flow.Type{"inboundemail", "inqueueemail"}},
}

// mediumOf is the medium of the interactions in flows of a type, "" for none.
func mediumOf(t flow.Type) string {
	for _, m := range media {
		if slices.Contains(m.types, t) {
			return m.name
		}
	}
	return ""
}

// byMedium spreads the traffic of a medium ("voice") over its entry flows. Flows with
// figures of their own keep them; the others get what is left, in the proportion in which
// they were measured, else evenly. It returns the traffic of single entry flows, and
// sentences on how it was spread. A flow with the name of a medium takes precedence.
func byMedium(given, measured []capacity.EntryTraffic, load capacity.Load) (out []capacity.EntryTraffic, notes []string) {
	var dealt []capacity.EntryTraffic
	for _, e := range given {
		if !isMedium(e.Flow) || meansEntry(e.Flow, load) {
			out = append(out, e)
		} else {
			dealt = append(dealt, e)
		}
	}
	for _, e := range dealt {
		flows, own := entriesOf(e.Flow, out, load)
		parts, how := proportions(flows, measured)
		for i, name := range flows {
			out = append(out, capacity.EntryTraffic{
				Flow: name, Proportional: e.Proportional, PerMinute: part(e.PerMinute, own.rate, parts[i]), Share: part(e.Share, own.share, parts[i]),
			})
		}
		switch {
		case len(flows) == 0:
			notes = append(notes, fmt.Sprintf("No other entry flow takes %s interactions: what is said of them does not count.",
				strings.ToLower(e.Flow)))
		case len(flows) > 1:
			notes = append(notes, fmt.Sprintf("The %s interactions are spread over %d entry flows %s.", strings.ToLower(e.Flow), len(flows), how))
		}
	}
	return out, notes
}

func isMedium(name string) bool {
	for _, m := range media {
		if strings.EqualFold(m.name, name) {
			return true
		}
	}
	return false
}

func meansEntry(name string, load capacity.Load) bool {
	return slices.ContainsFunc(load.Entries, func(e capacity.EntryFlow) bool { return named(e, name) })
}

// named reports whether a name or id in the traffic is that of an entry flow.
func named(e capacity.EntryFlow, name string) bool {
	return e.FlowID != "" && e.FlowID == name || strings.EqualFold(e.Flow, name)
}

// assigned is the traffic of a medium that has gone to single flows already.
type assigned struct{ rate, share float64 }

// entriesOf returns the entry flows of a medium without figures of their own, and what the
// others have.
func entriesOf(medium string, given []capacity.EntryTraffic, load capacity.Load) (flows []string, own assigned) {
	for _, e := range load.Entries {
		if e.Kind != capacity.Interaction || !strings.EqualFold(e.Medium, medium) {
			continue
		}
		at := slices.IndexFunc(given, func(g capacity.EntryTraffic) bool { return named(e, g.Flow) })
		if at < 0 {
			flows = append(flows, e.Flow)
			continue
		}
		if f := given[at].PerMinute; f != nil {
			own.rate += f.Value
		}
		if f := given[at].Share; f != nil {
			own.share += f.Value
		}
	}
	return flows, own
}

// proportions returns the parts of the flows, and a sentence on where they come from.
func proportions(flows []string, measured []capacity.EntryTraffic) (parts []float64, how string) {
	rates := make(map[string]float64)
	for _, m := range measured {
		if m.PerMinute != nil {
			rates[m.Flow] += m.PerMinute.Value
		}
	}
	parts, sum := make([]float64, len(flows)), 0.0
	for i, name := range flows {
		parts[i] = rates[name]
		sum += parts[i]
	}
	for i := range parts {
		if sum > 0 {
			parts[i] /= sum
		} else {
			parts[i] = 1 / float64(len(parts))
		}
	}
	if sum > 0 {
		return parts, "as measured"
	}
	return parts, "evenly: nothing says how"
}

// part returns a part of what is left of a figure.
func part(f *capacity.Figure, taken, share float64) *capacity.Figure {
	if f == nil {
		return nil
	}
	return capacity.Given(max(f.Value-taken, 0)*share, f.From)
}

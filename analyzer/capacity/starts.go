package capacity

import (
	"fmt"
	"slices"
	"strings"
)

// Start is a trigger that starts an Event entry: by an event, or by a schedule.
type Start struct {
	Trigger string // its name
	Topic   string // the event, "" of a schedule
	// PerInteraction and PerAgent are starts for each interaction, and for each
	// agent that takes part in one; PerMinute are those of a schedule. All are 0
	// where it is not known how often the event comes.
	PerInteraction, PerAgent, PerMinute float64
	// AtMost is set where fewer are possible: conditions let only some events
	// through, or a schedule may be less frequent.
	AtMost bool
}

// MostScheduledRuns is how often a scheduled trigger starts its workflow in an hour,
// at most. Source: help.genesys.cloud, frequently asked questions on triggers.
const MostScheduledRuns = 2.0

func (s Start) known() bool { return s.PerInteraction+s.PerAgent+s.PerMinute > 0 }

// starts is how often an event entry starts.
type starts struct {
	perMinute, perInteraction           float64 // as far as known, at the most
	leastPerMinute, leastPerInteraction float64
	known                               bool // anything is known of it
	open                                bool // more starts may come, and nobody counts them
}

// startsOf is how often the entry starts: as the traffic says, else as its triggers do.
func (m *model) startsOf(e *EntryFlow) starts {
	if given := m.byEntry.starts(e.Flow); given.known {
		return given
	}
	s := starts{open: len(e.Starts) == 0}
	for _, one := range e.Starts {
		if !one.known() {
			s.open = true
			continue
		}
		s.known = true
		rate, each := one.PerMinute, one.PerInteraction+one.PerAgent*m.answered()
		s.perMinute, s.perInteraction = s.perMinute+rate, s.perInteraction+each
		if !one.AtMost {
			s.leastPerMinute, s.leastPerInteraction = s.leastPerMinute+rate, s.leastPerInteraction+each
		}
	}
	if e.Untriggered {
		s.known, s.open = true, false
	}
	return s
}

// answered is the share of the interactions that reach an agent.
func (m *model) answered() float64 {
	return max(1-value(m.traffic.Contained, 0)-value(m.traffic.Abandoned, 0), 0)
}

// ranges reports whether some entry starts at most so often, but perhaps less.
func (m *model) ranges() bool {
	for _, s := range m.starts {
		if s.perMinute != s.leastPerMinute || s.perInteraction != s.leastPerInteraction {
			return true
		}
	}
	return false
}

// starting returns the model in which every entry starts at its highest (lowest) rate.
func (m *model) starting(often bool) *model {
	if often || !m.ranges() {
		return m
	}
	c := *m
	c.starts = make([]starts, len(m.starts))
	for i, s := range m.starts {
		s.perMinute, s.perInteraction = s.leastPerMinute, s.leastPerInteraction
		c.starts[i] = s
	}
	return &c
}

// uncounted returns sentences on the calls of the selection whose runs are not counted.
func (m *model) uncounted(of *selection) []string {
	var missing, unknown []string
	for i, sum := range of.sums {
		switch s := m.starts[i]; {
		case m.load.Entries[i].Kind != Event || !s.open || len(sum.mass) < 2:
		case s.known:
			missing = append(missing, m.startNote(i))
		default:
			unknown = append(unknown, m.load.Entries[i].Flow)
		}
	}
	if len(unknown) > 0 {
		missing = append(missing, unknownStartsNote(slices.Compact(unknown)))
	}
	return missing
}

// unknownStartsNote is the sentence on workflows whose number of starts is not known.
func unknownStartsNote(flows []string) string {
	names := make([]string, 0, mostNamed)
	for _, flow := range flows[:min(len(flows), mostNamed)] {
		names = append(names, fmt.Sprintf("%q", flow))
	}
	text := strings.Join(names, ", ")
	if more := len(flows) - len(names); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return fmt.Sprintf("Runs of %s are not counted: nothing says how often they start. %s", text, howToStart(flows[0]))
}

// mostNamed is how many of several flows a sentence names.
const mostNamed = 4

// startNote says what is known of how often an event entry starts.
func (m *model) startNote(i int) string {
	e, often := &m.load.Entries[i], m.starts[i]
	flow := e.Flow
	given := m.byEntry.starts(flow)
	switch {
	case given.known && often.perInteraction == 1:
		return fmt.Sprintf("%q starts once for each interaction%s.", flow, m.byEntry[flow].Share.origin())
	case given.known && often.perInteraction > 0:
		return fmt.Sprintf("%q starts %s times for each interaction%s.", flow, num(often.perInteraction), m.byEntry[flow].Share.origin())
	case given.known:
		return ""
	case e.Untriggered:
		return fmt.Sprintf("%q does not start: all its triggers are disabled.", flow)
	case often.known:
		return m.triggerNote(e, often)
	}
	return "" // nothing: uncounted says so, of all such flows together
}

// howToStart says how the starts of a workflow are given.
func howToStart(flow string) string {
	return fmt.Sprintf("Enter how often it starts (`traffic.entries: {%q: {share: 140%%}}` for 1.4 starts an interaction, `{%q: 5}` for 5 "+
		"a minute).", flow, flow)
}

// triggerNote states the default that triggers give.
func (m *model) triggerNote(e *EntryFlow, often starts) string {
	var parts, missing []string
	for _, s := range e.Starts {
		if !s.known() {
			missing = append(missing, fmt.Sprintf("trigger %q on %s", s.Trigger, s.Topic))
			continue
		}
		parts = append(parts, s.words())
	}
	note := fmt.Sprintf("%q is taken to start %s.", e.Flow, strings.Join(parts, ", and "))
	if often.open {
		note += fmt.Sprintf(" How often its other triggers start it is not known, and not counted: %s.", strings.Join(missing, ", "))
	}
	return note + " " + howToStart(e.Flow)
}

// words says how often a trigger starts its workflow.
func (s Start) words() string {
	often := ""
	switch {
	case s.PerMinute > 0:
		return fmt.Sprintf("at most %s times an hour by its schedule (trigger %q)", num(60*s.PerMinute), s.Trigger)
	case s.PerAgent > 0:
		often = "once for each agent that takes part, one for each answered interaction"
	default:
		often = "once for each interaction"
	}
	if s.AtMost {
		often = "at most " + often
	}
	return fmt.Sprintf("%s (trigger %q on %s)", often, s.Trigger, s.Topic)
}

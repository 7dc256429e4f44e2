package demand

import (
	"archlint/analyzer/capacity"
	"archlint/analyzer/events"
	"archlint/analyzer/facts"
)

// triggers are the enabled triggers that start flow i. untriggered is set where
// it has some, and all are disabled.
func (s *starts) triggers(i int) (enabled []capacity.Start, untriggered bool) {
	for _, e := range s.points[i] {
		if !e.Disabled {
			enabled = append(enabled, startOf(e))
		}
	}
	return enabled, len(s.points[i]) > 0 && len(enabled) == 0
}

// startOf is how often a trigger starts its workflow, as far as its topic or its
// schedule tells.
func startOf(e facts.EntryPoint) capacity.Start {
	s := capacity.Start{Trigger: e.Name, Topic: e.Topic, AtMost: e.Conditions > 0 || e.Scheduled}
	if e.Scheduled {
		s.PerMinute = capacity.MostScheduledRuns / 60
		return s
	}
	switch topic := events.TopicOf(e.Topic); topic.Per {
	case events.PerInteraction:
		s.PerInteraction = topic.Times
	case events.PerAgent:
		s.PerAgent = topic.Times
	}
	return s
}

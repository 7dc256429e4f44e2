package capacity

// entryTraffic holds the figures given for single entry flows, by their names: every
// entry is looked up, and in measured traffic there are as many.
type entryTraffic map[string]EntryTraffic

// byEntry indexes the figures given for single entry flows; the first one of a flow counts.
func (t *Traffic) byEntry() entryTraffic {
	all := make(entryTraffic, len(t.Entries))
	for _, e := range t.Entries {
		if _, ok := all[e.Flow]; !ok {
			all[e.Flow] = e
		}
	}
	return all
}

// starts returns how often a workflow starts, if the traffic has a figure for it.
func (s entryTraffic) starts(flow string) starts {
	switch e := s[flow]; {
	case e.PerMinute != nil:
		return starts{perMinute: e.PerMinute.Value, leastPerMinute: e.PerMinute.Value, known: true}
	case e.Share != nil:
		return starts{perInteraction: e.Share.Value, leastPerInteraction: e.Share.Value, known: true}
	}
	return starts{}
}

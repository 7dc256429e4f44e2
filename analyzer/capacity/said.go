package capacity

// said is what the traffic says of single entry flows, by their names: every
// entry is looked up, and in measured traffic there are as many.
type said map[string]EntryTraffic

// said returns what is said of single entry flows; the first word holds.
func (t *Traffic) said() said {
	all := make(said, len(t.Entries))
	for _, e := range t.Entries {
		if _, ok := all[e.Flow]; !ok {
			all[e.Flow] = e
		}
	}
	return all
}

// starts is how often a workflow starts as the traffic says, if it does.
func (s said) starts(flow string) starts {
	switch e := s[flow]; {
	case e.PerMinute != nil:
		return starts{perMinute: e.PerMinute.Value, leastPerMinute: e.PerMinute.Value, known: true}
	case e.Share != nil:
		return starts{perInteraction: e.Share.Value, leastPerInteraction: e.Share.Value, known: true}
	}
	return starts{}
}

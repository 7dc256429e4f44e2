package capacity

// selection is a set of calls with their sum per entry. All rows of the table use a
// handful of selections. Their sums do not depend on the traffic, nor on whether what is
// unknown is taken high or low, and are computed once.
type selection struct {
	sums    []*sum
	notes   []string // what is assumed for them, each sentence once
	missing []string // what of them cannot be counted, each sentence once
}

// choose returns the selection of the calls that counts accepts.
func (m *model) choose(counts func(*Call) bool) *selection {
	s := &selection{sums: make([]*sum, len(m.load.Entries))}
	var notes noteSet
	var chosen []int
	for i := range m.load.Entries {
		calls := m.load.Entries[i].Calls
		chosen = chosen[:0]
		for c := range calls {
			if counts(&calls[c]) {
				chosen = append(chosen, c)
			}
		}
		s.sums[i] = m.sums[i].of(chosen)
		if m.happens(i) { // else it is not counted, so nothing is assumed for it
			notes.add(s.sums[i].notes...)
		}
	}
	notes.add(m.startNotes(s)...)
	s.notes, s.missing = notes.all, append(m.unpaced(s), m.uncounted(s)...)
	return s
}

// startNotes say how often the event entries start that make calls of the selection.
func (m *model) startNotes(s *selection) []string {
	var notes []string
	for i := range m.load.Entries {
		if m.load.Entries[i].Kind != Event || len(s.sums[i].mass) < 2 {
			continue
		}
		if note := m.startNote(i); note != "" {
			notes = append(notes, note)
		}
	}
	return notes
}

package capacity

import "fmt"

// selection is a set of calls with what those of each entry come to, by entry.
// A handful of them stand behind all rows of the table, at both ends of what is
// unknown and under all the traffic that break-evens are tried for: what they
// come to depends on none of these, and is worked out once.
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
	for i := range m.load.Entries {
		if m.load.Entries[i].Kind == Event && len(s.sums[i].mass) > 1 {
			notes.add(m.startNote(i))
		}
	}
	s.notes, s.missing = notes.all, m.unpaced(s)
	return s
}

// startNote says how often the workflow of an event entry starts, where that is
// not plainly a rate.
func (m *model) startNote(i int) string {
	flow, often := m.load.Entries[i].Flow, m.starts[i]
	switch {
	case !often.known:
		return fmt.Sprintf("Runs of %q are not counted: nothing says how often it is started.", flow)
	case often.perInteraction == 1:
		return fmt.Sprintf("%q starts once for each interaction%s.", flow, m.said[flow].Share.origin())
	case often.perInteraction > 0:
		return fmt.Sprintf("%q starts %s times for each interaction%s.", flow, num(often.perInteraction), m.said[flow].Share.origin())
	}
	return ""
}

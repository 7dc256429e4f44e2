package capacity

// addNote adds a sentence to a few, unless it is empty or among them.
func addNote(notes []string, note string) []string {
	if note == "" {
		return notes
	}
	for _, n := range notes {
		if n == note {
			return notes
		}
	}
	return append(notes, note)
}

// noteSet gathers sentences in the order in which they come: many, since every
// workflow whose starts nobody knows has one.
type noteSet struct {
	all  []string
	seen map[string]bool
}

// add adds sentences that are not there yet.
func (s *noteSet) add(notes ...string) {
	for _, note := range notes {
		if note != "" && !s.seen[note] {
			s.put(note)
		}
	}
}

// put adds sentences, whether they are there or not.
func (s *noteSet) put(notes ...string) {
	if s.seen == nil {
		s.seen = make(map[string]bool)
	}
	for _, note := range notes {
		s.all, s.seen[note] = append(s.all, note), true
	}
}

package flow

// MarkRecurring marks the states of an in-queue e-mail or message flow that
// the platform starts over while the interaction waits. Such flows run until
// the interaction is answered, long after their own logic is through; in what
// way a file says which state recurs is not known. So where no state is marked
// by the file, all states but the entry are, or the entry when it is alone: a
// state that in truth runs once then has too great a maximum, never too small
// a one. Source: community.genesys.com, "Email In-queue flow", April 2026.
//
// Decoders call it when the flow is complete.
func MarkRecurring(f *Flow) {
	if info := f.Type.Info(); !info.InQueue || info.Voice {
		return
	}
	var states []*Container
	for _, c := range f.Containers {
		if c.Recurring {
			return
		}
		if c.Kind == State && c != f.Entry {
			states = append(states, c)
		}
	}
	if len(states) == 0 && f.Entry != nil && f.Entry.Kind == State {
		states = append(states, f.Entry)
	}
	for _, c := range states {
		c.Recurring = true
	}
}

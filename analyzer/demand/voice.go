package demand

import "archlint/analyzer/flow"

// markVoice marks a flow that others call, such as a bot, as one without a caller on the
// line where all flows that lead to it handle messages. A flow that nothing in the export leads
// to keeps what its type says.
func markVoice(flows []*Flow) {
	led, voice := make([]bool, len(flows)), make([]bool, len(flows))
	for i, f := range flows {
		if flow.Type(f.Facts.Type).Info().Called {
			continue // its own callers tell
		}
		for _, to := range f.reaches {
			if to != i {
				led[to], voice[to] = true, voice[to] || f.Facts.Voice
			}
		}
	}
	for i, f := range flows {
		if led[i] && !voice[i] && flow.Type(f.Facts.Type).Info().Called {
			f.Facts.Voice = false
		}
	}
}

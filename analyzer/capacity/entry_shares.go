package capacity

import "fmt"

// shares is how the interactions spread over the entry flows, as far as known.
type shares struct {
	known        []float64 // by entry; 0 where unknown
	unattributed float64   // share of the interactions whose entry is unknown
	candidates   []int     // the entries that those may belong to
	candidate    []bool    // by entry: whether it is one of them
	notes        []string
}

// resolveShares spreads one interaction over the interaction entries: explicit
// rates and shares first, then measured rates in proportion, and what is left
// goes to the entries for which no figure is given.
func resolveShares(byEntry entryTraffic, load Load, a arrivals) shares {
	s := shares{known: make([]float64, len(load.Entries)), unattributed: 1}
	var measured []int
	sum, given := 0.0, false
	for i := range load.Entries {
		e := &load.Entries[i]
		if e.Kind != Interaction {
			continue
		}
		switch of := byEntry[e.Flow]; {
		case of.Share != nil:
			s.assign(i, of.Share.Value)
		case of.PerMinute != nil && (of.Proportional || of.PerMinute.From == FromExport):
			measured = append(measured, i)
			sum += of.PerMinute.Value
			given = given || of.Proportional
		case of.PerMinute != nil && a.perMinute > 0:
			s.assign(i, of.PerMinute.Value/a.perMinute)
		case e.OnlyNamed:
		default:
			s.candidates = append(s.candidates, i)
		}
	}
	if sum > 0 {
		s.measured(byEntry, load, measured, sum)
		s.notes = append(s.notes, "Interactions spread over the entry flows "+
			map[bool]string{true: "in the proportion of the rates given for them.", false: "as measured."}[given])
	}
	s.close(load)
	return s
}

func (s *shares) assign(i int, share float64) {
	share = min(share, s.unattributed)
	s.known[i] = share
	s.unattributed -= share
}

// measured gives what is left to the measured entries, in proportion; entries
// without a measurement had no traffic then.
func (s *shares) measured(byEntry entryTraffic, load Load, entries []int, sum float64) {
	left := s.unattributed
	for _, i := range entries {
		s.assign(i, left*byEntry[load.Entries[i].Flow].PerMinute.Value/sum)
	}
	s.unattributed, s.candidates = 0, nil
}

// close settles the unattributed interactions where only one entry can have them, or none.
func (s *shares) close(load Load) {
	if s.unattributed < 1e-9 {
		s.unattributed = 0
	}
	switch {
	case s.unattributed == 0:
	case len(s.candidates) == 1:
		s.known[s.candidates[0]] = s.unattributed
		s.unattributed = 0
		if len(load.Entries) > 1 {
			s.notes = append(s.notes, fmt.Sprintf("The other interactions start in %q.", load.Entries[s.candidates[0]].Flow))
		}
	case len(s.candidates) > 1:
		s.notes = append(s.notes, fmt.Sprintf(
			"How the interactions spread over %d entry flows is not known: from all in the one that asks least to all in the one that asks most.",
			len(s.candidates)))
	}
	if len(s.candidates) == 1 && s.known[s.candidates[0]] == 1 {
		s.notes = nil
	}
	s.candidate = make([]bool, len(load.Entries))
	for _, i := range s.candidates {
		s.candidate[i] = s.unattributed > 0
	}
}

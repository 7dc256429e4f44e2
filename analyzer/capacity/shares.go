package capacity

import "fmt"

// shares is how the interactions spread over the entry flows, as far as known.
type shares struct {
	known []float64 // by entry; 0 where unknown
	rest  float64   // share of the interactions of which the entry is unknown
	open  []int     // the entries that the rest may belong to
	may   []bool    // by entry: whether it is one of them
	notes []string
}

// resolveShares spreads one interaction over the interaction entries: explicit
// rates and shares first, then measured rates in proportion, and what is left
// goes to the entries nobody said anything of.
func resolveShares(said said, load Load, a arrivals) shares {
	s := shares{known: make([]float64, len(load.Entries)), rest: 1}
	var measured []int
	sum, given := 0.0, false
	for i := range load.Entries {
		e := &load.Entries[i]
		if e.Kind != Interaction {
			continue
		}
		switch of := said[e.Flow]; {
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
			s.open = append(s.open, i)
		}
	}
	if sum > 0 {
		s.measured(said, load, measured, sum)
		s.notes = append(s.notes, "Interactions spread over the entry flows "+
			map[bool]string{true: "in the proportion of the rates given for them.", false: "as measured."}[given])
	}
	s.close(load)
	return s
}

func (s *shares) assign(i int, share float64) {
	share = min(share, s.rest)
	s.known[i] = share
	s.rest -= share
}

// measured gives what is left to the measured entries, in proportion; entries
// without a measurement had no traffic then.
func (s *shares) measured(said said, load Load, entries []int, sum float64) {
	rest := s.rest
	for _, i := range entries {
		s.assign(i, rest*said[load.Entries[i].Flow].PerMinute.Value/sum)
	}
	s.rest, s.open = 0, nil
}

// close settles the rest where only one entry can have it, or none.
func (s *shares) close(load Load) {
	if s.rest < 1e-9 {
		s.rest = 0
	}
	switch {
	case s.rest == 0:
	case len(s.open) == 1:
		s.known[s.open[0]] = s.rest
		s.rest = 0
		if len(load.Entries) > 1 {
			s.notes = append(s.notes, fmt.Sprintf("The other interactions start in %q.", load.Entries[s.open[0]].Flow))
		}
	case len(s.open) > 1:
		s.notes = append(s.notes, fmt.Sprintf(
			"How the interactions spread over %d entry flows is not known: from all in the one that asks least to all in the one that asks most.",
			len(s.open)))
	}
	if len(s.open) == 1 && s.known[s.open[0]] == 1 {
		s.notes = nil
	}
	s.may = make([]bool, len(load.Entries))
	for _, i := range s.open {
		s.may[i] = s.rest > 0
	}
}

// nobody is the taker where the entry of every interaction is known.
const nobody = -1

// taker returns which of the entries takes the rest: the one that weighs most
// (or least), the first of equals.
func (s *shares) taker(most bool, weight func(i int) float64) int {
	if s.rest == 0 || len(s.open) == 0 {
		return nobody
	}
	best := s.open[0]
	weighs := weight(best)
	for _, i := range s.open[1:] {
		if w := weight(i); most && w > weighs || !most && w < weighs {
			best, weighs = i, w
		}
	}
	return best
}

// of is the share of an entry when that one takes the rest.
func (s *shares) of(entry, taker int) float64 {
	if entry == taker {
		return s.known[entry] + s.rest
	}
	return s.known[entry]
}

package capacity

import (
	"encoding/binary"
	"math"

	"archlint/analyzer/capacity/prob"
)

// pool finds distributions that are among the Masses of a WhatIf: those of
// most entries are the same for many rows.
type pool struct {
	ofSum  map[*sum]int
	ofMass map[string]int // by their bytes
	of     map[end]WhatIfCounts
}

// end is a selection at one end of what is unknown.
type end struct {
	of   *selection
	high bool
}

func newPool() pool {
	return pool{ofSum: map[*sum]int{}, ofMass: map[string]int{}, of: map[end]WhatIfCounts{}}
}

// counts returns the executions that count in a selection; distributions that
// are new go to w.
func (p pool) counts(of *selection, high bool, w *WhatIf) WhatIfCounts {
	if known, ok := p.of[end{of, high}]; ok {
		return known
	}
	c := WhatIfCounts{Masses: make([]int, 0, len(of.sums)), Waiting: make([]float64, 0, len(of.sums))}
	for _, sum := range of.sums {
		at, ok := p.ofSum[sum]
		if !ok {
			at = p.mass(sum.mass, w)
			p.ofSum[sum] = at
		}
		c.Masses, c.Waiting = append(c.Masses, at), append(c.Waiting, sum.repeats(high))
	}
	p.of[end{of, high}] = c
	return c
}

// mass returns the index of a distribution among the Masses.
func (p pool) mass(m prob.Mass, w *WhatIf) int {
	pairs := []float64{}
	var key []byte
	for k, q := range m {
		if q != 0 {
			pairs = append(pairs, float64(k), q)
			key = binary.LittleEndian.AppendUint64(binary.AppendUvarint(key, uint64(k)), math.Float64bits(q))
		}
	}
	at, ok := p.ofMass[string(key)]
	if !ok {
		at = len(w.Masses)
		p.ofMass[string(key)] = at
		w.Masses = append(w.Masses, pairs)
	}
	return at
}

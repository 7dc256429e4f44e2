package branchmodel

import (
	"archlint/analyzer/calibrate"
	"archlint/analyzer/cfg"
)

// Take lets what was fitted to counts take the place of defaults. What a profile gives
// goes before it.
func (b *Profiled) Take(f *calibrate.Fit) {
	given := b.Model
	over := f.Over(b.Model)
	b.Model.Share = func(n cfg.NodeID, output string) (float64, bool) {
		if b.given[n] {
			return given.Share(n, output)
		}
		return over.Share(n, output)
	}
	b.Model.Count = func(head cfg.NodeID) (float64, bool) {
		if given.Count != nil {
			if rounds, ok := given.Count(head); ok {
				return rounds, true
			}
		}
		return over.Count(head)
	}
	b.Model.Ends = func(n cfg.NodeID) float64 {
		if b.givenEnds[n] {
			return given.EndShare(n)
		}
		return over.Ends(n)
	}
	b.says = true
	for n := range f.Shares {
		delete(b.assumedOffers, n)
	}
	b.knownEnds = func(n cfg.NodeID) bool {
		_, ok := f.Ends[n]
		return ok || b.givenEnds[n]
	}
}

package branchmodel

import (
	"fmt"
	"maps"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
)

// share gives a model the shares that are known, and a default share to offers in queues
// without a figure. It returns which offers have the default share.
func share(m *calls.Model, g *cfg.Graph, offer float64, known map[cfg.NodeID]map[string]float64) (assumed map[cfg.NodeID]bool) {
	shares := maps.Clone(known)
	assumed = map[cfg.NodeID]bool{}
	for n, offered := range calls.Offers(g, offer) {
		if _, ok := shares[n]; ok {
			continue // by its outputs that are given; the others split the rest
		}
		if shares == nil {
			shares = make(map[cfg.NodeID]map[string]float64)
		}
		shares[n] = offered
		assumed[n] = true
	}
	if shares != nil {
		m.Share = func(n cfg.NodeID, output string) (float64, bool) {
			s, ok := shares[n][output]
			return s, ok
		}
	}
	if offer != calls.DefaultOffer {
		return nil
	}
	return assumed
}

// OfferNote says in a sentence what is assumed of offers in queues, "" where nothing
// is.
func OfferNote(bound []Profiled) string {
	for _, b := range bound {
		if len(b.assumedOffers) > 0 {
			return fmt.Sprintf("Of those who wait in a queue, %g %% take an offer there, such as a key press for a callback; the traffic "+
				"profile's key offers gives another share.", 100*calls.DefaultOffer)
		}
	}
	return ""
}

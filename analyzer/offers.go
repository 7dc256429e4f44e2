package analyzer

import (
	"fmt"
	"maps"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/config"
)

// offers gives a model the shares that are known and, of offers in queues of
// which nothing is said, the share that is taken of them.
func (r *job) offers(m calls.Model, g *cfg.Graph, share float64, known map[cfg.NodeID]map[string]float64) calls.Model {
	shares := maps.Clone(known)
	assumed := 0
	for n, offered := range calls.Offers(g, share) {
		if _, ok := shares[n]; ok {
			continue // by its outputs that are given; the others split the rest
		}
		if shares == nil {
			shares = make(map[cfg.NodeID]map[string]float64)
		}
		shares[n] = offered
		assumed++
	}
	if share == calls.DefaultOffer {
		r.profiled.addOffers(assumed)
	}
	if shares != nil {
		m.Share = func(n cfg.NodeID, output string) (float64, bool) {
			s, ok := shares[n][output]
			return s, ok
		}
	}
	return m
}

func offersOf(share *float64, d config.FlowDefaults) {
	if d.Offers != nil {
		*share = *d.Offers
	}
}

func (p *profiled) addOffers(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.offers += n
}

// assumedOffers says in a sentence what is assumed of offers in queues.
func (p *profiled) assumedOffers() []string {
	if p.offers == 0 {
		return nil
	}
	return []string{fmt.Sprintf("Of those who wait in a queue, %g %% take an offer there, such as a key press for a callback; the traffic profile's key offers gives another share.", 100*calls.DefaultOffer)}
}

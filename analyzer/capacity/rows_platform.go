package capacity

import (
	"fmt"

	"archlint/analyzer/capacity/limits"
)

// platform is the bands of Genesys Cloud's own API: a token's, the observed one,
// and the client's. Each applies to one OAuth client; the busiest is held against it.
func (a *assessment) platform() {
	least, most := a.platformBackground()
	if len(a.perClient.low) > 1 {
		least = 0 // what others call may run under a client of its own
	}
	high, low := a.busiestClient(true, a.perClient.high, most), a.busiestClient(false, a.perClient.low, least)
	for _, band := range []string{"token", "observed", "client"} {
		e, ok := a.band(band)
		if !ok {
			continue
		}
		notes := []string{bandNote(band)}
		if note := a.model.platformNote(); note != "" {
			notes = append(notes, note)
		}
		notes = append(notes, a.model.platformBackgroundNotes()...)
		if clients := len(a.perClient.high); clients > 1 {
			notes = append(notes, fmt.Sprintf("Of %d OAuth clients that the calls run under, or may, the busiest is held against the limit.",
				clients))
		}
		how := asked{measure: perMinute, ends: a.perClient, lowBackground: least, highBackground: most}
		a.ask(question{entry: e, value: *e.Value, asked: how, high: high, low: low, notes: notes, soft: band != "client"})
	}
}

// bandNote says what being over a band means.
func bandNote(band string) string {
	switch band {
	case "token":
		return "The limit is per token. Genesys may use several, so exceeding it is only a warning."
	case "observed":
		return "Not a documented limit: one published load test began to fail at about this rate, the default for data action executions until " +
			"March 2023. Exceeding it is only a warning."
	default:
		return "The documented outer limit for one organisation, OAuth client and user, whatever the number of tokens."
	}
}

// band returns the entry of the band with the least value.
func (a *assessment) band(band string) (limits.CatalogueLimit, bool) {
	var best limits.CatalogueLimit
	found := false
	for _, e := range a.catalogue.Entries {
		if e.Band == band && e.Value != nil && (!found || *e.Value < *best.Value) {
			best, found = e, true
		}
	}
	return best, found
}

// busiestClient returns the demand of the OAuth client that asks most, and of the
// background, which may run under that one.
func (a *assessment) busiestClient(high bool, clients []*selection, background float64) demand {
	if len(clients) == 1 {
		return a.model.minutes(view{of: clients[0], high: high}, background)
	}
	busiest := alternatives{most: true}
	for _, of := range clients {
		busiest.all = append(busiest.all, a.model.minutes(view{of: of, high: high}, background))
	}
	return busiest
}

// splitByClient splits the calls to Genesys Cloud's own API by OAuth client; where
// there are none, they are one selection.
func (a *assessment) splitByClient() ends {
	clientOf := map[string]string{}
	for _, i := range a.org.Integrations {
		clientOf[i.Name] = i.OAuthClient
	}
	split := func(high bool, whole []*selection) []*selection {
		var out []*selection
		for _, counts := range a.model.clients(clientOf, onPlatform(high), high) {
			out = append(out, a.model.choose(counts))
		}
		if len(out) == 0 {
			return whole
		}
		return out
	}
	return ends{high: split(true, a.ownAPI.high), low: split(false, a.ownAPI.low)}
}

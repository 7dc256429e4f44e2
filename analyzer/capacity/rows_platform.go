package capacity

import (
	"fmt"

	"archlint/analyzer/capacity/limits"
)

// platform is the bands of Genesys Cloud's own API: a token's, the observed one,
// and the client's. Each applies to one OAuth client; the busiest is held against it.
func (a *assessment) platform() {
	for _, band := range []string{"token", "observed", "client"} {
		e, ok := a.band(band)
		if !ok {
			continue
		}
		notes := []string{bandNote(band)}
		if note := a.model.load.platformNote(); note != "" {
			notes = append(notes, note)
		}
		high, clients := a.busiestClient(true)
		low, _ := a.busiestClient(false)
		if clients > 0 {
			notes = append(notes, fmt.Sprintf("Of %d OAuth clients that the calls run under, or may, the busiest is held against the limit.", clients))
		}
		how := asked{measure: perMinute, high: a.clients(true), low: a.clients(false)}
		a.ask(question{entry: e, value: *e.Value, asked: how, high: high, low: low, notes: notes, soft: band == "token"})
	}
}

// bandNote says what being over a band means.
func bandNote(band string) string {
	switch band {
	case "token":
		return "Documented for one token; data actions spread over several pooled tokens whose number is not guaranteed, so that going over it is a warning, not a failure."
	case "observed":
		return "Not a documented limit: at about this rate one published load test began to fail."
	default:
		return "The documented outer limit for one organisation, OAuth client and user, whatever the number of tokens."
	}
}

// band returns the entry of the band with the least value.
func (a *assessment) band(band string) (limits.Entry, bool) {
	var best limits.Entry
	found := false
	for _, e := range a.catalogue.Entries {
		if e.Band == band && e.Value != nil && (!found || *e.Value < *best.Value) {
			best, found = e, true
		}
	}
	return best, found
}

// busiestClient returns the demand of the OAuth client that asks most, and how
// many clients there are when more than one.
func (a *assessment) busiestClient(high bool) (demand, int) {
	all := a.clients(high)
	if len(all) == 1 {
		return a.model.minutes(view{counts: all[0], high: high}, 0), 0
	}
	busiest := either{most: true}
	for _, counts := range all {
		busiest.all = append(busiest.all, a.model.minutes(view{counts: counts, high: high}, 0))
	}
	return busiest, len(all)
}

// clients are the calls to Genesys Cloud's own API, one predicate an OAuth client.
func (a *assessment) clients(high bool) []func(Call) bool {
	clientOf := map[string]string{}
	for _, i := range a.org.Integrations {
		clientOf[i.Name] = i.OAuthClient
	}
	return a.model.load.clients(clientOf, onPlatform(high), high)
}

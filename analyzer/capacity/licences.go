package capacity

import (
	"fmt"
	"strings"

	"archlint/analyzer/facts"
)

// licencesOf is the part of the traffic that an export counts.
func licencesOf(org facts.Org) Traffic {
	t := Traffic{LicenceType: org.LicenceType, LicenceMix: org.LicenceMix}
	if org.Licences > 0 {
		t.Licences = Given(float64(org.Licences), FromExport)
	}
	if n := handling(org.LicenceMix); n > 0 {
		t.Licences = Given(n, FromExport)
	}
	return t
}

// complete adds what the export counts, and the licences that a mix adds up to.
func (t Traffic) complete(org facts.Org) Traffic {
	if n := handling(t.LicenceMix); n > 0 && t.Licences == nil {
		t.Licences = &Figure{Value: n, From: FromConfig, At: "licence-mix"}
	}
	return t.Or(licencesOf(org))
}

// handles reports whether people with a licence of that type handle interactions
// from queues. Communicate is telephony alone and EX is for employees beside the
// contact centre. Source: help.mypurecloud.com, Genesys Cloud fair use policy.
func handles(licence string) bool { return licence != "communicate" && licence != "ex" }

// handling is how many licences of a mix handle interactions.
func handling(mix []facts.LicenceCount) float64 {
	sum := 0
	for _, one := range mix {
		if handles(one.Type) {
			sum += max(one.Count, 0)
		}
	}
	return float64(sum)
}

// mixNote says which licences of a mix the interactions follow from, "" where they
// do not follow from it.
func mixNote(t *Traffic) string {
	if n := handling(t.LicenceMix); n == 0 || t.Licences == nil || t.Licences.Value != n {
		return ""
	}
	var yes, no []string
	for _, one := range t.LicenceMix {
		text := fmt.Sprintf("%d %s", one.Count, one.Type)
		if handles(one.Type) {
			yes = append(yes, text)
		} else {
			no = append(no, text)
		}
	}
	note := "Licences that handle interactions: " + strings.Join(yes, ", ")
	if len(no) > 0 {
		note += "; not counted: " + strings.Join(no, ", ")
	}
	return note + "."
}

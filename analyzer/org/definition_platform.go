package org

import (
	"net/url"
	"strings"
)

// functionType is the integration type of Genesys Cloud Functions.
const functionType = "function-data-actions"

// Answers of platformAPI.
const (
	yes     = "yes"
	no      = "no"
	unknown = "unknown"
)

// PlatformAPI reports whether data actions of an integration of that type, with that
// URL template, call Genesys Cloud's own API: "yes", "no" or "unknown". Either may
// be "" where it is not known.
func PlatformAPI(integrationType, urlTemplate string) string {
	return platformAPI(integrationType, urlTemplate)
}

// platformAPI reports whether a data action calls Genesys Cloud's own API, and so
// takes part in that API's limits: "yes", "no" or "unknown". Sources: Genesys'
// documentation of the integration types ("Genesys Cloud Data Actions" run
// against the public API with relative URLs; web services data actions take any
// HTTPS URL, which may be the API's own host).
func platformAPI(integrationType, urlTemplate string) string {
	switch strings.ToLower(integrationType) {
	case "purecloud-data-actions":
		return yes
	case "custom-rest-actions":
		return platformURL(urlTemplate)
	case functionType: // what the function's code calls stands nowhere in the definition
		return unknown
	case "":
		return platformURL(urlTemplate)
	}
	return no // integrations with somebody else's system: AWS Lambda, Salesforce, Dynamics, Zendesk, ...
}

// platformURL judges by the URL alone. Relative URLs below /api/v2 exist only
// with the platform's own integration.
func platformURL(template string) string {
	template = strings.TrimSpace(template)
	if strings.HasPrefix(template, "/api/v2/") {
		return yes
	}
	host := constantHost(template)
	switch {
	case host == "":
		return unknown
	case isPlatformHost(host):
		return yes
	}
	return no
}

// constantHost returns the host of an absolute URL template, or "" when there
// is none or when a part of it is filled in at run time.
func constantHost(template string) string {
	lower := strings.ToLower(template)
	rest, found := strings.CutPrefix(lower, "https://")
	if !found {
		rest, found = strings.CutPrefix(lower, "http://")
	}
	if !found {
		return ""
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	if strings.ContainsAny(rest[:end], "${}<>") {
		return ""
	}
	u, err := url.Parse("https://" + rest[:end])
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// platformDomains are the domains of the platform's regions; those after the
// first five share two endings. Source: developer.genesys.cloud, "Regions".
var platformDomains = []string{"mypurecloud.com", "mypurecloud.ie", "mypurecloud.de", "mypurecloud.com.au", "mypurecloud.jp"}

func isPlatformHost(host string) bool {
	region, found := strings.CutPrefix(host, "api.")
	if !found {
		return false
	}
	for _, domain := range platformDomains {
		if region == domain {
			return true
		}
	}
	return strings.HasSuffix(region, ".pure.cloud") || strings.HasSuffix(region, ".us-gov-pure.cloud")
}

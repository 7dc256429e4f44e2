// Package region knows the regions of Genesys Cloud and their hosts. Credentials
// go only to hosts named here: a region that is merely misspelt must not send a
// secret to whoever owns the misspelling.
package region

import (
	"fmt"
	"slices"
	"strings"
)

// Region is where an organisation lives.
type Region struct{ domain string }

// domains by the names that the CX as Code provider takes for them in
// GENESYSCLOUD_REGION (those of AWS). Source of the domains: the constants of
// platform-client-sdk-go v157 (configuration.go); further regions are known by
// the endings that Genesys Cloud uses for all newer ones.
var domains = map[string]string{
	"us-east-1":      "mypurecloud.com",
	"us-east-2":      "use2.us-gov-pure.cloud",
	"us-west-2":      "usw2.pure.cloud",
	"ca-central-1":   "cac1.pure.cloud",
	"sa-east-1":      "sae1.pure.cloud",
	"eu-west-1":      "mypurecloud.ie",
	"eu-west-2":      "euw2.pure.cloud",
	"eu-central-1":   "mypurecloud.de",
	"eu-central-2":   "euc2.pure.cloud",
	"me-central-1":   "mec1.pure.cloud",
	"ap-south-1":     "aps1.pure.cloud",
	"ap-southeast-2": "mypurecloud.com.au",
	"ap-northeast-1": "mypurecloud.jp",
	"ap-northeast-2": "apne2.pure.cloud",
	"ap-northeast-3": "apne3.pure.cloud",
}

// Parse takes a region by its domain (mypurecloud.de), by its AWS name
// (eu-central-1), or by the address of its API or web page.
func Parse(name string) (Region, error) {
	domain := strings.ToLower(strings.TrimSpace(name))
	if domain == "" {
		return Region{}, fmt.Errorf("no region: say --region or set GENESYSCLOUD_REGION, for example to mypurecloud.de")
	}
	domain = strings.TrimSuffix(strings.TrimPrefix(domain, "https://"), "/")
	for _, host := range []string{"api.", "login.", "apps."} {
		domain = strings.TrimPrefix(domain, host)
	}
	if byName, ok := domains[domain]; ok {
		domain = byName
	}
	if !isKnown(domain) {
		return Region{}, fmt.Errorf("unknown region %q: %s, or a newer region's *.pure.cloud", name, strings.Join(Domains(), ", "))
	}
	return Region{domain}, nil
}

func isKnown(domain string) bool {
	if slices.Contains(Domains(), domain) {
		return true
	}
	for _, ending := range []string{".us-gov-pure.cloud", ".pure.cloud"} {
		if label, ok := strings.CutSuffix(domain, ending); ok {
			return isLabel(label)
		}
	}
	return false
}

func isLabel(s string) bool {
	return s != "" && len(s) < 64 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}

// Domains lists the known regions, sorted.
func Domains() []string {
	var all []string
	for _, d := range domains {
		all = append(all, d)
	}
	slices.Sort(all)
	return all
}

// String returns the domain.
func (r Region) String() string { return r.domain }

// APIHost is the host of the Platform API.
func (r Region) APIHost() string { return "api." + r.domain }

// LoginHost is the host that gives tokens.
func (r Region) LoginHost() string { return "login." + r.domain }

// IsDownloadHost reports whether the signed addresses of export jobs may be of
// that host: the region's own, or the storage service of the cloud that every
// region runs on. The API's description does not name it; another host is
// refused rather than trusted.
func (r Region) IsDownloadHost(host string) bool {
	host = strings.ToLower(host)
	return strings.HasSuffix(host, "."+r.domain) || strings.HasSuffix(host, ".amazonaws.com")
}

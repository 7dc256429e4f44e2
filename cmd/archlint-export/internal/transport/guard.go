package transport

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/region"
)

// ErrNotAllowed is the answer to every request that is not on the list.
var ErrNotAllowed = errors.New("request refused: it is not one of the reads that an export consists of")

// guard knows what may be asked, and where.
type guard struct{ region region.Region }

// check returns the route of a request, or why it must not be sent. Nothing of
// the address is repeated but its host: the rest may be signed.
func (g guard) check(req *http.Request) (api.Route, error) {
	if err := plain(req.URL); err != nil {
		return api.Route{}, err
	}
	host := req.URL.Hostname()
	if api.IsDownload(req.Context()) {
		if req.Method != http.MethodGet || !g.region.IsDownloadHost(host) {
			return api.Route{}, fmt.Errorf("%w: %s to host %s, for a download", ErrNotAllowed, req.Method, host)
		}
		return api.Route{Name: "download", Method: http.MethodGet, Path: "(signed address)", Part: api.PartFlows}, nil
	}
	if host != g.region.APIHost() {
		return api.Route{}, fmt.Errorf("%w: host %s is not %s", ErrNotAllowed, host, g.region.APIHost())
	}
	route, _, ok := api.Match(req.Method, req.URL.EscapedPath())
	if !ok {
		return api.Route{}, fmt.Errorf("%w: %s %s", ErrNotAllowed, req.Method, req.URL.Path)
	}
	return route, nil
}

// plain refuses addresses that are not simply https to a host.
func plain(u *url.URL) error {
	if u.Scheme != "https" || u.User != nil || (u.Port() != "" && u.Port() != "443") {
		return fmt.Errorf("%w: only https on its own port is spoken", ErrNotAllowed)
	}
	return nil
}

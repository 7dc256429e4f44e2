package api

import (
	"context"
	"net/url"
	"strconv"
	"strings"
)

// Request is one question. Query values are sent as they are, each once.
type Request struct {
	Route  Route
	Params map[string]string // of the path, unescaped
	Query  map[string]string
	Body   []byte // JSON, for a POST
}

// Client asks Genesys Cloud and returns the body of a good answer, as received.
// An answer of the API that is an error comes as *StatusError; any other error
// means that no answer came.
type Client interface {
	Do(ctx context.Context, r Request) ([]byte, error)
	// Download fetches a signed address that an export job gave. It carries no
	// token.
	Download(ctx context.Context, address string) ([]byte, error)
}

// Get returns a request of a route with path parameters in the order of the path.
func Get(route Route, params ...string) Request {
	r := Request{Route: route, Params: map[string]string{}, Query: map[string]string{}}
	for _, segment := range strings.Split(route.Path, "/") {
		if name, isParam := strings.CutPrefix(segment, "{"); isParam && len(params) > 0 {
			r.Params[strings.TrimSuffix(name, "}")], params = params[0], params[1:]
		}
	}
	return r
}

// With returns the request with one more query parameter.
func (r Request) With(name, value string) Request {
	query := map[string]string{name: value}
	for k, v := range r.Query {
		if k != name {
			query[k] = v
		}
	}
	r.Query = query
	return r
}

// Page returns the request for a page, counted from 1, of that many entities.
func (r Request) Page(number, size int) Request {
	return r.With("pageNumber", strconv.Itoa(number)).With("pageSize", strconv.Itoa(size))
}

// EscapedPath is the path with its parameters filled in.
func (r Request) EscapedPath() string {
	path := r.Route.Path
	for name, value := range r.Params {
		path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(value))
	}
	return path
}

// Int returns a query parameter as a number, 0 when it is none.
func (r Request) Int(name string) int {
	n, err := strconv.Atoi(r.Query[name])
	if err != nil {
		return 0
	}
	return n
}

// DownloadID takes the id out of an address that the API itself answers, and only with
// a token: https://api.REGION/api/v2/downloads/ID. Other addresses are signed.
func DownloadID(address, region string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() != "api."+region {
		return "", false
	}
	route, params, found := Match("GET", u.EscapedPath())
	if !found || route.Name != SignedAddress.Name {
		return "", false
	}
	id, err := url.PathUnescape(params["downloadId"])
	return id, err == nil
}

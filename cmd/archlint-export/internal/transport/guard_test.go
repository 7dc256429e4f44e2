package transport

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/credentials"
	"archlint/cmd/archlint-export/internal/region"
)

// recorder is the wire: it notes what would have been sent.
type recorder struct{ sent []*http.Request }

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	r.sent = append(r.sent, req)
	body := `{"access_token":"t","expires_in":86400}`
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: readCloser{strings.NewReader(body)}, Request: req}, nil
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }

func recorded(t *testing.T) (*Transport, *recorder) {
	t.Helper()
	r, err := region.Parse("mypurecloud.de")
	if err != nil {
		t.Fatal(err)
	}
	wire := &recorder{}
	return newOver(wire, Options{Region: r, Client: credentials.Client{ID: "id", Secret: credentials.NewSecret("s")}}), wire
}

// allowed says once more, and in another way than the transport does, which
// requests are part of an export.
func allowed(req *http.Request) bool {
	path := req.URL.EscapedPath()
	switch req.Method {
	case http.MethodGet:
		// Reads of the API, none of which leads out of its path.
		return strings.HasPrefix(path, "/api/v2/") && !strings.Contains(path, "..") && !strings.Contains(path, "//")
	case http.MethodPost:
		return path == "/api/v2/flows/export/jobs" || path == "/api/v2/flows/instances/jobs" || path == "/api/v2/flows/instances/query" ||
			(strings.HasPrefix(path, "/api/v2/analytics/") && strings.HasSuffix(path, "/aggregates/query"))
	}
	return false
}

// Whatever is asked for: nothing is sent but reads, jobs that make files, and queries, and
// nowhere but to the region's API, or once to its login.
func TestNothingButReadsIsSent(t *testing.T) {
	methods := append([]string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE", "get", "Post", ""}, "PROPFIND")
	var segments []string
	for _, r := range api.Routes() {
		segments = append(segments, strings.Split(strings.TrimPrefix(r.Path, "/"), "/")...)
	}
	segments = append(segments, "..", ".", "", "%2e%2e", "%252e%252e", "%2f", "x%2fy", "publish", "checkin",
		"5c0b1f0e-0000-4000-8000-000000000000", "custom_-_1")
	hosts := []string{"api.mypurecloud.de", "login.mypurecloud.de", "api.mypurecloud.com", "api.mypurecloud.de.example.com", "example.com",
		"127.0.0.1", "API.mypurecloud.de", "x@api.mypurecloud.de", "api.mypurecloud.de:8443"}
	random := rand.New(rand.NewPCG(7, 7)) // the same draws in every run
	drawn := func(words []string) string { return words[random.IntN(len(words))] }
	through := 0
	for range 20_000 {
		var path string
		for range random.IntN(9) {
			path += "/" + drawn(segments)
		}
		if random.IntN(2) == 0 {
			path = api.Get(api.Routes()[random.IntN(len(api.Routes()))], "5c0b1f0e", "4.0").EscapedPath()
		}
		address := drawn([]string{"https", "https", "https", "http", "ftp"}) + "://" + drawn(append(hosts, slices.Repeat(hosts[:1], 8)...)) + path
		u, err := url.Parse(address)
		if err != nil {
			continue
		}
		transport, wire := recorded(t)
		req := (&http.Request{Method: drawn(methods), URL: u, Header: http.Header{}, Host: u.Host}).WithContext(context.Background())
		_, err = transport.RoundTrip(req)
		if err != nil && (!errors.Is(err, ErrNotAllowed) || len(wire.sent) > 0) {
			t.Fatalf("%s %s: %v after %d requests", req.Method, address, err, len(wire.sent))
		}
		through += len(wire.sent) / 2
		for i, sent := range wire.sent {
			if i == 0 && sent.Method == http.MethodPost && sent.URL.String() == "https://login.mypurecloud.de/oauth/token" {
				continue
			}
			if sent.URL.Scheme != "https" || sent.URL.Host != "api.mypurecloud.de" || !allowed(sent) {
				t.Fatalf("sent %s %s", sent.Method, sent.URL)
			}
		}
	}
	if through < 100 {
		t.Errorf("only %d requests were let through: the draws try nothing", through)
	}
}

// Every route of the table is let through, and none of them with another method.
func TestEveryRouteIsLetThrough(t *testing.T) {
	for _, r := range api.Routes() {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
			transport, wire := recorded(t)
			request := api.Get(r, "5c0b1f0e", "4.0")
			req, err := http.NewRequest(method, "https://api.mypurecloud.de"+request.EscapedPath(), nil)
			if err != nil {
				t.Fatal(err)
			}
			_, err = transport.RoundTrip(req)
			other, _, known := api.Match(method, request.EscapedPath())
			switch {
			case method == r.Method && (err != nil || len(wire.sent) != 2):
				t.Errorf("%s %s: %v", method, r.Path, err)
			case method != r.Method && !known && err == nil:
				t.Errorf("%s %s is let through", method, r.Path)
			case method != r.Method && known:
				t.Errorf("%s %s counts as %s", method, r.Path, other.Name)
			}
		}
	}
}

func TestDownloads(t *testing.T) {
	for address, fine := range map[string]bool{
		"https://bucket.s3.eu-central-1.amazonaws.com/x?X-Amz-Signature=abc": true,
		"https://files.mypurecloud.de/x":                                     true,
		"http://bucket.s3.amazonaws.com/x":                                   false,
		"https://example.com/x":                                              false,
		"https://amazonaws.com.example.com/x":                                false,
	} {
		transport, wire := recorded(t)
		_, err := api.Download(context.Background(), transport.HTTPClient(), address)
		if (err == nil) != fine {
			t.Errorf("%s: %v", address, err)
		}
		if err != nil && strings.Contains(err.Error(), "abc") {
			t.Errorf("the error tells the signature: %v", err)
		}
		for _, sent := range wire.sent {
			if sent.Header.Get("Authorization") != "" || sent.URL.Host == "login.mypurecloud.de" {
				t.Errorf("%s was asked with a token", address)
			}
		}
	}
}

func TestLoopback(t *testing.T) {
	for address, fine := range map[string]bool{
		"127.0.0.1:4711": true, "[::1]:443": true, "127.8.0.1:1": true,
		"192.0.2.1:443": false, "localhost:443": false, "example.com:443": false, "127.0.0.1": false, "0.0.0.0:443": false,
		"[::ffff:192.0.2.1]:443": false,
	} {
		if _, err := newBase(Wire{Loopback: address}); (err == nil) != fine {
			t.Errorf("%s: %v", address, err)
		}
	}
}

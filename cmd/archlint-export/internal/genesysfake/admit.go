package genesysfake

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// token is an access token.
type token struct {
	ends time.Time
	left int // requests; negative: any number
}

// login answers POST /oauth/token: the client credentials grant.
func (s *Server) login(r *http.Request, body []byte) reply {
	if r.Method != http.MethodPost || r.URL.Path != "/oauth/token" {
		s.problem("login host was asked %s %s", r.Method, r.URL.Path)
		return failure(http.StatusNotFound, "not.found", "Not found")
	}
	form, err := url.ParseQuery(string(body))
	id, secret, _ := r.BasicAuth()
	if err != nil || form.Get("grant_type") != "client_credentials" {
		out := ok(map[string]any{"error": "unsupported_grant_type", "description": "grant type"})
		out.status = http.StatusBadRequest
		return out
	}
	if id != s.opts.ClientID || secret != s.opts.ClientSecret {
		// The real thing tells what it was sent as little as this does; that it
		// repeats the id here is to see that the exporter does not.
		out := ok(map[string]any{"error": "invalid_client", "description": "client " + id + " with secret " + secret})
		out.status = http.StatusBadRequest
		return out
	}
	text := "tkn-" + rand.Text() + rand.Text()
	t := &token{ends: s.opts.Now().Add(s.opts.TokenLifetime), left: -1}
	if s.opts.TokenRequests > 0 {
		t.left = s.opts.TokenRequests
	}
	s.mu.Lock()
	s.tokens[text] = t
	s.issued = append(s.issued, text)
	s.mu.Unlock()
	return ok(map[string]any{"access_token": text, "token_type": "bearer", "expires_in": int(s.opts.TokenLifetime / time.Second)})
}

// admit looks at the token and the rate.
func (s *Server) admit(r *http.Request, fault Fault) (reply, bool) {
	if !s.authorized(r, fault == Expired) {
		return failure(http.StatusUnauthorized, "bad.credentials", "Invalid login credentials."), true
	}
	if wait := s.throttled(); wait > 0 {
		out := failure(http.StatusTooManyRequests, "too.many.requests.retry.after", "Rate limit exceeded the maximum.")
		out.header.Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
		return out, true
	}
	return reply{}, false
}

func (s *Server) authorized(r *http.Request, end bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	text, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	t := s.tokens[text]
	if !found || t == nil || s.opts.Now().After(t.ends) || t.left == 0 {
		return false
	}
	if end {
		delete(s.tokens, text)
		return false
	}
	if t.left > 0 {
		t.left--
	}
	return true
}

// throttled counts requests by minutes and says how long the rest of a full one
// takes.
func (s *Server) throttled() time.Duration {
	if s.opts.PerMinute == 0 {
		return 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.opts.Now()
	if now.Sub(s.window) >= time.Minute {
		s.window, s.inWindow = now, 0
	}
	s.inWindow++
	if s.inWindow <= s.opts.PerMinute {
		return 0
	}
	return time.Minute - now.Sub(s.window)
}

package transport

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/credentials"
)

// hiding knows what was sent in confidence and takes it out of what comes back.
// Some proxies and error pages repeat the request that they refuse, headers
// included, and what a server says is shown, logged and written into the export.
type hiding struct {
	mu      sync.RWMutex
	secrets []string // the longest first: one may hold another
}

// shown stands where a secret was.
const shown = "[hidden]"

// shortest is the length below which a string is no secret worth hiding: it would
// be taken out of words.
const shortest = 8

// newHiding hides a client's secret, as it is and as it goes over the wire.
func newHiding(client credentials.Client) *hiding {
	h := &hiding{}
	secret := client.Secret.Reveal()
	h.add(secret, url.QueryEscape(client.ID)+":"+url.QueryEscape(secret))
	return h
}

// addToken hides a token.
func (h *hiding) addToken(token credentials.Secret) {
	h.add(token.Reveal(), "Bearer "+token.Reveal())
}

// add hides texts in every form in which they may come back.
func (h *hiding) add(texts ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, text := range texts {
		for _, form := range []string{text, url.QueryEscape(text), url.PathEscape(text), base64.StdEncoding.EncodeToString([]byte(text)),
			base64.RawURLEncoding.EncodeToString([]byte(text))} {
			if len(text) >= shortest && !slices.Contains(h.secrets, form) {
				h.secrets = append(h.secrets, form)
			}
		}
	}
	slices.SortStableFunc(h.secrets, func(a, b string) int { return len(b) - len(a) })
}

// text is a text without what is hidden.
func (h *hiding) text(s string) string {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for _, secret := range h.secrets {
		s = strings.ReplaceAll(s, secret, shown)
	}
	return s
}

// body is text for an answer's body, which is copied only where it has to be.
func (h *hiding) body(text []byte) []byte {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for _, secret := range h.secrets {
		if bytes.Contains(text, []byte(secret)) {
			text = bytes.ReplaceAll(text, []byte(secret), []byte(shown))
		}
	}
	return text
}

// header takes what is hidden out of the values of a header.
func (h *hiding) header(header http.Header) {
	for _, values := range header {
		for i, value := range values {
			values[i] = h.text(value)
		}
	}
}

// err is an error whose text, which may repeat what a server sent, holds nothing
// that is hidden and nothing that steers a terminal.
func (h *hiding) err(err error) error {
	if err == nil {
		return nil
	}
	if said := api.OneLine(h.text(err.Error())); said != err.Error() {
		return &hiddenError{said, err}
	}
	return err
}

// hiddenError is an error with another text.
type hiddenError struct {
	said string
	err  error
}

func (e *hiddenError) Error() string { return e.said }
func (e *hiddenError) Unwrap() error { return e.err }

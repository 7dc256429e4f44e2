package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/credentials"
)

// renewBefore is how long before its end a token is replaced, so that no
// request arrives with one that has just ended.
const renewBefore = 60 * time.Second

// tokens keeps one token and gets the next when it is needed.
type tokens struct {
	host   string
	client credentials.Client
	hidden *hiding
	send   func(ctx context.Context, req *http.Request, body []byte, route api.Route) (*http.Response, error)

	mu      sync.Mutex
	current credentials.Secret
	renewAt time.Time
}

// loginRoute is the one request to the login host.
var loginRoute = api.Route{Name: "login", Method: http.MethodPost, Path: "/oauth/token"}

// get returns a token that is not spent: spent is one that was just refused.
func (t *tokens) get(ctx context.Context, spent credentials.Secret) (credentials.Secret, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	fresh := !t.current.Empty() && t.current != spent && time.Now().Before(t.renewAt)
	if fresh {
		return t.current, nil
	}
	token, lifetime, err := t.login(ctx)
	if err != nil {
		return credentials.Secret{}, err
	}
	t.hidden.addToken(token)
	t.current = token
	// Short-lived tokens are used for half of their life at least.
	t.renewAt = time.Now().Add(max(lifetime-renewBefore, lifetime/2))
	return token, nil
}

// login asks for a token by the client credentials grant (RFC 6749, 4.4).
func (t *tokens) login(ctx context.Context) (credentials.Secret, time.Duration, error) {
	none := credentials.Secret{}
	form := []byte(url.Values{"grant_type": {"client_credentials"}}.Encode())
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://"+t.host+loginRoute.Path, nil)
	if err != nil {
		return none, 0, err
	}
	req.SetBasicAuth(url.QueryEscape(t.client.ID), url.QueryEscape(t.client.Secret.Reveal()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := t.send(ctx, req, form, loginRoute)
	if err != nil {
		return none, 0, fmt.Errorf("login at %s: %w", t.host, err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return none, 0, fmt.Errorf("login at %s: %w", t.host, err)
	}
	if resp.StatusCode != http.StatusOK {
		return none, 0, t.refused(resp.StatusCode, body)
	}
	return readToken(t.host, body)
}

// refused says why there is no token. Of the answer only the standard's error
// code is told: anything else might repeat what was sent.
func (t *tokens) refused(status int, body []byte) error {
	var said struct {
		Error string `json:"error"`
	}
	if json.Unmarshal(body, &said) != nil || strings.Trim(said.Error, "abcdefghijklmnopqrstuvwxyz_") != "" {
		said.Error = ""
	}
	said.Error = api.OneLine(t.hidden.text(said.Error))
	if status >= 500 || status == http.StatusTooManyRequests {
		return fmt.Errorf("%w: login at %s answered %d %s", api.ErrStop, t.host, status, said.Error)
	}
	return fmt.Errorf("%w: login at %s does not accept the client (%d %s): check id, secret and region, and that its grant type "+
		"is client credentials",
		api.ErrStop, t.host, status, said.Error)
}

func readToken(host string, body []byte) (credentials.Secret, time.Duration, error) {
	var said struct {
		Token   string  `json:"access_token"`
		Seconds float64 `json:"expires_in"`
	}
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(&said); err != nil || said.Token == "" {
		return credentials.Secret{}, 0, fmt.Errorf("%w: login at %s answered without a token", api.ErrStop, host)
	}
	if said.Seconds <= 0 {
		said.Seconds = 3600 // the least that is usual; a refusal renews it anyway
	}
	return credentials.NewSecret(said.Token), time.Duration(said.Seconds * float64(time.Second)), nil
}

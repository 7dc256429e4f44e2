package transport

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/credentials"
	"archlint/cmd/archlint-export/internal/region"
)

const (
	echoSecret = "s3cret/with+signs=="
	echoToken  = "token-that-nobody-may-see"
)

// echo is a proxy that lets the login pass and answers every other request with
// what it was sent.
type echo struct {
	t      *testing.T
	answer func(sent string) (*http.Response, error)
}

func (e echo) RoundTrip(req *http.Request) (*http.Response, error) {
	if strings.HasPrefix(req.URL.Host, "login.") {
		return answered(200, nil, `{"access_token":"`+echoToken+`","expires_in":86400}`), nil
	}
	return e.answer(req.Header.Get("Authorization"))
}

func answered(status int, header http.Header, body string) *http.Response {
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body))}
}

func echoing(t *testing.T, base http.RoundTripper) *api.HTTPClient {
	t.Helper()
	where, err := region.Parse("mypurecloud.de")
	if err != nil {
		t.Fatal(err)
	}
	over := newOver(base, Options{Region: where, Attempts: 1,
		Client: credentials.Client{ID: "client-id", Secret: credentials.NewSecret(echoSecret)}})
	return &api.HTTPClient{Base: "https://" + where.APIHost(), HTTP: over.HTTPClient()}
}

// A server or proxy that repeats what it was sent gives nothing away: neither in
// a good answer, which goes to files, nor in an error, which is told and noted.
func TestEchoedSecretsAreHidden(t *testing.T) {
	basic := base64.StdEncoding.EncodeToString([]byte("client-id:s3cret%2Fwith%2Bsigns%3D%3D"))
	said := func(sent string) string {
		return strings.Join([]string{sent, echoSecret, basic, "s3cret%2Fwith%2Bsigns%3D%3D",
			base64.StdEncoding.EncodeToString([]byte(echoToken))}, " and ")
	}
	for name, answer := range map[string]func(sent string) (*http.Response, error){
		"a good answer": func(sent string) (*http.Response, error) {
			text, _ := json.Marshal(map[string]string{"name": said(sent)})
			return answered(200, nil, string(text)), nil
		},
		"a message": func(sent string) (*http.Response, error) {
			text, _ := json.Marshal(map[string]string{"message": said(sent), "code": sent})
			return answered(403, nil, string(text)), nil
		},
		"a header": func(sent string) (*http.Response, error) {
			return answered(404, http.Header{"Inin-Correlation-Id": {said(sent)}}, "{}"), nil
		},
		"no HTTP": func(sent string) (*http.Response, error) {
			return nil, fmt.Errorf("malformed HTTP response %q \x1b[31m", said(sent))
		},
	} {
		client := echoing(t, echo{t, answer})
		body, err := client.Do(t.Context(), api.Get(api.Organization))
		written := string(body) + fmt.Sprintf("%v %+v", err, err)
		if status := (*api.StatusError)(nil); errors.As(err, &status) {
			written += status.Message + status.Code + status.Correlation
		}
		for _, secret := range []string{echoToken, echoSecret, basic, "s3cret%2F", "\x1b"} {
			if strings.Contains(written, secret) {
				t.Errorf("%s tells %q: %s", name, secret, written)
			}
		}
		if !strings.Contains(written, "[hidden]") {
			t.Errorf("%s: the test proves nothing: %s", name, written)
		}
		if name == "a good answer" && !json.Valid(body) {
			t.Errorf("no JSON any more: %s", body)
		}
	}
}

// A token that a login gives once more is still a token.
func TestTheSameTokenAgain(t *testing.T) {
	refusals := 0
	client := echoing(t, echo{t, func(sent string) (*http.Response, error) {
		if refusals++; refusals == 1 {
			return answered(401, nil, "{}"), nil
		}
		return answered(200, nil, `{"sent":`+fmt.Sprint(sent == "Bearer "+echoToken)+`}`), nil
	}})
	body, err := client.Do(t.Context(), api.Get(api.Organization))
	if err != nil || string(body) != `{"sent":true}` {
		t.Errorf("%s, %v", body, err)
	}
}

// endless is an answer without end.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	e.read += len(p)
	return len(p), nil
}

func (*endless) Close() error { return nil }

// An answer without end is read to its limit, an error no further than is told of it.
func TestAnswersAreBounded(t *testing.T) {
	for status, most := range map[int]int{200: maxBody + 1<<20, 403: 2 * maxErrorBody, 302: 2 * maxErrorBody} {
		body := &endless{}
		client := echoing(t, echo{t, func(string) (*http.Response, error) {
			return &http.Response{StatusCode: status, Header: http.Header{}, Body: body}, nil
		}})
		_, err := client.Do(t.Context(), api.Get(api.Organization))
		if err == nil || body.read > most {
			t.Errorf("status %d: %d bytes were read, %v", status, body.read, err)
		}
		if status == 200 && !errors.Is(err, api.ErrStop) {
			t.Errorf("an answer without end does not stop the export: %v", err)
		}
	}
}

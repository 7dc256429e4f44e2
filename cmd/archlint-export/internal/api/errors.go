package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode"
)

// StatusError is an answer of the API that says no.
type StatusError struct {
	Status int
	// Code and Message are the API's own words, "" when it has none.
	Code, Message string
	// Correlation is the id that Genesys' support asks for.
	Correlation string
	Route       Route
}

// Error implements error.
func (e *StatusError) Error() string {
	text := fmt.Sprintf("%s %s answered %d", e.Route.Method, e.Route.Path, e.Status)
	if e.Route.Path == "" {
		text = fmt.Sprintf("answered %d", e.Status)
	}
	if name := http.StatusText(e.Status); name != "" {
		text += " " + name
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	if e.Correlation != "" {
		text += " (correlation id " + e.Correlation + ")"
	}
	return text
}

// ErrorOf reads an error answer. The body may be anything.
func ErrorOf(route Route, status int, header http.Header, body []byte) *StatusError {
	var said struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	if err := json.Unmarshal(body, &said); err != nil {
		said.Code, said.Message = "", "" // a proxy's page: its status says enough
	}
	return &StatusError{
		Status: status, Code: said.Code, Message: OneLine(said.Message), Route: route,
		Correlation: OneLine(header.Get("Inin-Correlation-Id")),
	}
}

// OneLine keeps a stranger's text from breaking a log, or from steering a
// terminal.
func OneLine(s string) string {
	const longest = 300
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > longest {
		s = string(r[:longest]) + "..."
	}
	return s
}

// Status is the HTTP status of an error, 0 when no answer came.
func Status(err error) int {
	if e := (*StatusError)(nil); errors.As(err, &e) {
		return e.Status
	}
	return 0
}

// Refused reports whether err says that the client may not ask.
func Refused(err error) bool { return Status(err) == http.StatusForbidden }

// Gone reports whether err says that there is no such thing (any more).
func Gone(err error) bool {
	s := Status(err)
	return s == http.StatusNotFound || s == http.StatusGone
}

// ErrStop marks errors after which asking on makes no sense: the credentials
// are not accepted, the server cannot be reached at all, the time is up.
var ErrStop = errors.New("the export cannot go on")

package api

import (
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	tests := []struct{ method, path, want string }{
		{"GET", "/api/v2/flows", "flows"},
		{"GET", "/api/v2/flows/5c0b", "flow"},
		{"GET", "/api/v2/flows/5c0b/versions/4.0/configuration", "flowConfiguration"},
		{"GET", "/api/v2/integrations/actions/custom_-_5c0b", "action"},
		{"GET", "/api/v2/routing/email/domains/mail.example.com/routes", "emailRoutes"},
		{"GET", "/api/v2/flows/export", ""},
		{"GET", "/api/v2/flows/..", ""},
		{"GET", "/api/v2/flows/...", ""},
		{"GET", "/api/v2/flows/%2e%2e", ""},
		{"GET", "/api/v2/flows/%252e%252e", ""},
		{"GET", "/api/v2/flows/a%2Fb", ""},
		{"GET", "/api/v2/flows/a%5Cb", ""},
		{"GET", "/api/v2/flows/", ""},
		{"GET", "/api/v2//flows", ""},
		{"DELETE", "/api/v2/flows/5c0b", ""},
		{"POST", "/api/v2/flows", ""},
		{"POST", "/api/v2/flows/export/jobs", "startExportJob"},
		{"POST", "/api/v2/analytics/flows/aggregates/query", "flowTraffic"},
		{"POST", "/api/v2/analytics/conversations/details/query", ""},
	}
	for _, tt := range tests {
		route, _, ok := Match(tt.method, tt.path)
		if route.Name != tt.want || ok != (tt.want != "") {
			t.Errorf("%s %s is %q", tt.method, tt.path, route.Name)
		}
	}
}

// An id that the API gives goes into one segment, whatever is in it.
func TestParametersStayInTheirSegment(t *testing.T) {
	for _, id := range []string{"a/b", "../x", "a?b=c", "a#b", "ä ö"} {
		path := Get(Flow, id).EscapedPath()
		if strings.Count(path, "/") != strings.Count(Flow.Path, "/") || strings.ContainsAny(path, "?#") {
			t.Errorf("%q makes %s", id, path)
		}
	}
}

func TestStatusErrorIsOneLine(t *testing.T) {
	err := ErrorOf(Flows, 403, map[string][]string{}, []byte(`{"message":"no\r\n\u001b[31mway `+strings.Repeat("x", 1000)+`"}`))
	if text := err.Error(); strings.ContainsAny(text, "\r\n\x1b") || len(text) > 500 {
		t.Errorf("%q", text)
	}
}

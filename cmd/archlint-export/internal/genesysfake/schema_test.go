package genesysfake_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/fixture"
)

// The table of routes says what the API's description says: methods, paths and
// permissions. A missing route makes loading fail.
func TestRoutesAreAsDescribed(t *testing.T) {
	schema := fixture.Schema(t)
	for _, r := range api.Routes() {
		want, anyOne, err := schema.Permissions(r)
		if err != nil {
			t.Errorf("%s: %v", r.Name, err)
			continue
		}
		have := slices.Sorted(slices.Values(r.Permissions))
		slices.Sort(want)
		if !slices.Equal(have, want) || (len(want) > 1 && !anyOne) {
			t.Errorf("%s needs %v (any one: %v), the table says %v", r.Name, want, anyOne, have)
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	schema := fixture.Schema(t)
	tests := []struct{ name, method, url, body, wrong string }{
		{"fine", "GET", "/api/v2/flows?pageNumber=1&pageSize=100", "", ""},
		{"unknown parameter", "GET", "/api/v2/flows?virtualAgentEnabled=false", "", "not described"},
		{"number that is none", "GET", "/api/v2/flows?pageNumber=one", "", "pageNumber"},
		{"type that is none", "GET", "/api/v2/flows?type=survey", "", "type"},
		{"no interval", "POST", "/api/v2/analytics/flows/aggregates/query", `{"metrics":["nFlow"]}`, "interval"},
		{"unknown metric", "POST", "/api/v2/analytics/flows/aggregates/query", `{"interval":"a/b","metrics":["nFlows"]}`, "nFlows"},
		{"no body", "POST", "/api/v2/flows/export/jobs", "", "body"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := http.NewRequest(tt.method, "https://api.mypurecloud.de"+tt.url, strings.NewReader(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/json")
			err = schema.Request(r, []byte(tt.body))
			if (err == nil) != (tt.wrong == "") || (err != nil && !strings.Contains(err.Error(), tt.wrong)) {
				t.Errorf("error %v, want %q", err, tt.wrong)
			}
		})
	}
	r, err := http.NewRequest(http.MethodGet, "https://api.mypurecloud.de/api/v2/flows", nil)
	if err != nil {
		t.Fatal(err)
	}
	for body, fine := range map[string]bool{
		`{"entities":[{"name":"a","type":"INBOUNDCALL"}],"total":1}`: true,
		`{"entities":[{"type":"INBOUNDCALL"}]}`:                      false, // no name
		`{"entities":[{"name":"a","type":"inboundcall"}]}`:           false,
		`{"entities":{},"total":"1"}`:                                false,
	} {
		if err := schema.Answer(r, http.StatusOK, []byte(body)); (err == nil) != fine {
			t.Errorf("%s: %v", body, err)
		}
	}
}

package events

import (
	"strings"
	"testing"
)

func TestFor(t *testing.T) {
	tests := []struct {
		method, url string
		want        string // path of the alternative, "" for none
	}{
		{"GET", "/api/v2/users/${input.userId}/routingstatus", "/api/v2/users/{userId}/routingstatus"},
		{"get", "/api/v2/users/${input.userId}/routingStatus?x=${input.x}", "/api/v2/users/{userId}/routingstatus"},
		{"GET", "/api/v2/users/$!{input.userId}/presences/purecloud", "/api/v2/users/{userId}/presences/purecloud"},
		{"GET", "/api/v2/users/${input.u}/presences/${input.s}", "/api/v2/users/{userId}/presences/{sourceId}"},
		{"GET", "/api/v2/users/$esc.url(${input.a/b})/presences/x", "/api/v2/users/{userId}/presences/{sourceId}"},
		{"GET", "https://api.mypurecloud.de/api/v2/routing/queues/${input.q}/estimatedwaittime",
			"/api/v2/routing/queues/{queueId}/estimatedwaittime"},
		{"GET", "https://api.usw2.pure.cloud/api/v2/routing/queues/1/mediatypes/call/estimatedwaittime",
			"/api/v2/routing/queues/{queueId}/mediatypes/{mediaType}/estimatedwaittime"},
		{"POST", "/api/v2/analytics/queues/observations/query", "/api/v2/analytics/queues/observations/query"},
		{"GET", "/api/v2/conversations/${input.c}", "/api/v2/conversations/{conversationId}"},
		{"GET", "/api/v2/conversations/calls/${input.c}", "/api/v2/conversations/calls/{conversationId}"},
		{"GET", "api/v2/conversations/${input.c}/", "/api/v2/conversations/{conversationId}"},
		{"POST", "/api/v2/conversations/${input.c}", ""},
		{"GET", "/api/v2/conversations", ""},
		{"GET", "/api/v2/", ""},
		{"GET", "", ""},
		{"GET", "https://example.com/api/v2/conversations/1", ""},
		{"GET", "https://api.example.com/api/v2/conversations/1", ""},
		{"GET", "https://api.mypurecloud.com.evil.example/api/v2/conversations/1", ""},
		{"GET", "${input.url}/api/v2/conversations/1", ""},
		{"GET", "/api/v2/${{{", ""},
	}
	for _, test := range tests {
		got, ok := For(test.method, test.url)
		if got.Path != test.want || ok != (test.want != "") {
			t.Errorf("For(%s, %s) = %q, %v, want %q", test.method, test.url, got.Path, ok, test.want)
		}
	}
}

func TestTable(t *testing.T) {
	all := All()
	if len(all) < 80 {
		t.Fatalf("only %d rows", len(all))
	}
	seen := make(map[string]bool)
	for _, a := range all {
		key := a.Method + " " + a.Path
		if seen[key] {
			t.Errorf("%s stands twice", key)
		}
		seen[key] = true
		if a.Source == "" || len(a.Topics) == 0 && a.BuiltIn == "" || !strings.HasPrefix(a.Path, "/api/v2/") {
			t.Errorf("%s says too little: %+v", key, a)
		}
		if found, ok := For(a.Method, a.Path); !ok || found.Path != a.Path {
			t.Errorf("%s does not find itself but %q", key, found.Path)
		}
		for _, topic := range a.Topics {
			if !strings.HasPrefix(topic, "v2.") {
				t.Errorf("%s: %q is no topic", key, topic)
			}
		}
	}
	all[0].Path = "changed"
	if All()[0].Path == "changed" {
		t.Error("All gives the table itself away")
	}
}

func FuzzFor(f *testing.F) {
	f.Add("/api/v2/users/${input.userId}/routingstatus?x=1")
	f.Add("https://api.mypurecloud.com/api/v2/%zz/(")
	f.Fuzz(func(t *testing.T, url string) { For("GET", url) })
}

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var smallAPI = &api{
	methods: map[string][]string{
		"/api/v2/users/{userId}/presence":   {"get", "patch"},
		"/api/v2/users/{userId}/station":    {"delete"},
		"/api/v2/queues/{queueId}/observed": {"post"},
	},
	topics: []string{"v2.users.{id}.presence", "v2.users.{id}.station", "v2.queues.{id}.all"},
}

func TestMerge(t *testing.T) {
	known, err := readAlternatives("# a comment\npath: POST /api/v2/queues/{queueId}/observed\ntopics: v2.queues.{id}.all\n" +
		"trigger: yes\nnote: N\nsource: S\n")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := merge(smallAPI, known)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || rows[0].method != "POST" || !rows[0].trigger || rows[1].path != "/api/v2/users/{userId}/presence" ||
		rows[1].source != derived {
		t.Errorf("merged to %+v", rows)
	}
	text := string(render(rows))
	for _, want := range []string{"DO NOT EDIT", `Topics: []string{"v2.queues.{id}.all"}, Trigger: true, Note: "N", Source: "S"`} {
		if !strings.Contains(text, want) {
			t.Errorf("rendered without %s:\n%s", want, text)
		}
	}
}

func TestMergeRefuses(t *testing.T) {
	for _, text := range []string{
		"path: GET /api/v2/nowhere\nbuiltIn: x\nsource: S",
		"path: POST /api/v2/users/{userId}/presence\nbuiltIn: x\nsource: S",
		"path: GET /api/v2/users/{userId}/presence\ntopics: v2.nothing\nsource: S",
		"path: GET /api/v2/users/{userId}/presence\npath: GET /api/v2/users/{userId}/presence\nbuiltIn: x\nsource: S",
	} {
		known, err := readAlternatives(text)
		if err != nil {
			t.Fatal(err)
		}
		if rows, err := merge(smallAPI, known); err == nil {
			t.Errorf("%q gives %+v", text, rows)
		}
	}
}

func TestReadAlternativesRefuses(t *testing.T) {
	for _, text := range []string{
		"nonsense", "path: GET /a\nsource: S", "path: GET /a\nbuiltIn: x", "builtIn: x\nsource: S",
		"path: GET /a\ncolour: red\nsource: S", "path:\nbuiltIn: x\nsource: S",
	} {
		if rows, err := readAlternatives(text); err == nil {
			t.Errorf("%q gives %+v", text, rows)
		}
	}
}

// TestTableIsCurrent makes the table again and compares, where the SDK is in
// the module cache; it downloads nothing.
func TestTableIsCurrent(t *testing.T) {
	dir := cachedSDK()
	if dir == "" {
		t.Skipf("%s is not in the module cache", sdk)
	}
	a, err := readAPI(dir)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("alternatives.txt")
	if err != nil {
		t.Fatal(err)
	}
	known, err := readAlternatives(string(text))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := merge(a, known)
	if err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile("../../analyzer/events/table.go")
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != string(render(rows)) {
		t.Error("analyzer/events/table.go is out of date: run go generate ./analyzer/events")
	}
}

func cachedSDK() string {
	printed, err := exec.Command("go", "env", "-json", "GOMODCACHE").Output()
	var env struct{ GOMODCACHE string }
	if err != nil || json.Unmarshal(printed, &env) != nil {
		return ""
	}
	dir := filepath.Join(env.GOMODCACHE, filepath.FromSlash(sdk))
	if _, err := os.Stat(filepath.Join(dir, "swagger.json")); err != nil {
		return ""
	}
	return dir
}

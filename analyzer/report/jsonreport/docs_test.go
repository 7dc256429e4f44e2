package jsonreport

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/report"
	"archlint/analyzer/review"
)

// The documentation names every key of the JSON report at its path, and no other.
func TestJSONDocs(t *testing.T) {
	var text bytes.Buffer
	if err := Write(&text, fullReview(), report.Options{}); err != nil {
		t.Fatal(err)
	}
	var report any
	if err := json.Unmarshal(text.Bytes(), &report); err != nil {
		t.Fatal(err)
	}
	keys := map[string][]string{}
	collectKeys(keys, "", report)
	if len(keys) < 25 {
		t.Fatalf("the report shows only %d records", len(keys))
	}
	docs, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "json-report.md"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(keys, documentedKeys(string(docs))); diff != "" {
		t.Errorf("docs/json-report.md differs from the report (-report +docs):\n%s", diff)
	}
}

// collectKeys adds the keys of every object in v by the path of the object.
// Scenarios hold what the report itself does, a step's steps are steps.
func collectKeys(keys map[string][]string, path string, v any) {
	path = strings.TrimPrefix(path, "scenarios[].")
	path = strings.TrimSuffix(path, ".steps[]")
	switch v := v.(type) {
	case []any:
		for _, element := range v {
			collectKeys(keys, path+"[]", element)
		}
	case map[string]any:
		for key, value := range v {
			if !slices.Contains(keys[path], key) {
				keys[path] = append(keys[path], key)
			}
			if key != "evidence" { // each rule has its own
				collectKeys(keys, strings.TrimPrefix(path+"."+key, "."), value)
			}
		}
		slices.Sort(keys[path])
	}
}

var quotedWord = regexp.MustCompile("`([^`]+)`")

// documentedKeys reads the tables of keys: each follows a line "At `path`, ...",
// the first one is that of the whole report.
func documentedKeys(text string) map[string][]string {
	keys, paths := map[string][]string{}, []string{""}
	for line := range strings.Lines(text) {
		first, _, _ := strings.Cut(strings.TrimPrefix(line, "| "), " | ")
		switch {
		case strings.HasPrefix(line, "At `"):
			paths = words(line)
		case strings.HasPrefix(line, "| `"):
			for _, path := range paths {
				keys[path] = append(keys[path], words(first)...)
				slices.Sort(keys[path])
			}
		}
	}
	return keys
}

// words are the words between backticks.
func words(text string) []string {
	var out []string
	for _, m := range quotedWord.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	return out
}

// fullReview has one element in every list and a value behind every pointer.
func fullReview() *review.Review {
	r := new(review.Review)
	fill(reflect.ValueOf(r).Elem(), 0)
	return r
}

// deepest is where fill ends: steps hold steps.
const deepest = 12

func fill(v reflect.Value, depth int) {
	if depth > deepest {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth+1)
	case reflect.Slice:
		if v.Type() != reflect.TypeFor[json.RawMessage]() {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			fill(v.Index(0), depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && v.Type().Field(i).Tag.Get("json") != "-" {
				fill(v.Field(i), depth+1)
			}
		}
	case reflect.Int64: // how often a folded loop goes round
		v.SetInt(1)
	}
}

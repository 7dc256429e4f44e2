package finding

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFigures(t *testing.T) {
	got := Figures(json.RawMessage(
		`{"perRun":{"max":20,"min":0},"waitSeconds":2.5,"line":7,"lines":[1,2],"limit":{"value":50},"name":"x","count":null}`))
	want := []Figure{{"perRun.max", 20}, {"perRun.min", 0}, {"waitSeconds", 2.5}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, none := range []string{"", "null", "7", "[1]", "not json"} {
		if got := Figures(json.RawMessage(none)); len(got) != 0 {
			t.Errorf("%q: %v", none, got)
		}
	}
}

func TestWorse(t *testing.T) {
	for _, c := range []struct {
		path      string
		then, now float64
		want      bool
	}{
		{"perRun.max", 20, 21, true}, {"perRun.max", 20, 20, false}, {"perRun.max", 20, 3, false},
		{"waitSeconds", 5, 4, true}, {"waitSeconds", 5, 6, false},
		{"perRun.expected", 1.0 / 3, 0.33333333333, false}, {"unknown", 0, 1, true}, {"count", 0, 0, false},
	} {
		if got := Worse(c.path, c.then, c.now); got != c.want {
			t.Errorf("%s %v -> %v: worse %t", c.path, c.then, c.now, got)
		}
	}
}

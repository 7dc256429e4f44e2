package fields

import (
	"fmt"
	"reflect"
	"testing"
)

type place struct {
	Line int `json:"line"`
}

type record struct {
	place
	Name   string   `json:"name"`
	Plain  bool     // without a tag
	Steps  []record `json:"steps,omitempty"`
	Hidden int      `json:"-"`
	own    int      // not exported, and so not there
}

func TestOf(t *testing.T) {
	_ = record{own: 1}
	var got []string
	for _, f := range Of(reflect.TypeFor[record]()) {
		got = append(got, fmt.Sprint(f.Name, f.Index, f.Type.Kind(), f.OmitEmpty))
	}
	want := []string{"line[0 0] int false", "name[1] string false", "Plain[2] bool false", "steps[3] slice true"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

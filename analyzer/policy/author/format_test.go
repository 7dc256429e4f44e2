package author

import (
	"strings"
	"testing"
)

func TestUnformatted(t *testing.T) {
	dir := write(t, map[string]string{"a.rego": "package a\n\nx := 1\n", "b.rego": "package b\nx  :=  1\n"})
	got, err := Unformatted([]string{dir})
	if err != nil || len(got) != 1 || !strings.HasSuffix(got[0].Name, "/b.rego") || got[0].Line != 2 {
		t.Errorf("got %v, %v", got, err)
	}
}

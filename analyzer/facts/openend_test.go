package facts

import (
	"slices"
	"testing"
)

func TestOpenEnds(t *testing.T) {
	ends := SortOpenEnds([]OpenEnd{{"queue", "Sales"}, {"botFlow", ""}, {"guide", "Returns"}, {"queue", "Sales"}})
	var words []string
	for _, e := range ends {
		words = append(words, e.String())
	}
	if want := []string{"bot flow chosen at run time", "guide Returns", "queue Sales"}; !slices.Equal(words, want) {
		t.Errorf("open ends %q, want %q", words, want)
	}
}

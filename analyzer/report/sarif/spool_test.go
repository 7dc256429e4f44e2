package sarif

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"
)

// A spool gives back what it was given, compressed in between or not, and tells
// how large it is even where it does not hold it.
func TestSpool(t *testing.T) {
	for _, c := range []struct {
		name, piece string
		pieces      int
		atMost      int // of the size
	}{{"nothing", "", 0, 0}, {"small", "abc", 1000, 3000}, {"large", strings.Repeat("the same again ", 1000), 200, 100_000}} {
		s := &spool{most: c.atMost, level: gzip.BestSpeed}
		for range c.pieces {
			if _, err := io.WriteString(s, c.piece); err != nil {
				t.Fatal(err)
			}
		}
		if s.size() > c.atMost {
			t.Errorf("%s: %d bytes", c.name, s.size())
		}
		var out bytes.Buffer
		if err := s.copyTo(&out); err != nil || out.String() != strings.Repeat(c.piece, c.pieces) {
			t.Errorf("%s: %d bytes come back (%v)", c.name, out.Len(), err)
		}
	}
	s, strict := &spool{most: 10, level: gzip.BestSpeed}, &spool{most: 10, level: gzip.BestSpeed, strict: true}
	var refused error
	for range 3000 {
		_, _ = io.WriteString(s, strings.Repeat("0123456789", 1000))
		if _, err := io.WriteString(strict, strings.Repeat("0123456789", 1000)); err != nil {
			refused = err
		}
	}
	if refused == nil {
		t.Error("a strict spool takes whatever comes")
	}
	if s.size() <= 10 || s.packed.Len() > 10 {
		t.Errorf("%d bytes, of which it holds %d", s.size(), s.packed.Len())
	}
}

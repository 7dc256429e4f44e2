package phrase

import "testing"

func TestPlural(t *testing.T) {
	for n, want := range map[int]string{0: "0 flows", 1: "1 flow", 2: "2 flows"} {
		if got := Plural(n, "flow"); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestSome(t *testing.T) {
	words := []string{"a", "b", "c", "d"}
	for most, want := range map[int]string{4: "a, b, c, d", 3: "a, b, c, d", 2: "a, b and 2 more"} {
		if got := Some(words, most); got != want {
			t.Errorf("%d: %q, want %q", most, got, want)
		}
	}
}

func TestGrouped(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", -1234567: "-1,234,567", 1 << 53: "9,007,199,254,740,992"} {
		if got := Grouped(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

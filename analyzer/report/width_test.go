package report

import (
	"strings"
	"testing"
	"unicode"

	"github.com/rivo/uniseg"
	"pgregory.net/rapid"
)

// oddTexts are texts in which characters, marks, joiners, flags and plain letters
// meet in any order.
func oddTexts() *rapid.Generator[string] {
	piece := rapid.SampledFrom([]string{"a", "word ", "{\"key\": 1}", "é", "e\u0301", "\u0301", "語", "🙂", "👩\u200d👩\u200d👧", "\u200d", "🇩🇪",
		"🇩", "\r\n", "\t", "\x00", "\xff", "가", "ᄀ", "क\u094dष", "\u0600", "\ufe0f", "1\ufe0f\u20e3", "~"})
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 30).Draw(t, "pieces"), "")
	})
}

// Widths are those that the library tells, however much of a text is plain.
func TestWidthIsTheLibrarys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := oddTexts().Draw(t, "text")
		if got, want := Width(text), uniseg.StringWidth(text); got != want {
			t.Fatalf("%q: %d columns, want %d", text, got, want)
		}
	})
}

// What is cut from the front or the back is whole clusters, as many as fit.
func TestColumnsAreClusters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := oddTexts().Draw(t, "text")
		n := rapid.IntRange(0, 40).Draw(t, "n")
		first, used := "", 0
		last, over := text, Width(text)-n
		for g := uniseg.NewGraphemes(text); g.Next(); {
			if used += g.Width(); used > n {
				break
			}
			first += g.Str()
		}
		for g := uniseg.NewGraphemes(text); over > 0 && g.Next(); {
			over -= g.Width()
			last = strings.TrimPrefix(last, g.Str())
		}
		if got := firstColumns(text, n); got != first {
			t.Fatalf("the first %d columns of %q are %q, want %q", n, text, got, first)
		}
		if got := lastColumns(text, n); got != last {
			t.Fatalf("the last %d columns of %q are %q, want %q", n, text, got, last)
		}
	})
}

// Characters are counted as by going over the text.
func TestCharsAt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := oddTexts().Draw(t, "text")
		n := rapid.IntRange(-1, 60).Draw(t, "n")
		want, seen := len(text), 0
		for at := range text {
			if seen >= n {
				want = at
				break
			}
			seen++
		}
		if got := charsAt(text, n); got != want {
			t.Fatalf("%d characters of %q take %d bytes, want %d", n, text, got, want)
		}
	})
}

func TestClean(t *testing.T) {
	tests := []struct{ in, want string }{
		{"plain ü 顧客 👩‍👧", "plain ü 顧客 👩‍👧"},
		{"a\nb\tc\rd", `a\nb\tc\rd`},
		{"\x1b[2J\u202e\x00\u0085", `\u{1b}[2J\u{202e}\u{0}\u{85}`},
		{"bad \xff byte", "bad \ufffd byte"},
	}
	for _, test := range tests {
		if got := Clean(test.in); got != test.want {
			t.Errorf("clean(%q) = %q, want %q", test.in, got, test.want)
		}
	}
	for r := rune(0); r < 0x3000; r++ {
		if unicode.IsControl(r) && strings.ContainsRune(Clean(string(r)), r) {
			t.Errorf("%U is left", r)
		}
	}
}

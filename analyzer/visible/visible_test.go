package visible

import (
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

func TestLine(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "",
		"First contact":            "First contact",
		"Kundendaten 顧客 👩‍💻":       "Kundendaten 顧客 👩‍💻",
		"a\nb\tc\rd":               `a\nb\tc\rd`,
		"\x1b[31m\x07":             `\u{1b}[31m\u{7}`,
		"a\u0085b\u2028\u2029":     `a\u{85}b\u{2028}\u{2029}`,
		"\u202eevil\u2066":         `\u{202e}evil\u{2066}`,
		"a\u200bb\u2060\U000E0041": `a\u{200b}b\u{2060}\u{e0041}`,
		"a\xffb":                   "a\ufffdb",
		"##vso[task.complete]":     `#\u{23}vso[task.complete]`,
		"x ###[error]":             `x ##\u{23}[error]`,
		"##teamcity[x":             `#\u{23}teamcity[x`,
		"## Heading [x]":           "## Heading [x]",
		"::error::x":               `:\u{3a}error::x`,
		"  ::error":                `  :\u{3a}error`,
		"a ::error":                `a :\u{3a}error`,
		"std::string":              "std::string",
		":::":                      `:\u{3a}:`,
		"\u00a0::stop":             "\u00a0:\\u{3a}stop",
	} {
		if got := Line(text); got != want {
			t.Errorf("Line(%q) = %q, want %q", text, got, want)
		}
	}
	if got := Lines("a\r\n::b\n\x1bc"); got != "a\n:\\u{3a}b\n\\u{1b}c" {
		t.Errorf("%q", got)
	}
}

func TestWriter(t *testing.T) {
	for text, want := range map[string]string{
		"nothing\nto see\n":                  "nothing\nto see\n",
		"::error::x\n":                       ":\\u003aerror::x\n",
		"a\n  ::error\r::warning":            "a\n  :\\u003aerror\r:\\u003awarning",
		"\u00a0::x":                          "\u00a0:\\u003ax",
		"a ::x\n: y\n:":                      "a ::x\n: y\n:",
		"##vso[x] ##[y] ###[z]":              "#\\u0023vso[x] #\\u0023[y] ##\\u0023[z]",
		"## Heading\n##\n#":                  "## Heading\n##\n#",
		"##a##vso[":                          "##a#\\u0023vso[",
		"{\"name\": \"##vso[x]\"}":           "{\"name\": \"#\\u0023vso[x]\"}",
		"##" + strings.Repeat("a", 70) + "[": "##" + strings.Repeat("a", 70) + "[",
	} {
		var whole, single bytes.Buffer
		w := NewWriter(&whole)
		_, _ = w.Write([]byte(text))
		_ = w.Flush()
		w = NewWriter(&single)
		for i := range len(text) {
			_, _ = w.Write([]byte{text[i]})
		}
		_ = w.Flush()
		if whole.String() != want || single.String() != want {
			t.Errorf("%q: %q, byte by byte %q, want %q", text, whole.String(), single.String(), want)
		}
	}
	if _, err := NewWriter(iotest.TruncateWriter(failing{}, 0)).Write([]byte("x")); err != nil {
		t.Error(err)
	}
	if _, err := NewWriter(failing{}).Write([]byte("x")); err == nil {
		t.Error("an error of the writer below is lost")
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, bytes.ErrTooLarge }

// Text that is full of marks is written in time in proportion to it.
func TestWriterIsLinear(t *testing.T) {
	for _, mark := range []string{"a::", "##", "::", "#a", "a\n::##x["} {
		text := []byte(strings.Repeat(mark, 8<<20/len(mark)))
		started := time.Now()
		w := NewWriter(io.Discard)
		_, _ = w.Write(text)
		if took := time.Since(started); took > 10*time.Second {
			t.Errorf("%q: %s for 8 MB", mark, took)
		}
	}
}

// FuzzWriter: whatever is written, no line begins with a command, JSON stays the
// same JSON, and what holds no mark of a command stays as it is.
func FuzzWriter(f *testing.F) {
	for _, seed := range []string{"a\n::b", "##vso[", "#####[", "x: ##a#[", "\r\n ::", "\u3000::x"} {
		f.Add(seed)
	}
	commands := regexp.MustCompile(`(?:^|[\n\r])[\s\p{Z}\x{85}]*::|##[A-Za-z0-9._-]{0,20}\[`)
	f.Fuzz(func(t *testing.T, text string) {
		var out bytes.Buffer
		w := NewWriter(&out)
		quoted, _ := json.Marshal(text)
		_, _ = w.Write(quoted)
		_ = w.Flush()
		var back, plain string
		if json.Unmarshal(out.Bytes(), &back) != nil || json.Unmarshal(quoted, &plain) != nil || back != plain {
			t.Errorf("%q is %q in JSON now", plain, back)
		}
		out.Reset()
		w = NewWriter(&out)
		_, _ = w.Write([]byte(text))
		_ = w.Flush()
		if commands.Match(out.Bytes()) || commands.MatchString(Lines(text)) {
			t.Errorf("%q commands: %q, %q", text, out.String(), Lines(text))
		}
		if !strings.Contains(text, "##") && !strings.Contains(text, "::") && out.String() != text {
			t.Errorf("%q became %q", text, out.String())
		}
	})
}

package archy

import (
	"strings"
	"testing"
)

func TestReads(t *testing.T) {
	for expression, want := range map[string]string{
		`Flow.x`:                              "Flow.x",
		`flow.a + Task.b * flow.A`:            "flow.a Task.b",
		`Task.Queue.id`:                       "Task.Queue",
		`Call.Contact."Customer Address".zip`: "Call.Contact",
		`Call."Odd Name"`:                     "Call.Odd Name",
		`"Flow.x" + 'a'`:                      "",
		`"a \" Flow.x" + Flow.y`:              "Flow.y",
		`"never closed Flow.x`:                "",
		`GetAt(Flow.list, 0).name`:            "Flow.list",
		`Flow.list[State.i].Flow.x`:           "Flow.list State.i",
		`ToString(Flow.a).b.c`:                "Flow.a",
		`1.5 + 2.Flow`:                        "",
		`true and NOT_SET`:                    "",
		`Prompt.Welcome + PromptSystem.x`:     "",
		`/* Flow.x */ Flow.y /* Flow.z`:       "Flow.y",
		`Flow . x`:                            "Flow.x",
		`Flow.`:                               "",
		`Flow.é + Flow.b`:                     "Flow.é Flow.b",
		"Append(\n  Flow.a,\n\tFlow.b)":       "Flow.a Flow.b",
		``:                                    "",
	} {
		if got := strings.Join(reads(expression), " "); got != want {
			t.Errorf("reads(%s) = %q, want %q", expression, got, want)
		}
	}
}

func FuzzReads(f *testing.F) {
	f.Add(`If(Flow.x == "a.b", GetAt(Task.list, 1).name, Call."Odd Name")`)
	f.Fuzz(func(t *testing.T, expression string) {
		for _, name := range reads(expression) {
			scope, member, found := strings.Cut(name, ".")
			if !found || scope == "" {
				t.Errorf("%q reads %q", expression, name)
			}
			_ = member
		}
	})
}

// TestPlainPrefix holds the reading of eight bytes at a time against one by one.
func TestPlainPrefix(t *testing.T) {
	for _, odd := range []string{"", "\x00", "\x1f", "\x7f", "\x80", "é", "\xff", "\n", "\t", "\r", " ", "~", "\x20\x1f"} {
		for before := range 20 {
			text := strings.Repeat("a", before) + odd + strings.Repeat("b", 17)
			want := len(text)
			for i := range len(text) {
				if !isPlain(text[i]) {
					want = i
					break
				}
			}
			if got := plainPrefix([]byte(text)); got != want {
				t.Fatalf("%q: %d, want %d", text, got, want)
			}
		}
	}
}

package finding

import (
	"bytes"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestProcess(t *testing.T) {
	at := func(rule, file string, line int, severity Severity) Finding {
		return Finding{Rule: rule, File: file, Line: line, Severity: severity, Message: rule, Fingerprint: rule + "-1"}
	}
	tests := []struct {
		name   string
		levels map[string]Severity
		in     []Finding
		want   []Finding
	}{
		{name: "nothing", want: []Finding{}},
		{
			name:   "a level replaces the rule's own",
			levels: map[string]Severity{"a": Error},
			in:     []Finding{at("a", "f", 1, Info), at("b", "f", 2, Info)},
			want:   []Finding{at("a", "f", 1, Error), at("b", "f", 2, Info)},
		},
		{
			name:   "off removes",
			levels: map[string]Severity{"a": Off},
			in:     []Finding{at("a", "f", 1, Error), at("b", "f", 2, Off), at("c", "f", 3, Info)},
			want:   []Finding{at("c", "f", 3, Info)},
		},
		{
			name:   "a level brings back a rule that is off by itself",
			levels: map[string]Severity{"a": Warning},
			in:     []Finding{at("a", "f", 1, Off)},
			want:   []Finding{at("a", "f", 1, Warning)},
		},
		{
			name: "the same twice is one, in two files it is two",
			in:   []Finding{at("a", "g", 1, Error), at("a", "f", 1, Error), at("a", "g", 1, Error)},
			want: []Finding{at("a", "f", 1, Error), at("a", "g", 1, Error)},
		},
		{
			name: "by file, line and rule, the organisation last",
			in:   []Finding{at("z", "", 0, Error), at("b", "f", 9, Info), at("a", "f", 9, Info), at("c", "f", 2, Info), at("a", "a", 99, Info)},
			want: []Finding{at("a", "a", 99, Info), at("c", "f", 2, Info), at("a", "f", 9, Info), at("b", "f", 9, Info), at("z", "", 0, Error)},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			before := slices.Clone(test.in)
			got := Process(test.in, Processors(test.levels), nil)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("processed findings (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(before, test.in); diff != "" {
				t.Errorf("the input changed:\n%s", diff)
			}
		})
	}
}

func TestProcessLogsEachStep(t *testing.T) {
	var buf bytes.Buffer
	log := slog.New(slog.NewTextHandler(&buf, &slog.HandlerOptions{Level: slog.LevelDebug}))
	Process([]Finding{{Rule: "a", Severity: Off}}, Processors(nil), log)
	for _, want := range []string{"step=levels in=1 out=0", "step=duplicates in=0 out=0", "step=order in=0 out=0"} {
		if !strings.Contains(buf.String(), want) {
			t.Errorf("log lacks %q:\n%s", want, buf.String())
		}
	}
}

// Whatever order findings arrive in, they leave in the same.
func TestProcessForgetsTheOrderOfArrival(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"", "a", "b"})
		gen := rapid.Custom(func(t *rapid.T) Finding {
			return Finding{
				Rule: word.Draw(t, "rule"), File: word.Draw(t, "file"), Node: word.Draw(t, "node"),
				Message: word.Draw(t, "message"), Fingerprint: word.Draw(t, "fingerprint"),
				Line: rapid.IntRange(0, 2).Draw(t, "line"), Severity: rapid.SampledFrom(Severities()).Draw(t, "severity"),
			}
		})
		in := rapid.SliceOfNDistinct(gen, 0, 12, keyOf).Draw(t, "findings")
		seed := rapid.Uint64().Draw(t, "seed")
		shuffled := slices.Clone(in)
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(shuffled), func(i, j int) {
			shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
		})
		if diff := cmp.Diff(Process(in, Processors(nil), nil), Process(shuffled, Processors(nil), nil)); diff != "" {
			t.Fatalf("order of arrival shows:\n%s", diff)
		}
	})
}

func TestAnyAtLeast(t *testing.T) {
	tests := []struct {
		found     Severity
		threshold Severity
		want      bool
	}{
		{Error, Error, true}, {Error, Warning, true}, {Error, Info, true}, {Error, Off, false},
		{Warning, Error, false}, {Warning, Warning, true}, {Warning, Info, true}, {Warning, Off, false},
		{Info, Error, false}, {Info, Warning, false}, {Info, Info, true}, {Info, Off, false},
		{Off, Info, false}, {Off, Off, false}, {"", Info, false},
	}
	for _, test := range tests {
		if got := AnyAtLeast([]Finding{{Severity: test.found}}, test.threshold); got != test.want {
			t.Errorf("a finding of %q with threshold %q: got %v, want %v", test.found, test.threshold, got, test.want)
		}
	}
}

func TestParseSeverity(t *testing.T) {
	for _, s := range Severities() {
		got, err := ParseSeverity(strings.ToUpper(string(s)))
		if err != nil || got != s {
			t.Errorf("ParseSeverity(%q) = %q, %v", strings.ToUpper(string(s)), got, err)
		}
	}
	if _, err := ParseSeverity("fatal"); err == nil {
		t.Error("an unknown severity was taken")
	}
}

func TestCompareBySeverity(t *testing.T) {
	in := []Finding{{File: "a", Severity: Info}, {File: "c", Severity: Error}, {File: "b", Severity: Warning}, {File: "b", Severity: Error}}
	slices.SortFunc(in, CompareBySeverity)
	want := []Finding{{File: "b", Severity: Error}, {File: "c", Severity: Error}, {File: "b", Severity: Warning}, {File: "a", Severity: Info}}
	if diff := cmp.Diff(want, in); diff != "" {
		t.Error(diff)
	}
}

package baseline

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/finding"
)

func found(print string, count int) finding.Finding {
	return finding.Finding{Rule: "polling", Flow: "F", Message: "m<&>", Fingerprint: print,
		Evidence: json.RawMessage(fmt.Sprintf(`{"count":%d,"waitSeconds":5}`, count))}
}

func all(string) bool { return true }

// written is what a new baseline of these findings holds, read again.
func written(t *testing.T, old *File, v View, findings ...finding.Finding) *File {
	t.Helper()
	r := NewRegister(old, true, all)
	r.Process(findings)
	text, err := r.Next(v).Text()
	if err != nil {
		t.Fatal(err)
	}
	f, err := Read("b.json", text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return f
}

// The text does not depend on the order of the findings, and is read as written.
func TestText(t *testing.T) {
	var findings []finding.Finding
	for i := range 20 {
		findings = append(findings, found(fmt.Sprint("p", i), i))
	}
	want := written(t, nil, View{}, findings...)
	rand.Shuffle(len(findings), func(i, j int) { findings[i], findings[j] = findings[j], findings[i] })
	if diff := cmp.Diff(want, written(t, nil, View{}, findings...)); diff != "" {
		t.Error(diff)
	}
	if len(want.Entries) != 20 || want.Entries[0].Message != "m<&>" {
		t.Errorf("%+v", want.Entries)
	}
}

func TestRatchet(t *testing.T) {
	old := written(t, nil, View{}, found("a", 5), found("b", 5))
	whole := View{Flow: all, Complete: true}
	for _, c := range []struct {
		name string
		now  []finding.Finding
		kept int
		next map[string]float64 // counts by fingerprint
	}{
		{"the same", []finding.Finding{found("a", 5), found("b", 5)}, 0, map[string]float64{"a": 5, "b": 5}},
		{"better", []finding.Finding{found("a", 3), found("b", 5)}, 0, map[string]float64{"a": 3, "b": 5}},
		{"worse", []finding.Finding{found("a", 6), found("b", 5)}, 1, map[string]float64{"a": 5, "b": 5}},
		{"gone", []finding.Finding{found("b", 5)}, 0, map[string]float64{"b": 5}},
		{"new", []finding.Finding{found("a", 5), found("b", 5), found("c", 1)}, 1, map[string]float64{"a": 5, "b": 5}},
		{"twice, once better", []finding.Finding{found("a", 3), found("a", 4), found("b", 5)}, 0, map[string]float64{"a": 4, "b": 5}},
	} {
		r := NewRegister(old, true, all)
		if kept := r.Process(append([]finding.Finding(nil), c.now...)); len(kept) != c.kept {
			t.Errorf("%s: %d kept, want %d", c.name, len(kept), c.kept)
		}
		got := map[string]float64{}
		for _, e := range r.Next(whole).Entries {
			got[e.Fingerprint] = e.Figures["count"]
		}
		if diff := cmp.Diff(c.next, got); diff != "" {
			t.Errorf("%s: next baseline (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestReadErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                        "b.json:1:1: not a baseline: EOF",
		"[]":                      "b.json:1:1: not a baseline: a JSON array where it should not stand",
		`{"archlintBaseline": 2}`: "b.json:1:1: not a baseline: want archlintBaseline 1, not 2",
		`{"archlintBaseline": 1, "findings": [{"rule": "x"}]}`: "b.json:1:1: not a baseline: finding 1 has no fingerprint",
	} {
		if _, err := Read("b.json", []byte(text)); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"archlintBaseline": 1, "findings": [{"rule":"a","fingerprint":"b","figures":{"count":1}}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := Read("b.json", text)
		if err != nil {
			return
		}
		NewRegister(file, false, all).Process([]finding.Finding{found("b", 2)})
		if _, err := file.Text(); err != nil {
			t.Error(err)
		}
	})
}

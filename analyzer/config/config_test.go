package config

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/capacity"
	"archlint/analyzer/finding"
)

// load reads a configuration of that text.
func load(t *testing.T, text string) *Config {
	t.Helper()
	c, err := loadText(t, text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func loadText(t *testing.T, text string) (*Config, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "c.yaml")
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return Load(name)
}

func TestFindGoesUp(t *testing.T) {
	root := t.TempDir()
	deep := filepath.Join(root, "a", "b")
	if err := os.MkdirAll(filepath.Join(deep, FileName), 0o777); err != nil { // a directory of that name is none
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, FileName), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	t.Chdir(deep)
	got, err := Find(".")
	if err != nil || got != "../../"+FileName {
		t.Errorf("found %q, %v", got, err)
	}
}

// A figure of a stronger layer takes back what a weaker one says of the same in
// other words.
func TestLayersOfTraffic(t *testing.T) {
	const all = "traffic: {interactions-per-minute: 100, licences: 9, weekly: {mon: 3}, entries: {A: 60, B: 40}, waiting-interactions: 5, " +
		"licence-mix: {cx2: 9}}\n"
	tests := []struct {
		name, scenario string
		check          func(capacity.Traffic) bool
	}{
		{"nothing", "{}", func(t capacity.Traffic) bool {
			return t.InteractionsPerMinute.Value == 100 && !t.Entries[0].Proportional && !t.WeeklyShape && t.LicenceMix != nil
		}},
		{"total", "{interactions-per-minute: 400}", func(t capacity.Traffic) bool {
			return t.InteractionsPerMinute.Value == 400 && t.Entries[0].Proportional && t.Entries[1].Proportional && t.WeeklyShape &&
				t.Licences.Value == 9
		}},
		{"licences", "{licences: 800}", func(t capacity.Traffic) bool {
			return t.InteractionsPerMinute == nil && t.Licences.Value == 800 && t.Entries[0].Proportional && t.WeeklyShape && t.LicenceMix == nil
		}},
		{"entries", "{entries: {A: 500}}", func(t capacity.Traffic) bool {
			return t.InteractionsPerMinute == nil && t.Entries[0].PerMinute.Value == 500 && !t.Entries[0].Proportional &&
				!t.Entries[1].Proportional && t.WeeklyShape
		}},
		{"week", "{weekly: {tue: 7}}", func(t capacity.Traffic) bool {
			return t.InteractionsPerMinute == nil && t.Weekly[24] == 7 && t.Weekly[0] == 0 && !t.WeeklyShape && t.Entries[1].Proportional
		}},
		{"wait", "{mean-wait: 90s}", func(t capacity.Traffic) bool {
			return t.WaitingInteractions == nil && t.MeanWaitSeconds.Value == 90 && t.InteractionsPerMinute.Value == 100
		}},
		{"licence type", "{licence-type: cx3}", func(t capacity.Traffic) bool { return t.LicenceMix == nil && t.LicenceType == "cx3" }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := load(t, all+"scenario: s\nscenarios: {s: "+test.scenario+"}\n")
			if got := c.Scenarios(); len(got) != 1 || got[0].Name != "s" || !test.check(got[0]) {
				t.Errorf("traffic %+v", got)
			}
			if c.Traffic.InteractionsPerMinute.Value != 100 || c.Traffic.Entries[0].Proportional {
				t.Error("the scenario changed the traffic itself")
			}
		})
	}
}

func setting(kind Kind, value string, key ...string) Setting {
	return Setting{Key: key, Values: []string{value}, At: Origin{Kind: kind, Name: fmt.Sprint(kind)}}
}

func TestFlagsBeatTheEnvironmentBeatsFiles(t *testing.T) {
	c := load(t, "traffic: {licences: 1, aht: 1m, latency: 1s}\nrules: {polling: info, a: error}\npolicies: {sources: [x]}\n")
	c, err := c.With([]Setting{
		setting(FromFlag, "3", "traffic", "licences"),
		setting(FromEnvironment, "2", "traffic", "licences"), setting(FromEnvironment, "2m", "traffic", "aht"),
		setting(FromFlag, "off", "rules", "polling", "level"),
		{Key: []string{"quiet"}, Values: []string{"maybe"}, At: Origin{Kind: FromFlag}, Lenient: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := c.Traffic
	if got.Licences.Value != 3 || got.AHTSeconds.Value != 120 || got.LatencySeconds.Value != 1 {
		t.Errorf("traffic %v %v %v", got.Licences, got.AHTSeconds, got.LatencySeconds)
	}
	if got.Licences.From != capacity.FromFlag || got.LatencySeconds.From != capacity.FromConfig {
		t.Errorf("licences from %s, latency from %s", got.Licences.From, got.LatencySeconds.From)
	}
	if len(c.Rules) != 2 || c.Rules[0].Level != finding.Off || !c.Rules[0].Firm || c.Rules[1].Firm {
		t.Errorf("rules %+v", c.Rules)
	}
	if _, err := c.With([]Setting{setting(FromFlag, "x", "traffic", "aht")}); err == nil || !strings.Contains(err.Error(), "not a duration") {
		t.Errorf("error %v", err)
	}
}

func TestWeek(t *testing.T) {
	tests := []struct{ text, want string }{
		{"{mon: 2}", "hours 24, sum 48"},
		{`{mon-fri: {"08:00-18:00": 3}, sat: {"9:00 - 12:00": 1}}`, "hours 53, sum 153"},
		{"{MON - sun: 1}", "hours 168, sum 168"},
		{"[" + strings.TrimSuffix(strings.Repeat("2,", 168), ",") + "]", "hours 168, sum 336"},
		{"{}", "hours 0, sum 0"},
		{"{sun-mon: 1}", `"sun-mon": the span ends before it begins`},
		{"{monday: 1}", `"monday": want a day`},
		{`{mon: {"08:30-18:00": 3}}`, "want full hours"},
		{`{mon: {"18:00-08:00": 3}}`, "from 00:00 to 24:00"},
		{`{mon: {"08:00-25:00": 3}}`, "from 00:00 to 24:00"},
		{"{mon: -1}", "a number of at least 0"},
		{"{mon-tue: 1, tue: 2}", "the hour from 00:00 is given twice"},
		{"[1]", "1 rates instead of 168"},
		{"5", "want days"},
		{"{mon: [1]}", "want hours"},
	}
	for _, test := range tests {
		v, errs := parse("w.yaml", []byte(test.text))
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		rates, err := weekOf(v)
		got := ""
		if err != nil {
			got = err.message
		} else {
			hours, sum := 0, 0.0
			for _, r := range rates {
				if sum += r; r > 0 {
					hours++
				}
			}
			got = fmt.Sprintf("hours %d, sum %v", hours, sum)
		}
		if !strings.Contains(got, test.want) {
			t.Errorf("%s: %s, want %s", test.text, got, test.want)
		}
	}
}

func TestOverridesMatch(t *testing.T) {
	tests := []struct {
		where      string
		file, flow string
		want       bool
	}{
		{"paths: legacy", "legacy/a/b.yaml", "F", true},
		{"paths: legacy", "legacy", "F", true},
		{"paths: legacy", "legacy2/a.yaml", "F", false},
		{"paths: legacy/*.yaml", "legacy/a.yaml", "F", true},
		{"paths: legacy/*.yaml", "legacy/b/a.yaml", "F", false},
		{"paths: legacy/**/*.yaml", "legacy/b/c/a.yaml", "F", true},
		{"paths: legacy/**/*.yaml", "legacy/a.yaml", "F", true},
		{"paths: '**/old-?'", "x/y/old-1/f.yaml", "F", true},
		{"paths: '**/old-?'", "x/y/old-12/f.yaml", "F", false},
		{"paths: 'a+b(c)'", "a+b(c)/f.yaml", "F", true},
		{"paths: '.'", "anything/f.yaml", "F", true},
		{"paths: [a, b]", "b/f.yaml", "F", true},
		{"paths: a", "", "F", false},
		{"flows: 'Old *'", "f.yaml", "old things", true},
		{"flows: 'Old *'", "f.yaml", "An old thing", false},
		{"flows: '*/x'", "f.yaml", "a/b/x", true},
		{"flows: 'Ärger?'", "f.yaml", "ärgerß", true},
		{"flows: '*'", "", "", false},
		{"{paths: a, flows: F", "a/f.yaml", "F", true},
		{"{paths: a, flows: F", "b/f.yaml", "F", false},
		{"{paths: a, flows: F", "a/f.yaml", "G", false},
	}
	dir := t.TempDir()
	t.Chdir(dir)
	for _, test := range tests {
		where := strings.TrimPrefix(test.where, "{")
		if err := os.WriteFile("c.yaml", []byte("overrides: [{"+where+", rules: {a: off}}]\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		c, err := Load("c.yaml")
		if err != nil {
			t.Fatalf("%s: %v", test.where, err)
		}
		if got := c.Overrides[0].Matches(test.file, test.flow); got != test.want {
			t.Errorf("%s, file %q, flow %q: %t", test.where, test.file, test.flow, got)
		}
	}
}

// The bounds of the keys are those of the traffic itself: what a file may say,
// no review refuses, and what it may not, none would accept.
func TestBoundsAreThoseOfTraffic(t *testing.T) {
	for _, f := range traffic("").fields {
		if f.max <= f.min || f.kind == word {
			continue
		}
		for _, x := range []float64{f.min, f.max, f.max * 1.01, -1, f.max / 2} {
			text := fmt.Sprintf("%v", x)
			if f.kind == duration {
				text = fmt.Sprintf("%fs", x)
			}
			in := newObject(Origin{})
			in.set(f.key, newScalar(text, "", Origin{}))
			var c checker
			v := c.check(in, traffic(""), "")
			checked := len(c.errs) == 0
			if !checked {
				v = newObject(Origin{})
				v.set(f.key, &value{num: x})
			}
			if err := trafficOf(v, "").Validate(); (err == nil) != checked && !alone(f.key, x) {
				t.Errorf("%s %v: the key says %v, traffic %v", f.key, x, c.errs, err)
			}
		}
	}
}

// alone reports whether a value is good as a key and senseless by itself: all
// interactions contained leave none.
func alone(key string, x float64) bool { return (key == "contained" || key == "abandoned") && x == 1 }

// Aliases that repeat one another, or themselves, end in an error.
func TestAliases(t *testing.T) {
	c := load(t, "traffic: &t {licences: 3}\nscenarios: {a: *t}\n")
	if !slices.Equal(c.Names, []string{"a"}) {
		t.Errorf("scenarios %v", c.Names)
	}
	var bomb strings.Builder
	bomb.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&bomb, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), ", "))
	}
	for _, text := range []string{bomb.String(), "traffic: &t {scenarios: *t}\n"} {
		if _, err := loadText(t, text); err == nil {
			t.Error("no error")
		}
	}
}

func TestErrorsAreInOrder(t *testing.T) {
	_, err := loadText(t, "jobs: x\nqiet: true\nfail-on: y\n")
	var lines []string
	for line := range strings.Lines(err.Error()) {
		_, after, _ := strings.Cut(line, "c.yaml:")
		lines = append(lines, strings.SplitN(after, ":", 2)[0])
	}
	if diff := cmp.Diff([]string{"1", "2", "3"}, lines); diff != "" {
		t.Error(diff)
	}
}

// What is shown says the same as what was read.
func FuzzLoad(f *testing.F) {
	for _, text := range []string{
		"", "traffic: {licences: 800, weekly: {mon: 3}, entries: {A: 3}}\nscenarios: {a: {aht: 3m}}\n",
		"rules: {a: off, b: {level: error, params: {x: [1, a], y: true}}}\noverrides: [{flows: a, rules: {b: info}}]\n",
		"profile: {flows: {A: {nodes: {B: {c: 50%}}, loops: {d: 3}}}}\n", "a: &a [*a]\n", "? [x]\n: y\n", "\xff",
		"format: [json=~, text]\nlimits: {values: {dataactions/requests.volume.max: 1e3}}\n",
	} {
		f.Add([]byte(text))
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text []byte) {
		if bytes.Contains(text, []byte("extends")) || bytes.Contains(text, []byte("profile")) && bytes.Contains(text, []byte("/")) {
			return // other files are not for a fuzzer to open
		}
		name := filepath.Join(dir, fmt.Sprintf("%x.yaml", len(text)))
		if err := os.WriteFile(name, text, 0o666); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = os.Remove(name) }()
		c, err := Load(name)
		if err != nil {
			return
		}
		var shown bytes.Buffer
		if err := c.WriteYAML(&shown); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, shown.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		again, err := Load(name)
		if err != nil {
			t.Fatalf("what is shown is wrong: %v\n%s", err, shown.Bytes())
		}
		if diff := cmp.Diff(valuesOf(c), valuesOf(again),
			cmp.Comparer(func(a, b float64) bool { return a == b || math.Abs(a-b) < 1e-9*math.Abs(a) })); diff != "" {
			t.Errorf("what is shown says something else: %s\n%s", diff, shown.Bytes())
		}
	})
}

// valuesOf are the lines of a configuration without their origins.
func valuesOf(c *Config) []Line {
	lines := c.Lines()
	for i := range lines {
		lines[i].From = ""
	}
	return lines
}

package analyzer_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/internal/interpreter"
	"archlint/analyzer/internal/orggen"
)

// labelled is a row of testdata/values/cases.tsv: a call site, or "*" for all calls of
// a run together, with its true bounds, found by hand. Today is what the review says
// where that is not the truth; an improvement shows as a difference.
type labelled struct {
	flow, site, least, greatest, today, trap, why string
}

const (
	labels = "testdata/values"
	atCap  = "cap" // the greatest count of what only the platform's cap ends
	// endless is a number of runs beyond all that the flows name; random runs that
	// need luck to go on come no farther.
	endless = 9
)

func readLabels(t *testing.T) []labelled {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(labels, "cases.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var out []labelled
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		f := strings.Split(line, "\t")
		out = append(out, labelled{f[0], f[1], f[2], f[3], f[4], f[5], f[6]})
	}
	return out
}

// labelsUpdate writes what the review says today into the table.
var labelsUpdate = flag.Bool("values.update", false, "write what reviews say into the table of labelled flows")

func writeLabels(t *testing.T, all []labelled) {
	t.Helper()
	text := "flow\tsite\tleast\tgreatest\ttoday\ttrap\twhy\n"
	for _, c := range all {
		text += strings.Join([]string{c.flow, c.site, c.least, c.greatest, c.today, c.trap, c.why}, "\t") + "\n"
	}
	if err := os.WriteFile(filepath.Join(labels, "cases.tsv"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestLabelledBounds holds the review of flows whose bounds are known against them:
// it must be sound, and as close as the table says.
func TestLabelledBounds(t *testing.T) {
	traps, exact := 0, 0
	all := readLabels(t)
	for i, c := range all {
		got, by := reviewedSite(t, c)
		if c.trap != "" {
			traps++
		}
		said, truth := fmt.Sprintf("%d %s", got.Min, greatest(got, by)), c.least+" "+c.greatest
		if said == truth {
			exact++
		}
		if !containsTruth(got, by, c) {
			t.Errorf("%s: %s runs %s times (%s), the review says %s (%s)", c.flow, c.site, truth, c.why, said, by)
		}
		if all[i].today = said; said == truth {
			all[i].today = ""
		}
		if *labelsUpdate {
			continue
		}
		if want := map[bool]string{true: truth, false: c.today}[c.today == ""]; said != want {
			t.Errorf("%s: %s (%s): the review says %s (%s), the table %s; the truth is %s", c.flow, c.site, c.why, said, by, want, truth)
		}
	}
	if *labelsUpdate {
		writeLabels(t, all)
	}
	t.Logf("%d of %d exact, %d are traps", exact, len(all), traps)
	if len(all) < 60 || traps < 30 {
		t.Errorf("only %d cases, %d traps", len(all), traps)
	}
}

func reviewedSite(t *testing.T, c labelled) (facts.Range, string) {
	t.Helper()
	f := reviewFiles([]orggen.File{{Name: c.flow + ".yaml", Text: labelledText(t, c.flow)}}, analyzer.Options{Jobs: 1}).Flows[0]
	if c.site == "*" {
		return f.PerRun, ""
	}
	for _, call := range f.Calls {
		if call.Name == c.site {
			return call.PerRun, call.BoundedBy
		}
	}
	t.Fatalf("%s has no call %s", c.flow, c.site)
	return facts.Range{}, ""
}

func labelledText(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(labels, name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func greatest(r facts.Range, by string) string {
	if by == "platformLimit" {
		return atCap
	}
	return fmt.Sprint(r.Max)
}

func containsTruth(r facts.Range, by string, c labelled) bool {
	least, _ := strconv.ParseInt(c.least, 10, 64)
	if c.greatest == atCap {
		return r.Min <= least && by == "platformLimit"
	}
	most, _ := strconv.ParseInt(c.greatest, 10, 64)
	return r.Min <= least && (r.Max >= most || by == "platformLimit")
}

// TestLabelsAreTrue runs the labelled flows at random: no run may leave the true
// bounds, and the least and the greatest count, where it is finite, are attained.
func TestLabelsAreTrue(t *testing.T) {
	for _, c := range readLabels(t) {
		least, most := runLabelled(t, c)
		switch want, err := strconv.Atoi(c.greatest); {
		case err == nil && most != want:
			t.Errorf("%s: %s ran up to %d times, the table says %s", c.flow, c.site, most, c.greatest)
		case err != nil && most < endless:
			t.Errorf("%s: %s ran up to %d times, the table says that only the cap ends it", c.flow, c.site, most)
		}
		if fmt.Sprint(least) != c.least {
			t.Errorf("%s: %s ran at least %d times, the table says %s", c.flow, c.site, least, c.least)
		}
	}
}

// runLabelled is how often a site runs at least, in runs that end by themselves, and
// at most.
func runLabelled(t *testing.T, c labelled) (least, most int) {
	tree := decoded("made.yaml", labelledText(t, c.flow))
	far := []float64{-1000, -1, 0, 1, 2, 3, 4, 5, 6, 500}
	texts := []string{"", "0", "1", "DONE", "-900"}
	p := interpreter.New(tree, interpreter.World{Numbers: far, Texts: texts, Lengths: []int{0, 1, 2, 500}, Unset: true})
	r := rand.New(rand.NewPCG(1, 20))
	least = -1
	for range 1500 {
		like, way := r.Float64(), r.IntN(3)
		fails := func() bool { return r.IntN(40) == 0 && way == 0 }
		res := p.Run(interpreter.Options{Cap: 2_000, CapHandler: 200, Fails: fails, Choose: func(n int) int {
			switch {
			case r.Float64() > like:
				return r.IntN(n)
			case way == 1:
				return 0
			case way == 2:
				return n - 1
			}
			return min(n-1, 1)
		}})
		n := 0
		tree.Walk(func(a *flow.Action, _ *flow.Container) {
			if a.Name == c.site || c.site == "*" && a.DataAction != nil {
				n += res.Ran[a]
			}
		})
		most = max(most, n)
		if res.Ending == interpreter.Ended && (least < 0 || n < least) {
			least = n
		}
	}
	return least, most
}

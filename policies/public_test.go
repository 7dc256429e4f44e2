package policies_test

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/finding"
	"archlint/analyzer/review"
	"archlint/analyzer/rulebook"
)

// public are the directories of public flows beside the checkout. Nothing of them stands
// here: files are named, and rules and places in them.
var public = []string{"../../shared/corpus", "../../shared/repositories"}

const (
	ratesFile  = "testdata/public/rates.json"
	judgedFile = "testdata/public/judged.tsv"
	drawn      = 60  // findings that are judged by reading the flow
	mostFalse  = 6   // of these, at most 1 in 10
	seed       = "2" // of the draw
)

// reviewPublic reviews the public flows. Without them the test is skipped, except in CI.
func reviewPublic(t *testing.T) *review.Review {
	t.Helper()
	for _, dir := range public {
		if _, err := os.Stat(dir); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("the public flows are missing: %v", err)
			}
			t.Skipf("no public flows: %v", err)
		}
	}
	found, err := analyzer.Analyze(t.Context(), public, analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestPublicRates counts what each rule says of the public flows. The pages show the counts.
func TestPublicRates(t *testing.T) {
	found := reviewPublic(t)
	rates := rulebook.Rates{Flows: found.Summary.Flows, Calls: found.Summary.DataActionCalls, Rules: map[string]rulebook.Rate{}}
	type place struct{ rule, file string }
	files := map[place]bool{}
	for _, f := range found.Findings {
		rate := rates.Rules[f.Rule]
		rate.Findings++
		if f.Severity == finding.Error {
			rate.Errors++
		}
		if at := (place{f.Rule, f.File}); !files[at] {
			files[at] = true
			rate.Files++
		}
		rates.Rules[f.Rule] = rate
	}
	want, err := json.MarshalIndent(rates, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if got, err := os.ReadFile(ratesFile); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is stale: run go test ./policies -run Public -update, then -run Docs -update", ratesFile)
		update(t, ratesFile, want)
	}
}

// TestPublicPrecision draws findings on the public flows and holds them to the judgement of
// somebody who read the flow: at most 1 in 10 is false, and no error is.
func TestPublicPrecision(t *testing.T) {
	found := reviewPublic(t)
	judged := judgements(t)
	wrong, missing := 0, []string{}
	for _, f := range draw(found.Findings) {
		key := placed(f)
		verdict, known := judged[key]
		switch {
		case !known:
			missing = append(missing, key+"\t?\t"+f.Message)
		case verdict == "false":
			wrong++
			if f.Severity == finding.Error {
				t.Errorf("%s is an error, and false", key)
			}
		}
	}
	if wrong > mostFalse {
		t.Errorf("%d of %d findings are false, at most %d may be", wrong, drawn, mostFalse)
	}
	if len(missing) > 0 {
		t.Errorf("not judged yet: read the flows and add to %s\n%s", judgedFile, strings.Join(missing, "\n"))
	}
}

// draw picks findings by a hash of where they are: a finding that comes or goes leaves the
// choice of the others as it is, but for one.
func draw(findings []finding.Finding) []finding.Finding {
	all := slices.Clone(findings)
	slices.SortFunc(all, func(a, b finding.Finding) int {
		return cmp.Or(strings.Compare(rank(a), rank(b)), strings.Compare(placed(a), placed(b)))
	})
	all = slices.CompactFunc(all, func(a, b finding.Finding) bool { return placed(a) == placed(b) })
	return all[:min(drawn, len(all))]
}

func rank(f finding.Finding) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(seed+placed(f)))) }

// placed names a finding by file, rule and place.
func placed(f finding.Finding) string {
	file := f.File
	for _, dir := range public {
		if short, ok := strings.CutPrefix(filepath.ToSlash(file), dir+"/"); ok {
			file = filepath.Base(dir) + "/" + short
		}
	}
	node := f.Node
	if _, err := strconv.Atoi(node); err != nil { // a path may hold names of the flow
		node = fmt.Sprintf("%d:%d", f.Line, f.Column)
	}
	return file + "\t" + f.Rule + "\t" + node
}

// judgements reads file, rule, place, verdict and reason, a finding a line.
func judgements(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile(judgedFile)
	if err != nil {
		t.Fatal(err)
	}
	judged := map[string]string{}
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(line, "\t")
		if len(parts) != 5 || parts[4] == "" || !slices.Contains([]string{"true", "debatable", "false"}, parts[3]) {
			t.Errorf("%s:%d: want file, rule, place, verdict (true, debatable, false) and a reason", judgedFile, i+1)
			continue
		}
		judged[strings.Join(parts[:3], "\t")] = parts[3]
	}
	return judged
}

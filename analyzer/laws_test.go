package analyzer_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/capacity"
	"archlint/analyzer/demand"
	"archlint/analyzer/export"
	"archlint/analyzer/facts"
	"archlint/analyzer/internal/orggen"
	"archlint/analyzer/review"
)

// The laws hold for every organisation. They are tried on random small ones, from
// fixed seeds; a soak is
//
//	go test ./analyzer -run TestLaw -laws.seed 1000 -laws.orgs 5000
//
// A failure shows the organisation cut down to what it needs, as txtar.
var (
	lawSeed = flag.Uint64("laws.seed", 1, "first seed of the laws' organisations")
	lawOrgs = flag.Int("laws.orgs", 0, "organisations for each law, 0 for its own number")
)

// mostShown is how many ways of being broken a law shows; it counts the others.
// mostTries bounds the work of cutting one down.
const (
	mostShown = 6
	mostTries = 250
)

// tryLaw runs a law on n random organisations, with -short on a third of them: the race
// detector makes each ten times as slow, and looks for something else.
func tryLaw(t *testing.T, opts orggen.Options, n int, broken func(o orggen.Org, seed uint64) string) {
	t.Helper()
	if testing.Short() {
		n /= 3
	}
	tryWholeLaw(t, opts, n, broken)
}

// tryWholeLaw runs a law on n random organisations: broken returns how it is broken,
// "" for not at all, and must decide by its arguments alone. Each way of being
// broken is shown once, at the smallest organisation that was found for it.
func tryWholeLaw(t *testing.T, opts orggen.Options, n int, broken func(o orggen.Org, seed uint64) string) {
	t.Helper()
	if *lawOrgs > 0 {
		n = *lawOrgs
	}
	times := make(map[string]int)
	for i := range n {
		seed := *lawSeed + uint64(i)
		o := orggen.Random(seed, opts)
		why := broken(o, seed)
		if why == "" {
			continue
		}
		if times[kindOf(why)]++; times[kindOf(why)] == 1 && len(times) <= mostShown {
			small := orggen.Shrink(o, mostTries, func(o orggen.Org) bool { return kindOf(broken(o, seed)) == kindOf(why) })
			t.Errorf("seed %d: %s\n%s", seed, broken(small, seed), small.Text())
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(times)) {
		t.Errorf("%d of %d organisations: %s", times[kind], n, kind)
	}
}

// kindOf is what two findings have in common that differ in names and figures only.
func kindOf(why string) string { return naming.ReplaceAllString(why, "") }

var naming = regexp.MustCompile(`"[^"]*"|\bs?[0-9.]+|\b[A-Z]\w*|: \{.*`)

// reviewFiles reviews files that do not lie on disk. A defect or a file that
// cannot be read fails the test at once: the generator writes no such files.
func reviewFiles(files []orggen.File, opts analyzer.Options) *review.Review {
	var tree export.Tree
	for _, f := range files {
		tree = append(tree, export.TreeFile{Name: f.Name, Size: int64(len(f.Text)), Open: func() (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader(f.Text)), nil
		}})
	}
	opts.Rules.NoBuiltin, opts.Input.Trees = true, map[string]export.Tree{"org": tree}
	r, err := analyzer.Analyze(context.Background(), []string{"org"}, opts)
	if err != nil {
		panic(fmt.Sprintf("%v\n%v", err, files))
	}
	if len(r.Errors) > 0 {
		panic(fmt.Sprintf("%v\n%v", r.Errors, files))
	}
	return r
}

func reviewOrg(o orggen.Org, traffic capacity.Traffic) *review.Review {
	return reviewFiles(o.Files(), analyzer.Options{Traffic: demand.Options{Traffic: traffic}})
}

// lawTraffic is traffic of that seed, around what the limits allow.
func lawTraffic(seed uint64) capacity.Traffic {
	r := rand.New(rand.NewPCG(seed, 21))
	t := capacity.Traffic{
		InteractionsPerMinute: capacity.Given(math.Round(math.Exp(2+5*r.Float64())), capacity.FromFlag),
		LatencySeconds:        capacity.Given([]float64{0.2, 1, 4}[r.IntN(3)], capacity.FromFlag),
	}
	switch r.IntN(4) {
	case 0:
		t.WaitingInteractions = capacity.Given(float64(20+r.IntN(200)), capacity.FromFlag)
	case 1, 2:
		t.MeanWaitSeconds = capacity.Given(float64(20+r.IntN(300)), capacity.FromFlag)
	}
	return t
}

// rowsOf are the verdicts of a review: on its limits, and on its outages.
func rowsOf(r *review.Review) map[string]string {
	rows := make(map[string]string)
	for _, l := range r.Capacity {
		rows[limitName(l)] = l.Verdict
	}
	for _, o := range r.Outages {
		rows[outageName(o)] = o.Verdict
	}
	return rows
}

func limitName(l facts.Limit) string { return l.Limit.Namespace + " " + l.Limit.Key }

// outageName names what hangs in an outage.
func outageName(o facts.Outage) string {
	return fmt.Sprintf("outage of %s %q", o.Kind, o.DataAction+o.Integration+o.Host)
}

// outageRows are the outages of a review by what hangs.
func outageRows(all []facts.Outage) map[string]facts.Outage {
	rows := make(map[string]facts.Outage)
	for _, o := range all {
		rows[outageName(o)] = o
	}
	return rows
}

// limitRows are the limits of a review by name.
func limitRows(r *review.Review) map[string]facts.Limit {
	rows := make(map[string]facts.Limit)
	for _, l := range r.Capacity {
		rows[limitName(l)] = l
	}
	return rows
}

// flowsByName are the flows of a review.
func flowsByName(r *review.Review) map[string]facts.Flow {
	flows := make(map[string]facts.Flow)
	for _, f := range r.Flows {
		flows[f.Name] = f
	}
	return flows
}

// isClose reports whether two figures are the same but for the order of a sum.
func isClose(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*math.Max(1, math.Max(math.Abs(a), math.Abs(b)))
}

// The organisations are what the laws take them for: every file is read, every
// step understood, and each seed gives the same bytes.
func TestRandomOrganisationsAreRead(t *testing.T) {
	kinds := make(map[string]int)
	for seed := range uint64(200) {
		o := orggen.Random(seed, orggen.Options{Around: seed%2 == 0})
		if o.Text() != orggen.Random(seed, orggen.Options{Around: seed%2 == 0}).Text() {
			t.Fatalf("seed %d gives two organisations", seed)
		}
		r := reviewOrg(o, lawTraffic(seed))
		if r.Summary.ModelledShare != 1 || len(r.Flows) != len(o.Flows) {
			t.Fatalf("seed %d: %d flows, %g modelled\n%s", seed, len(r.Flows), r.Summary.ModelledShare, o.Text())
		}
		for i := range r.Flows {
			f := r.Flow(i)
			kinds["flow "+f.Type]++
			for _, n := range f.Nodes {
				kinds[n.Kind]++
			}
		}
	}
	for _, kind := range []string{
		"flow inboundcall", "flow inboundshortmessage", "flow inboundemail", "flow inqueuecall", "flow inqueueemail", "flow inqueueshortmessage",
		"flow bot", "flow digitalbot",
		"flow commonmodule", "flow workflow", "callData", "decision", "loop", "loopExit", "holdMusic", "collectInput", "callBotFlow",
		"callDigitalBotFlow", "callCommonModule", "transferToFlow", "transferToAcd",
	} {
		if kinds[kind] == 0 {
			t.Errorf("no %s in 200 organisations", kind)
		}
	}
}

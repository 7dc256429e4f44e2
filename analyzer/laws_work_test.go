package analyzer_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/demand"
	"archlint/analyzer/export"
	"archlint/analyzer/flow"
	"archlint/analyzer/intake"
	"archlint/analyzer/internal/flowgen"
	"archlint/analyzer/internal/orggen"
)

// mostWork is how many vertices and edges a review may go over for each node of its
// graphs, besides what is linear in them. Of two thousand organisations like those below,
// where everything leads to everything, none needed more than 4,559: a mesh of 454
// actions that called tasks jump into, just below the size from which calls are jumps.
const mostWork = 5_000

// A review of flows that lead back to one another stays within a budget of work,
// misses nothing, and does as much work on one processor as on several. Work is
// counted, so that the law holds on every machine; rules have their limits of steps.
// A soak is
//
//	go test ./analyzer -run TestLawWork -timeout 2h -args -laws.seed 1000 -laws.orgs 1000
func TestLawWork(t *testing.T) {
	n := 12
	switch {
	case *lawOrgs > 0:
		n = *lawOrgs
	case testing.Short():
		n /= 3
	}
	most, of := 0, ""
	for i := range n {
		seed := *lawSeed + uint64(i)
		kind, tree, flows := roundOrg(t, seed)
		nodes, work, err := reviewedWork(tree, flows, 2)
		if err != nil {
			t.Fatalf("seed %d: %s: %v", seed, kind, err)
		}
		if again, same, err := reviewedWork(tree, flows, 1); err != nil || again != nodes || same != work {
			t.Errorf("seed %d: %s: %d nodes, work %d on one processor; %d, %d on two", seed, kind, again, same, nodes, work)
		}
		if work > mostWork*nodes {
			t.Errorf("seed %d: %s: work %d for %d nodes", seed, kind, work, nodes)
		}
		if work/nodes > most {
			most, of = work/nodes, fmt.Sprintf("seed %d: %s", seed, kind)
		}
	}
	t.Logf("at most %d a node, %s", most, of)
}

// roundOrg is an organisation whose flows go round, of one of several kinds.
func roundOrg(t *testing.T, seed uint64) (kind string, tree export.Tree, flows int) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 41))
	var made []*flow.Flow
	shapes := slices.Sorted(maps.Keys(flowgen.Shapes()))
	switch r.IntN(5) {
	case 0:
		kind = "a small organisation with queues, bots and modules"
		o := orggen.Random(seed, orggen.Options{Around: true, Told: r.IntN(2) == 0})
		for _, f := range o.Files() {
			tree = append(tree, treeFile(f.Name, []byte(f.Text)))
		}
		return kind, tree, len(o.Flows)
	case 1:
		name, n := []string{"hub", "ring"}[r.IntN(2)], 2+r.IntN(300)
		kind, made = fmt.Sprintf("a %s of %d flows", name, n), cyclicOrg(name, n)
	case 2:
		name, n := pickOf(r, shapes), 10+r.IntN(600)
		if strings.Contains(name, "in one another") {
			n = 10 + n%190 // the text's indent grows with each level
		}
		kind, made = fmt.Sprintf("%s, %d actions", name, n), []*flow.Flow{flowgen.Shapes()[name](n)}
	case 3:
		kind, made = "flows of real shape", flowgen.Org(seed, 2+r.IntN(20))
		entangle(r, made)
	default:
		kind = "flows of all shapes"
		for i := range 2 + r.IntN(12) {
			f := flowgen.Shapes()[pickOf(r, shapes)](5 + r.IntN(80))
			f.Name = fmt.Sprintf("Flow %d", i)
			made = append(made, f)
		}
		entangle(r, made)
	}
	return kind, treeOfFlows(t, made), len(made)
}

func pickOf[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// entangle lets each flow perhaps transfer to some others, at the beginning of its
// tasks.
func entangle(r *rand.Rand, flows []*flow.Flow) {
	id := 1_000_000
	for _, f := range flows {
		for range 1 + r.IntN(5) {
			at := pickOf(r, f.Containers)
			if at.Body != nil {
				at.Body.Actions = slices.Concat([]*flow.Action{perhapsTo(pickOf(r, flows).Name, id)}, at.Body.Actions)
				id += 2
			}
		}
	}
}

func treeFile(name string, text []byte) export.TreeFile {
	return export.TreeFile{Name: name, Size: int64(len(text)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }}
}

// reviewedWork reviews an export with all rules, and returns how many nodes its
// graphs have and how much work the log tells of.
func reviewedWork(tree export.Tree, flows, jobs int) (nodes, work int, err error) {
	log := &workLog{}
	r, err := analyzer.Analyze(context.Background(), []string{"org"}, analyzer.Options{
		Input: intake.Options{Trees: map[string]export.Tree{"org": tree}}, Traffic: demand.Options{Traffic: lawTraffic(uint64(flows))},
		Jobs:    jobs,
		Observe: analyzer.Observe{Log: slog.New(log)},
	})
	switch {
	case err != nil:
		return 0, 0, err
	case len(r.Errors) > 0 || len(r.Flows) != flows || log.sums["nodes"] == 0:
		return 0, 0, fmt.Errorf("%v, %d of %d flows, %d nodes", r.Errors, len(r.Flows), flows, log.sums["nodes"])
	}
	return log.sums["nodes"], log.sums["work"], nil
}

// workLog adds up the numbers that a log tells.
type workLog struct {
	mu   sync.Mutex
	sums map[string]int
}

func (l *workLog) Enabled(context.Context, slog.Level) bool { return true }
func (l *workLog) WithAttrs([]slog.Attr) slog.Handler       { return l }
func (l *workLog) WithGroup(string) slog.Handler            { return l }

func (l *workLog) Handle(_ context.Context, r slog.Record) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sums == nil {
		l.sums = make(map[string]int)
	}
	r.Attrs(func(a slog.Attr) bool {
		if slices.Contains([]string{"nodes", "work"}, a.Key) {
			l.sums[a.Key] += int(a.Value.Int64())
		}
		return true
	})
	return nil
}

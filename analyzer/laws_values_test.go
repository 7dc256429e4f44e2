package analyzer_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"

	"archlint/analyzer"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/internal/interpreter"
	"archlint/analyzer/internal/orggen"
	"archlint/analyzer/internal/valuegen"
	"archlint/analyzer/source"
)

// A soak is
//
//	go test ./analyzer -run TestLawValues -values.flows 1000000 -values.seed 5000 -timeout 0
var (
	valuesSeed  = flag.Uint64("values.seed", 1, "first seed of the flows that variables decide")
	valuesFlows = flag.Int("values.flows", 200, "how many of these flows")
	valuesTries = flag.Int("values.tries", mostTries, "how often a failing flow is cut down")
	valuesLoose = flag.Bool("values.loose", false, "name the bounds that no run attains")
)

const (
	platformCap, platformCapHandler = 10_000, 1_000
	// Every run of a flow is made as long as they execute no more than mostActions, and
	// none of them more than longRun: what runs longer counts as unbounded.
	mostActions, longRun = 40_000, 400
	// leastExact is the share of finite greatest counts that the review has exactly, and
	// mostLeftToCap that of those which it leaves to the platform's cap. Both are floors:
	// raise them when the review gets closer.
	leastExact, mostLeftToCap = 0.99, 0.01
)

// drawn is a random flow, from one grammar or the other.
type drawn struct {
	seed  uint64
	mixed bool
}

// brokenOnce are flows whose runs left the bounds once.
var brokenOnce = []drawn{{374, false}, {100020186, false}, {300070378, false}, {400060668, false}, {700008134, true}, {700008463, true}}

func (d drawn) flow() valuegen.Flow {
	if d.mixed {
		return valuegen.Mixed(d.seed)
	}
	return valuegen.Random(d.seed)
}

func (d drawn) String() string {
	return fmt.Sprintf("seed %d%s", d.seed, map[bool]string{true: " mixed"}[d.mixed])
}

// TestLawValuesBoundEveryRun makes every run of small flows whose variables decide how
// often they call data actions, and some runs of those that have too many. None may
// leave the bounds; where there are no other runs, most bounds are attained.
func TestLawValuesBoundEveryRun(t *testing.T) {
	var sum tally
	shown := 0
	flows := slices.Clone(brokenOnce)
	for i := range *valuesFlows {
		seed := *valuesSeed + uint64(i)
		flows = append(flows, drawn{seed, seed/2%2 == 1})
	}
	for _, d := range flows {
		got := tryValues(d.flow(), d.seed)
		sum.add(got)
		if *valuesLoose && len(got.loose) > 0 {
			t.Logf("%s: %s", d, got.loose)
		}
		if got.broken == "" {
			continue
		}
		if shown++; shown <= mostShown {
			small := valuegen.Shrink(d.flow(), *valuesTries, func(f valuegen.Flow) bool { return tryValues(f, d.seed).broken != "" })
			t.Errorf("%s: %s\n%s", d, tryValues(small, d.seed).broken, shownFlow(small))
		}
	}
	t.Log(sum)
	if *valuesFlows >= 200 && (sum.exact() < leastExact || sum.leftToCap() > mostLeftToCap) {
		t.Errorf("too few bounds are attained: %s", sum)
	}
}

// tally counts how close bounds are to what runs attain.
type tally struct {
	broken                         string
	loose                          []string
	flows, whole, runs             int
	sites, greatest, least, capped int
}

func (s *tally) add(o tally) {
	s.flows, s.whole, s.runs = s.flows+o.flows, s.whole+o.whole, s.runs+o.runs
	s.sites, s.greatest, s.least, s.capped = s.sites+o.sites, s.greatest+o.greatest, s.least+o.least, s.capped+o.capped
}

func (s tally) exact() float64     { return float64(s.greatest) / float64(max(s.sites, 1)) }
func (s tally) leftToCap() float64 { return float64(s.capped) / float64(max(s.sites, 1)) }

func (s tally) String() string {
	least := float64(s.least) / float64(max(s.sites, 1))
	return fmt.Sprintf("%d flows, %d of them run in every way, %d runs; of %d call sites with a finite greatest count "+
		"%.1f %% have it exactly, %.1f %% the least count, %.1f %% are left to the cap",
		s.flows, s.whole, s.runs, s.sites, 100*s.exact(), 100*least, 100*s.leftToCap())
}

// written is a flow as a file: YAML or JSON by its seed.
func written(f valuegen.Flow, seed uint64) (text, name string) {
	write, name := f.YAML, "made.yaml"
	if seed%2 == 0 {
		write, name = f.JSON, "made.json"
	}
	text, err := write()
	if err != nil {
		panic(err)
	}
	return text, name
}

// shownFlow is a flow as YAML without what is empty, whatever format it was tried in.
func shownFlow(f valuegen.Flow) string {
	text, _ := f.YAML()
	return regexp.MustCompile(`(?m)^ *\w+: (\[\]|\{\})\n`).ReplaceAllString(text, "")
}

func decoded(name, text string) *flow.Flow {
	file := source.NewFile(name, []byte(text))
	if name == "made.json" {
		f, err := platform.Decode(file, platform.Options{})
		if err != nil {
			panic(err)
		}
		return f
	}
	flows, err := archy.Decode(file, archy.Options{})
	if err != nil || len(flows) != 1 {
		panic(fmt.Sprint(err, text))
	}
	return flows[0]
}

// tryValues holds the runs of a flow against the bounds of its review.
func tryValues(f valuegen.Flow, seed uint64) tally {
	text, name := written(f, seed)
	review := reviewFiles([]orggen.File{{Name: name, Text: text}}, analyzer.Options{Jobs: 1})
	s := &observed{tree: decoded(name, text), bounds: make(map[string]facts.Call)}
	for _, c := range review.Flows[0].Calls {
		s.bounds[c.Name] = c
	}
	s.tree.Walk(func(a *flow.Action, _ *flow.Container) {
		if a.DataAction != nil {
			s.sites = append(s.sites, a)
		}
	})
	return s.judge(rand.New(rand.NewPCG(seed, 19)))
}

// observed is what runs of a flow did, by call site.
type observed struct {
	tree        *flow.Flow
	sites       []*flow.Action
	bounds      map[string]facts.Call
	least, most []int // -1: no run that ended by itself
	runs        int
	broken      string
	wide        bool // a run had a value from outside
}

// numbers are values from outside: those that conditions name, and some beyond.
var numbers = []float64{-1, 0, 1, 2, 3, 4, 5, 6}

func (s *observed) judge(r *rand.Rand) tally {
	world := interpreter.World{Numbers: numbers, Texts: []string{"", "0", "1", "3"}, Lengths: []int{0, 1, 2, 4}, Unset: true}
	whole := s.every(world)
	least, most := s.least, s.most
	if whole && s.wide { // what grows with a value from outside has no bound
		world.Numbers, world.Lengths = append(slices.Clip(numbers), -40, 10, 40), append(slices.Clip(world.Lengths), 40)
		world.Texts = append(slices.Clip(world.Texts), "-40", "40")
		whole = s.every(world)
	}
	if s.tree.Errors.Target != nil { // an error can happen anywhere
		whole = false
	}
	if !whole {
		s.some(interpreter.New(s.tree, world), r)
	}
	out := tally{broken: s.broken, flows: 1, runs: s.runs}
	if whole {
		out.whole = 1
		for i, a := range s.sites {
			s.compare(&out, s.bounds[a.Name], least[i], most[i], s.most[i])
		}
	}
	return out
}

func (s *observed) compare(out *tally, c facts.Call, least, most, further int) {
	if further > most || least < 0 { // it grows with what comes from outside, or every run fails
		return
	}
	out.sites++
	if c.PerRun.Max == int64(most) {
		out.greatest++
	}
	if c.PerRun.Min == int64(least) {
		out.least++
	}
	if c.PerRun.Max != int64(most) || c.PerRun.Min != int64(least) {
		out.loose = append(out.loose, fmt.Sprintf("%s ran %d to %d times, the review says %d to %d (%s)",
			c.Name, least, most, c.PerRun.Min, c.PerRun.Max, c.BoundedBy))
	}
	if c.BoundedBy == "platformLimit" {
		out.capped++
	}
}

// every makes every run and reports whether it did.
func (s *observed) every(world interpreter.World) bool {
	p := interpreter.New(s.tree, world)
	s.least, s.most = make([]int, len(s.sites)), make([]int, len(s.sites))
	for i := range s.least {
		s.least[i] = -1
	}
	executed := 0
	return interpreter.Every(mostActions, func(choose func(int) int) bool {
		res := p.Run(interpreter.Options{Cap: longRun, CapHandler: 1, Choose: func(n int) int {
			s.wide = s.wide || n > 3
			return choose(n)
		}})
		if res.Ending == interpreter.Capped {
			return false
		}
		s.see(res)
		executed += res.Executed + 3
		return executed < mostActions
	})
}

// some makes some runs, each with a liking of its own for first or last choices.
func (s *observed) some(p *interpreter.Program, r *rand.Rand) {
	for i := range 24 {
		like := r.Float64()
		limit := longRun
		if i < 2 {
			limit = platformCap
		}
		fails := func() bool { return i%3 == 0 && s.tree.Errors.Target != nil && r.IntN(12) == 0 }
		res := p.Run(interpreter.Options{Cap: limit, CapHandler: platformCapHandler, Fails: fails, Choose: func(n int) int {
			switch x := r.Float64(); {
			case x < like/2:
				return 0
			case x < like:
				return n - 1
			}
			return r.IntN(n)
		}})
		if res.Ending == interpreter.Capped && limit < platformCap {
			res.Ending = interpreter.Errored // a part of a run tells nothing of the least
		}
		s.see(res)
	}
}

func (s *observed) see(res interpreter.Result) {
	s.runs++
	for i, a := range s.sites {
		n := res.Ran[a]
		s.most[i] = max(s.most[i], n)
		if res.Ending == interpreter.Ended && (s.least[i] < 0 || n < s.least[i]) {
			s.least[i] = n
		}
		b := s.bounds[a.Name].PerRun
		if s.broken == "" && (int64(n) > b.Max || res.Ending == interpreter.Ended && int64(n) < b.Min) {
			s.broken = fmt.Sprintf("%s ran %d times (%s), the review says %d to %d (%s)",
				a.Name, n, res.Ending, b.Min, b.Max, s.bounds[a.Name].BoundedBy)
		}
	}
}
